"""Pictures on their way from whoever draws them to whoever shows them."""

import msgspec


class Picture(msgspec.Struct, frozen=True, kw_only=True):
    """Pixels from the top left, three bytes each: red, green, blue; rows without padding."""

    width: int
    height: int
    pixels: bytes
