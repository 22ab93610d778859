"""The register of what was given out. No part of the projection: the log does not tell it, and it stays on this device.

Records are named by the number of the first line that brought a revision of them: lines keep their numbers when the
projection is made anew, and stay when a withdrawal takes their bodies.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from fieldkit.domain.consent import Use
from fieldkit.domain.products import GivenOut, Product, ProductKind, among, packed
from fieldkit.domain.query import Level
from fieldkit.store.database import Database

_AT_ONCE = 10_000


class _Part(msgspec.Struct, frozen=True, array_like=True):
    number: int
    kind: str
    level: str
    at: str
    name: str
    sha256: str
    use: str
    members: bytes

    def product(self) -> Product:
        return Product(
            kind=ProductKind(self.kind), level=Level(self.level), at=self.at, name=self.name, sha256=self.sha256
        )


class ProductTable:
    """Products with the records that they rest on, by the use that is made of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def put(self, product: Product, parts: Mapping[Use, Iterable[str]]) -> int:
        """Note a product; returns its number. Belongs into a transaction of the caller."""
        sql = "INSERT INTO product (kind, level, at, name, sha256) VALUES (?, ?, ?, ?, ?)"
        self._database.run(sql, product.kind, product.level, product.at, product.name, product.sha256)
        row = self._database.row(tuple[int], "SELECT max(number) FROM product")
        number = row[0] if row else 0
        self._database.run_many(
            "INSERT INTO product_part (product, use, members) VALUES (?, ?, ?)",
            ((number, use.value, packed(self._numbers(records))) for use, records in parts.items()),
        )
        return number

    def forget(self, number: int) -> None:
        """Nothing came of this product."""
        self._database.run("DELETE FROM product WHERE number = ?", number)

    def count(self) -> int:
        """Number of products noted."""
        row = self._database.row(tuple[int], "SELECT count(*) FROM product")
        return row[0] if row else 0

    def holding(self, records: Mapping[Use, Iterable[str]]) -> tuple[GivenOut, ...]:
        """Products that use any of these records so, the newest first."""
        wanted = {use: tuple(self._numbers(these)) for use, these in records.items()}
        found: dict[int, GivenOut] = {}
        sql = (
            "SELECT number, kind, level, at, name, sha256, use, members FROM product"
            " JOIN product_part ON product = number ORDER BY number DESC, use"
        )
        for part in self._database.stream(_Part, sql):
            use = Use(part.use)
            held = among(part.members, wanted.get(use, ()))
            if held:
                before = found.get(part.number)
                found[part.number] = GivenOut(
                    number=part.number,
                    product=part.product(),
                    uses=(*(before.uses if before else ()), use),
                    records=max(held, before.records if before else 0),
                )
        return tuple(found.values())

    def _numbers(self, records: Iterable[str]) -> Iterator[int]:
        sql = (
            "SELECT min(number) FROM entry WHERE kind = 'revision' AND subject IN (SELECT value FROM json_each(?))"
            " GROUP BY subject"
        )
        left = iter(records)
        while part := tuple(islice(left, _AT_ONCE)):
            for (number,) in self._database.rows(tuple[int], sql, msgspec.json.encode(part).decode()):
                yield number
