"""What a soak run gives back."""

from dataclasses import dataclass, field


@dataclass
class Outcome:
    """How many cases were tried and what went wrong, in sentences that name the case.

    What proves a number of the test catalogue (security notes, section 10) is counted under a name that begins with it:
    `T9 flip in store, noticed`.
    """

    cases: int = 0
    counts: dict[str, int] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def count(self, what: str) -> None:
        """One more case that ended as `what`."""
        self.cases += 1
        self.counts[what] = self.counts.get(what, 0) + 1

    def take(self, what: str, wrong: "tuple[str, ...] | list[str]") -> None:
        """One more case that ended as `what`, and what was wrong with it."""
        self.count(what)
        self.failures.extend(f"case {self.cases}, {what}: {fault}" for fault in wrong)

    def proving(self, number: str) -> int:
        """How many cases prove this number of the catalogue."""
        return sum(count for what, count in self.counts.items() if what.split(" ")[0] == number)
