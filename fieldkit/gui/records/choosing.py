"""What somebody has chosen in a conflict so far, and how to take it back; without any widget."""


class Choices:
    """A version for each question, or one version for all; nothing at first."""

    def __init__(self, questions: int) -> None:
        self._versions: tuple[int | None, ...] = (None,) * questions
        self._whole: int | None = None
        self._before: list[tuple[tuple[int | None, ...], int | None]] = []

    @property
    def versions(self) -> tuple[int | None, ...]:
        """The version chosen for each question, from 0; None while it is open."""
        return self._versions

    @property
    def whole(self) -> int | None:
        """The version that was chosen as a whole; then no question is asked."""
        return self._whole

    @property
    def first_open(self) -> int | None:
        """The first question without a choice; None if there is none, or if a version was chosen as a whole."""
        if self._whole is not None:
            return None
        return next((at for at, version in enumerate(self._versions) if version is None), None)

    @property
    def complete(self) -> bool:
        """Whether there is something to save: a conflict without questions needs a whole version."""
        return self._whole is not None or (bool(self._versions) and self.first_open is None)

    def choose(self, question: int, version: int) -> None:
        """Choose for one question; a version that was chosen as a whole is dropped."""
        versions = tuple(version if at == question else each for at, each in enumerate(self._versions))
        self._keep(versions, None)

    def choose_whole(self, version: int) -> None:
        """Choose one version as a whole."""
        self._keep((None,) * len(self._versions), version)

    def undo(self) -> None:
        """Take the last choice back."""
        if self._before:
            self._versions, self._whole = self._before.pop()

    def _keep(self, versions: tuple[int | None, ...], whole: int | None) -> None:
        if (versions, whole) != (self._versions, self._whole):
            self._before.append((self._versions, self._whole))
            self._versions, self._whole = versions, whole
