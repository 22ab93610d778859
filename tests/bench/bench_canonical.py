"""Canonical JSON against the standard library on the same bytes: hashing must not make saving slow."""

import json
from collections.abc import Iterator

from fieldkit import canonical
from tests.bench.measure import Result, ratio

ANSWERS = 60
REPEATS = 200


def main() -> Iterator[Result]:
    """Encode and decode an interview of 60 answers."""
    value = {f"group_{n % 7}/question_{n}": f"Ответ {n}: пост, очередь, {n * 50} сомов" for n in range(ANSWERS)}
    data = canonical.encode(value)

    def plain_encode() -> bytes:
        return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()

    if plain_encode() != data:
        message = "both ways have to give the same bytes"
        raise ValueError(message)
    yield ratio(
        "encode, against json.dumps",
        lambda: [canonical.encode(value) for _ in range(REPEATS)],
        lambda: [plain_encode() for _ in range(REPEATS)],
        most=1.0,
    )
    yield ratio(
        "decode with proof, against json.loads",
        lambda: [canonical.decode(data, dict[str, str]) for _ in range(REPEATS)],
        lambda: [json.loads(data) for _ in range(REPEATS)],
        most=3.0,
    )
