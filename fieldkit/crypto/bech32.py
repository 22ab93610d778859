"""Bech32 (BIP 173) as age writes its keys: 32 bytes as letters and digits, with a checksum of six.

Only what is ours is written here; what comes from outside is read by the age library.
"""

ALPHABET = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
CHECKSUM_LENGTH = 6
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def encode(prefix: str, data: bytes) -> str:
    """`data` under a lower-case prefix."""
    values = _five_bits(data)
    spread = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(letter) & 31 for letter in prefix]
    sum_ = _polymod([*spread, *values, *[0] * CHECKSUM_LENGTH]) ^ 1
    checksum = [sum_ >> 5 * (CHECKSUM_LENGTH - 1 - place) & 31 for place in range(CHECKSUM_LENGTH)]
    return prefix + "1" + "".join(ALPHABET[value] for value in (*values, *checksum))


def payload(text: str) -> bytes:
    """The bytes of a text that was checked before: without its prefix and checksum."""
    letters = text[text.rindex("1") + 1 : -CHECKSUM_LENGTH]
    bits = 0
    for letter in letters:
        bits = bits << 5 | ALPHABET.index(letter)
    size = len(letters) * 5 // 8
    return (bits >> (5 * len(letters) - 8 * size)).to_bytes(size, "big")


def _five_bits(data: bytes) -> list[int]:
    """Bytes as numbers of five bits, the last one filled up with zeros."""
    count = -(-len(data) * 8 // 5)
    bits = int.from_bytes(data) << (5 * count - 8 * len(data))
    return [bits >> 5 * (count - 1 - place) & 31 for place in range(count)]


def _polymod(values: list[int]) -> int:
    sum_ = 1
    for value in values:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for place, factor in enumerate(_GENERATOR):
            sum_ ^= factor if top >> place & 1 else 0
    return sum_
