"""Words that were to be sealed and could not be: on the screen until they are corrected or removed; kept nowhere."""

from dataclasses import dataclass

from fieldkit.gui.form import cards


@dataclass(frozen=True, slots=True)
class _Refused:
    words: str
    why: str


class Unsealed:
    """By the questions that they were typed for. No Qt."""

    def __init__(self) -> None:
        self._refused: dict[str, _Refused] = {}

    @property
    def refs(self) -> frozenset[str]:
        """The questions."""
        return frozenset(self._refused)

    def put(self, ref: str, words: str, why: str) -> None:
        """Remember words and what to say of them."""
        self._refused[ref] = _Refused(words, why)

    def drop(self, ref: str) -> None:
        """Something else is being typed there, or they were sealed."""
        self._refused.pop(ref, None)

    def words(self, ref: str) -> str | None:
        """What was typed; None if nothing was refused."""
        found = self._refused.get(ref)
        return found.words if found else None

    def why(self, ref: str) -> str:
        """What to say of it; empty if nothing was refused."""
        found = self._refused.get(ref)
        return found.why if found else ""

    def move(self, repeat: str, start: int, by: int) -> None:
        """Instances of a repeat moved, those from position `start` on; what was in the one that went goes."""
        gone = start - 1 if by < 0 else 0
        left = {ref: each for ref, each in self._refused.items() if not gone or cards.position(ref, repeat) != gone}
        self._refused = {cards.moved(ref, repeat, start, by): each for ref, each in left.items()}
