"""Parts of the page with the figures: what is asked for, and each of its views."""
