"""Numbers that name a key or a request: to be read aloud when two people compare their screens.

Digits are the same in every language and are compared with fewer mistakes than hex (security notes, section 6).
"""

_GROUPS, _GROUP_BYTES, _GROUP_DIGITS = 6, 5, 5


def numbers(digest: bytes) -> str:
    """Thirty digits in groups, about 99 bits of a digest of at least 30 bytes."""
    parts = (digest[start : start + _GROUP_BYTES] for start in range(0, _GROUPS * _GROUP_BYTES, _GROUP_BYTES))
    return " ".join(f"{int.from_bytes(part) % 10**_GROUP_DIGITS:0{_GROUP_DIGITS}}" for part in parts)
