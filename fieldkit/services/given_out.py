"""The register of what left this vault in the clear, and from whom to ask what back once consent was withdrawn."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager

from fieldkit import logs
from fieldkit.domain.consent import Use
from fieldkit.domain.earlier import Tables
from fieldkit.domain.products import GivenOut, Product, ProductKind
from fieldkit.domain.query import Level
from fieldkit.services.consenting import submitted
from fieldkit.services.workspace import Workspace


class Register:
    """Every product is noted before it appears: one too many does no harm."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._products = workspace.store.products

    def note(
        self,
        kind: ProductKind,
        parts: Mapping[Use, Iterable[str]],
        *,
        level: Level,
        name: str = "",
        sha256: str = "",
        tables: Tables | None = None,
    ) -> int:
        """Note what is about to leave, with the records by the use made of them; returns its number, 0 for none.

        With tables, what is given out later is compared with it.
        A damaged vault is read and no longer written: what is saved from it is not noted.
        """
        if self._workspace.store.damaged:
            logs.event("product.not_noted")
            return 0
        product = Product(kind=kind, level=level, at=self._workspace.now(), name=name, sha256=sha256)
        with self._workspace.store.transaction():
            number = self._products.put(product, parts)
            if tables is not None and level is not Level.INTERNAL:
                self._products.keep(number, tables)
            return number

    @contextmanager
    def noted(
        self,
        kind: ProductKind,
        parts: Mapping[Use, Iterable[str]],
        *,
        level: Level,
        name: str = "",
        sha256: str = "",
        tables: Tables | None = None,
    ) -> Iterator[None]:
        """Around the writing of a product: the note goes again if nothing comes of it."""
        number = self.note(kind, parts, level=level, name=name, sha256=sha256, tables=tables)
        try:
            yield
        except BaseException:
            if number:
                with self._workspace.store.transaction():
                    self._products.forget(number)
            raise

    def holding(self, record: str, uses: Collection[Use] = ()) -> tuple[GivenOut, ...]:
        """Everything that was given out with a record in it, for any use or for these.

        Raises Refusal: RECORD_UNKNOWN, RECORD_NOT_SUBMITTED.
        """
        submitted(self._workspace, record)
        every = not uses or Use.STORE_RECORD in uses
        return self._products.holding(dict.fromkeys(Use if every else uses, (record,)))

    def to_recall(self) -> tuple[GivenOut, ...]:
        """Everything that was given out with a record in it of which that use was withdrawn since."""
        records = self._workspace.store.records
        ended: defaultdict[Use, set[str]] = defaultdict(set)
        for record, uses in records.all_closed().items():
            for use in uses:
                ended[use].add(record)
        gone = records.all_withdrawn()
        return self._products.holding({use: ended[use] | gone for use in Use})
