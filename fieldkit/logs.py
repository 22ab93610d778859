"""Diagnostic log lines of codes and counts only: a log can be seized, so it has nothing to tell."""

import logging
import re

_EVENT = re.compile(r"[a-z][a-z0-9_.]{1,60}\Z")
_logger = logging.getLogger("fieldkit")
_logger.addHandler(logging.NullHandler())


def event(name: str, **counts: int) -> None:
    """Log the event `name` (lower case, dotted) with whole-number `counts`. Anything else is refused."""
    if not _EVENT.match(name) or not all(type(value) is int for value in counts.values()):
        msg = "a log line holds an event code and counts only"
        raise ValueError(msg)
    _logger.info("%s %s", name, " ".join(f"{key}={value}" for key, value in sorted(counts.items())))
