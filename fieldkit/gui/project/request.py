"""What answering and enrolling share: read the file of a request, show what it says, write the answer to it."""

from abc import abstractmethod
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Generic, TypeVar

from PySide6.QtWidgets import QLayout, QWidget

from fieldkit.errors import Code, Refusal
from fieldkit.gui.desk import Desk
from fieldkit.gui.project.part import Part
from fieldkit.gui.widgets.ask import Ask
from fieldkit.gui.widgets.banner import Banner
from fieldkit.services import papers
from fieldkit.services.workspace import Workspace

S = TypeVar("S")
"""What a request says."""
R = TypeVar("R")
"""What came of answering it."""
_REQUESTS = "*.fkr"


class RequestPart(Part, Generic[S, R]):
    """Nothing is written before the officer has seen what the file says and agreed. Subclasses say what that is."""

    def __init__(
        self, desk: Desk, banner: Banner, ask: Ask, title: str, told: str, understand: Callable[[Workspace, bytes], S]
    ) -> None:
        """`understand` runs on the worker's thread, where no widget may go; it raises Refusal."""
        super().__init__(desk, banner, ask, title, told)
        self._understand = understand
        self._target = Path()
        self._request = b""
        self._said: S | None = None
        self._first, self._form = QWidget(), QWidget()

    def lay_out(self, first: QLayout, form: QLayout) -> None:
        """What stands here before a request is chosen, and what after it was read."""
        self._first.setLayout(first)
        self._form.setLayout(form)
        self._form.hide()
        self.add(self._first, self._form)

    def choose(self) -> None:
        """Ask for the file and show what it says."""
        paths = self.desk.files.open(self, _REQUESTS)
        if paths:
            job = partial(_read, path=paths[0], understand=self._understand)
            self.work(self.desk.language.gettext("Reading the request…"), job, self._show)

    def begin(self) -> None:
        """Nobody can take an answer back, so ask first."""
        if self._said is not None:
            question, yes = self.question(self._said)
            self.ask(question, yes, self._choose_place)

    def put_away(self) -> None:
        """Do nothing with the request."""
        self._request, self._said = b"", None
        self._form.hide()
        self._first.show()

    @abstractmethod
    def tell(self, said: S) -> None:
        """Show it to the officer."""

    @abstractmethod
    def question(self, said: S) -> tuple[str, str]:
        """What is asked before the answer is written, and the words that agree."""

    @abstractmethod
    def file_name(self, said: S) -> str:
        """What the file of the answer is called."""

    @abstractmethod
    def answer(self, request: bytes, target: Path) -> Callable[[Workspace], R]:
        """The job that answers as it was agreed to now, and writes to a file that is not there yet."""

    @abstractmethod
    def written(self, done: R, target: Path) -> None:
        """Say what to do with the answer."""

    def _show(self, read: tuple[bytes, S]) -> None:
        self._request, self._said = read
        self._first.hide()
        self._form.show()
        self.tell(self._said)

    def _choose_place(self, _words: str) -> None:
        target = None if self._said is None else self.desk.files.save(self, self.file_name(self._said))
        if target is not None:
            job = partial(_write, answer=self.answer(self._request, target), target=target)
            self._target = target
            self.work(self.desk.language.gettext("Writing the answer…"), job, self._done)

    def _done(self, done: R) -> None:
        self.put_away()
        self.written(done, self._target)


def _read(workspace: Workspace, *, path: Path, understand: Callable[[Workspace, bytes], S]) -> tuple[bytes, S]:
    request = papers.read_file(path)
    return request, understand(workspace, request)


def _write(workspace: Workspace, *, answer: Callable[[Workspace], R], target: Path) -> R:
    if target.exists():
        raise Refusal(Code.FILE_EXISTS)
    return answer(workspace)
