"""Untrusted files end here: bundles out and in."""
