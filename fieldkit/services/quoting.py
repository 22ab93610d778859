"""Which words may leave the project: those in which the linter finds nothing that gives anybody away.

Marks are found anew each time and stored nowhere: what the linter learns later counts for records made before.
"""

import msgspec

from fieldkit.domain.figures import Figures
from fieldkit.domain.query import Level
from fieldkit.services.linting import Linting


class Quoting:
    """For one product."""

    def __init__(self, level: Level) -> None:
        self._linting = Linting() if level is not Level.INTERNAL else None

    def may(self, text: str) -> bool:
        """Whether these words may stand in a product of the level. Inside the project all may."""
        return self._linting is None or not self._linting.scan(text)

    def without_marked(self, figures: Figures) -> Figures:
        """The figures without quotations that may give somebody away, and how many these are."""
        quotes = tuple(quote for quote in figures.quotes if self.may(quote.text))
        return msgspec.structs.replace(figures, quotes=quotes, withheld=len(figures.quotes) - len(quotes))
