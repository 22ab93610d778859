"""Language names of forms: `Русский (ru)`."""

import re

_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]+)*)\)\s*\Z")
_BARE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]+)*\Z")


def code_of(name: str) -> str:
    """The language code in brackets, or a name that is a code itself; empty if there is neither."""
    found = _CODE.search(name)
    if found:
        return found[1]
    return name if _BARE.match(name) else ""
