"""What a soak run gives back."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """How many cases were tried and what went wrong, in sentences that name the case."""

    cases: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        """One more case that ended as `what`."""
        self.cases += 1
        self.counts[what] = self.counts.get(what, 0) + 1
