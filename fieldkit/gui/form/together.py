"""Questions that belong in one row: the parts of an amount of money, a date and how exactly it is known.

They are known by their fact roles and by the code list of the precision, never by their names.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fieldkit.domain.answers import path_of
from fieldkit.domain.forms import Kind
from fieldkit.gui.form.dates import EXACT, MONTH, YEAR
from fieldkit.gui.form.outline import Branch

_MONEY: tuple[tuple[tuple[str, ...], ...], ...] = (
    (
        (
            "payment.amount_low",
            "payment.amount_high",
            "payment.amount_total",
            "payment.currency",
            "payment.currency_other",
        ),
        ("payment.basis", "payment.amount_demanded"),
        ("payment.as_told",),
    ),
    (("payment.equivalent_amount", "payment.equivalent_currency"),),
    (("price.amount", "price.amount_high", "price.currency"),),
    (
        ("work.wage_promised", "work.wage_received", "work.wage_owed"),
        ("work.wage_currency", "work.wage_period"),
    ),
)
"""Kinds of amounts: their lines on the screen, each from left to right."""
_PRECISIONS = {EXACT, MONTH, YEAR}
_DATES = 2
"""A date, and for ranges the last possible one."""


@dataclass(frozen=True, slots=True)
class Together:
    """Questions in lines beside one another."""

    lines: tuple[tuple[Branch, ...], ...]
    dated: bool = False
    """The precision of a date first, then the date, then perhaps the end of a range."""


def arranged(branches: list[Branch], roles: Mapping[str, str]) -> list[Branch | Together]:
    """What stands below one another; a row stands where its first question stood."""
    placed: list[Branch | Together] = []
    done: set[int] = set()
    money = _money(branches, roles)
    for index, branch in enumerate(branches):
        if id(branch) in done:
            continue
        found = money.get(id(branch)) or _dated(branches[index:])
        if found is None:
            placed.append(branch)
        else:
            placed.append(found)
            done |= {id(each) for line in found.lines for each in line}
    return placed


def _money(branches: list[Branch], roles: Mapping[str, str]) -> dict[int, Together]:
    """The rows of money by each of their questions."""
    by_role = {role: branch for branch in branches if (role := roles.get(path_of(branch.state.ref), ""))}
    found: dict[int, Together] = {}
    for lines in _MONEY:
        there = tuple(tuple(by_role[role] for role in line if role in by_role) for line in lines)
        members = [branch for line in there for branch in line]
        if len(members) > 1:
            row = Together(tuple(filter(None, there)))
            found.update((id(branch), row) for branch in members)
    return found


def _dated(branches: list[Branch]) -> Together | None:
    """A question for the precision with the dates after it."""
    precision = branches[0].state
    codes = {choice.value for choice in precision.choices or ()}
    if precision.kind is not Kind.SELECT_ONE or not codes >= _PRECISIONS:
        return None
    dates: list[Branch] = []
    for branch in branches[1 : 1 + _DATES]:
        if branch.state.kind is not Kind.DATE:
            break
        dates.append(branch)
    return Together(((branches[0], *dates),), dated=True) if dates else None
