"""Measures against giving people away: linting of text, coarsening, risk."""
