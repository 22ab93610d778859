"""The archive: everything a vault holds as plain, human-readable files, with the logs that prove them.

    README.txt   what this is and how to check it
    verify.py    checks it without fieldkit
    roster.json  who took part, signed by the project key
    logs/        one file per device and epoch: the signed head, then a line per entry, as in bundles
    records/     one file per record: its versions in words, its reviews

Nothing in it is encrypted. `resources/archive/verify.py` says what proves what.
"""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from fieldkit import canonical
from fieldkit.domain.log import Line, SignedHead
from fieldkit.domain.people import SignedRoster
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.limits import MAX_LINE
from fieldkit.exchange.new_folder import make_folder, write_file
from fieldkit.exchange.payload import WireLine, from_wire, to_wire

_MAX_ROSTER = 16 * 1024 * 1024


class ArchivedAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """One answer: the question and the answer in words, and where and how the log has it."""

    question: str
    answer: str
    ref: str
    value: str


class ArchivedSection(msgspec.Struct, frozen=True, kw_only=True):
    """Answers under one heading."""

    title: str
    answers: tuple[ArchivedAnswer, ...]


class ArchivedRevision(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a record. `unasked`: refs of calculations and the like, which have no words."""

    name: str
    parents: tuple[str, ...]
    author: str
    at: str
    form: str
    version: str
    sections: tuple[ArchivedSection, ...]
    unasked: tuple[str, ...]


class ArchivedEvent(msgspec.Struct, frozen=True, kw_only=True):
    """A review or a withdrawal."""

    kind: str
    at: str
    by: str
    revision: str
    note: str


class ArchivedRecord(msgspec.Struct, frozen=True, kw_only=True):
    """A record as the vault shows it, and how it came to that."""

    id: str
    state: str
    title: str
    revisions: tuple[ArchivedRevision, ...]
    events: tuple[ArchivedEvent, ...]


class Archive:
    """An archive being written into an empty folder."""

    def __init__(self, root: Path) -> None:
        self._root = root
        for name in ("logs", "records"):
            make_folder(root / name)

    def add_documents(self, readme: str, verifier: bytes, roster: SignedRoster) -> None:
        """Write what explains and what anchors the rest."""
        write_file(self._root / "README.txt", readme.encode("utf-8"))
        write_file(self._root / "verify.py", verifier)
        write_file(self._root / "roster.json", canonical.encode(roster))

    def add_log(self, head: SignedHead, lines: Iterable[Line]) -> int:
        """Write one log; returns its number of entries."""
        entries = 0
        name = f"{head.head.device}.{head.head.epoch}"
        path = self._root / "logs" / f"{name}.jsonl"
        if path.exists():  # what another laptop wrote as the same device
            path = self._root / "logs" / f"{name}.{head.head.hash[:16]}.jsonl"
        write_file(path, canonical.encode(head) + b"\n")
        with path.open("ab") as file:
            for line in lines:
                file.write(_encode(line) + b"\n")
                entries += 1
        return entries

    def add_record(self, record: ArchivedRecord) -> None:
        """Write one record, for people to read."""
        told = json.dumps(msgspec.to_builtins(record), ensure_ascii=False, indent=2)
        write_file(self._root / "records" / f"{record.id}.json", told.encode("utf-8") + b"\n")

    def add_file(self, record: str, name: str, content: bytes) -> None:
        """Write a file that answers of a record name, by a name that is no path."""
        folder = self._root / "attachments" / record
        make_folder(folder)
        write_file(folder / name, content)


def roster_of(root: Path) -> SignedRoster:
    """The roster of an archive. Raises Refusal (FILE_MISSING, FILE_UNREADABLE, ARCHIVE_NOT_ONE)."""
    try:
        with (root / "roster.json").open("rb") as file:
            return canonical.decode(file.read(_MAX_ROSTER), SignedRoster)
    except FileNotFoundError:
        raise Refusal(Code.ARCHIVE_NOT_ONE if root.exists() else Code.FILE_MISSING) from None
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
    except canonical.NotCanonicalError:
        raise Refusal(Code.ARCHIVE_NOT_ONE) from None


def logs_of(root: Path) -> Iterator[tuple[SignedHead, Iterator[Line]]]:
    """Every log of an archive: its head, then its lines, to be read before the next log.

    Raises Refusal (FILE_UNREADABLE; ARCHIVE_NOT_ONE for a file that holds no log).
    """
    for path in sorted((root / "logs").glob("*.jsonl")):
        lines = _lines(path)
        try:
            head = canonical.decode(next(lines, b""), SignedHead)
        except canonical.NotCanonicalError:
            raise Refusal(Code.ARCHIVE_NOT_ONE) from None
        yield head, (_decode(line) for line in lines)


def _encode(line: Line) -> bytes:
    wire = to_wire(line)
    return canonical.encode(wire)


def _decode(untrusted: bytes) -> Line:
    try:
        return from_wire(canonical.decode(untrusted, WireLine))
    except canonical.NotCanonicalError:
        raise Refusal(Code.ARCHIVE_NOT_ONE) from None


def _lines(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            while line := file.readline(MAX_LINE + 1):
                if not line.endswith(b"\n"):
                    raise Refusal(Code.ARCHIVE_NOT_ONE)
                yield line[:-1]
    except OSError:
        raise Refusal(Code.FILE_UNREADABLE) from None
