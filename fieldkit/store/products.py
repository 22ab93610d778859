"""The register of what was given out. No part of the projection: the log does not tell it, and it stays on this device.

Records are named by the number of the first line that brought a revision of them: lines keep their numbers when the
projection is made anew, and stay when a withdrawal takes their bodies.
"""

import zlib
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

import msgspec

from fieldkit.domain.consent import Use
from fieldkit.domain.earlier import Earlier, Tables
from fieldkit.domain.products import GivenOut, Product, ProductKind, among, bits, packed, unpacked
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


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    number: int
    line: int
    body: bytes
    members: bytes


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

    def keep(self, number: int, tables: Tables) -> None:
        """Keep what the readers of a product can compute with, and up to which line of this vault it was made."""
        body = zlib.compress(msgspec.json.encode(tables))
        sql = "INSERT INTO product_table (product, line, body) SELECT ?, coalesce(max(number), 0), ? FROM entry"
        self._database.run(sql, number, body)

    def compared(self) -> bool:
        """Whether there are tables with which a new product has to be compared."""
        return self._database.row(tuple[int], "SELECT 1 FROM product_table LIMIT 1") is not None

    def earlier(self, records: Iterable[str]) -> tuple[Earlier, ...]:
        """Those that differ from each other, as they stand to a product that rests on these records, newest first."""
        own, found = bits(self._numbers(records)), dict[tuple[bytes, int, int], Earlier]()
        sql = (
            "SELECT number, line, body, members FROM product JOIN product_table AS kept ON kept.product = number"
            " JOIN product_part AS part ON part.product = number AND use = ? ORDER BY number DESC"
        )
        for kept in self._database.rows(_Kept, sql, Use.STATISTICS.value):
            members = unpacked(kept.members)
            changed = (own & members & bits(self._changed(kept.line))).bit_count()
            came, went = (own & ~members).bit_count() + changed, (members & ~own).bit_count() + changed
            if (kept.body, came, went) not in found:
                tables = msgspec.json.decode(zlib.decompress(kept.body), type=Tables)
                found[kept.body, came, went] = Earlier(number=kept.number, tables=tables, came=came, went=went)
        return tuple(found.values())

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

    def _changed(self, line: int) -> Iterator[int]:
        """Records of which a revision came after a line."""
        sql = (
            "SELECT min(number) FROM entry WHERE kind = 'revision' AND subject IN"
            " (SELECT subject FROM entry WHERE number > ? AND kind = 'revision') GROUP BY subject"
        )
        for (number,) in self._database.rows(tuple[int], sql, line):
            yield number

    def _numbers(self, records: Iterable[str]) -> Iterator[int]:
        sql = (
            "SELECT min(number) FROM entry WHERE kind = 'revision' AND subject IN (SELECT value FROM json_each(?))"
            " GROUP BY subject"
        )
        left = iter(records)
        while part := tuple(islice(left, _AT_ONCE)):
            for (number,) in self._database.rows(tuple[int], sql, msgspec.json.encode(part).decode()):
                yield number
