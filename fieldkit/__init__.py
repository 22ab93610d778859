"""fieldkit: an offline toolkit for human-rights monitors at border posts and markets."""

__version__ = "0.1.0"
