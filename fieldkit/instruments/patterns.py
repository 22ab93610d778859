r"""Regular expressions of forms. They come from strangers: one that does not come to an end is given up.

The library `regex` instead of Python's `re`: it stops after a time, and knows Java's classes such as `\p{L}`, which
ODK Collect's forms use.
"""

from functools import lru_cache

import regex

_PATIENCE = 0.25
"""Seconds for one answer; honest patterns take microseconds."""


def matches(text: str, pattern: str) -> bool:
    r"""Whether the whole text matches, as in JavaRosa; `\d` and `\w` mean ASCII. A pattern that is none never does."""
    compiled = _compiled(pattern)
    try:
        return compiled is not None and compiled.fullmatch(text, timeout=_PATIENCE) is not None
    except TimeoutError:
        return False


def is_pattern(text: str) -> bool:
    """Whether this is a regular expression at all."""
    return _compiled(text) is not None


@lru_cache(maxsize=256)
def _compiled(pattern: str) -> "regex.Pattern[str] | None":
    scripts = regex.UNICODE if "\\p" in pattern.lower() else regex.ASCII  # ASCII would narrow `\p{L}` as well
    try:
        return regex.compile(pattern, scripts | regex.VERSION0)
    except (regex.error, RecursionError, OverflowError):
        return None
