"""Writing a folder as Briefcase stores it: `forms/<Title>/<Title>.xml` and `…/instances/uuid…/submission.xml`.

The folder is not encrypted, so nobody else on the machine may look into it, and it is there whole or not at all.
"""

import re
import string
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from fieldkit.clock import Clock
from fieldkit.exchange.new_folder import new_folder, write_file

_PUNCTUATION = re.compile(f"[{re.escape(string.punctuation)}\x00-\x1f\x7f]")
_SPACE = re.compile(r"\s")
_PLAIN = re.compile(r"[A-Za-z0-9-]{1,100}\Z")
_LONGEST_TITLE = 100


class Storage:
    """A folder being written. Names that two forms share get a number."""

    def __init__(self, root: Path) -> None:
        self._forms = root / "forms"
        self._folders: dict[str, Path] = {}

    def add_form(self, form: str, title: str, document: bytes) -> None:
        """Write the definition of a form; its submissions follow."""
        name = _unique(folder_title(title) or folder_title(form), {path.name for path in self._folders.values()})
        folder = self._forms / name
        folder.mkdir(mode=0o700, parents=True)
        self._folders[form] = folder
        write_file(folder / f"{name}.xml", document)

    def add_submission(
        self, form: str, instance_id: str, record: str, document: bytes, files: Iterable[tuple[str, bytes]] = ()
    ) -> int:
        """Write one submission of a form with files, by names that are no paths; returns the number of files.

        `record` names the folder if the instanceID is no name for one.
        """
        plain = instance_id.replace(":", "")
        folder = self._folders[form] / "instances" / (plain if _PLAIN.match(plain) else record)
        folder.mkdir(mode=0o700, parents=True)
        write_file(folder / "submission.xml", document)
        count = 0
        for name, content in files:
            write_file(folder / name, content)
            count += 1
        return count


@contextmanager
def new_storage(target: Path, clock: Clock) -> Iterator[Storage]:
    """A storage that takes its place as `target` when all is written; after any failure nothing of it is left.

    Raises Refusal: FILE_EXISTS unless `target` is absent or an empty folder; FILE_FULL, FILE_CANNOT_WRITE.
    """
    with new_folder(target, clock) as root:
        yield Storage(root)


def folder_title(title: str) -> str:
    """A form's title as Briefcase names its folder: punctuation becomes `_`, any white space a space."""
    return _PUNCTUATION.sub("_", _SPACE.sub(" ", title)).strip()[:_LONGEST_TITLE].strip()


def _unique(name: str, taken: set[str]) -> str:
    """Also where the file system does not tell capitals apart."""
    folded = {each.casefold() for each in taken}
    found, number = name, 2
    while found.casefold() in folded:
        found, number = f"{name} {number}", number + 1
    return found
