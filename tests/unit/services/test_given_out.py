"""T38 on a real vault: what was given out is kept as its readers know it, and later figures are compared with it."""

from pathlib import Path

import pytest

from fieldkit import i18n
from fieldkit.domain.query import Level, Query
from fieldkit.domain.sample import ACTIVE
from fieldkit.errors import Code, Refusal
from fieldkit.services.counting import Counted
from fieldkit.services.figures import FigureBoard
from fieldkit.services.reporting import Order, Reporting
from fieldkit.services.workspace import Workspace
from tests.unit.services import helpers
from tests.unit.services.helpers import amend, reviewing, submit

PUBLIC = Query(level=Level.PUBLIC)


def accepted(workspace: Workspace, number: int) -> list[str]:
    desk = reviewing(workspace)
    records = [submit(workspace, f"слово {place}") for place in range(number)]
    for record in records:
        desk.accept(record)
    return records


def differences(workspace: Workspace) -> list[tuple[int, int]]:
    """Of each earlier product: how many records came since and how many went."""
    names = [case.record for case in Counted(workspace.store, PUBLIC).named(those=ACTIVE)]
    return [(each.came, each.went) for each in workspace.store.products.earlier(names)]


def test_t38_records_that_came_went_or_changed_are_counted(tmp_path: Path) -> None:
    with helpers.office(tmp_path) as workspace:
        first, *_ = accepted(workspace, 6)
        board = FigureBoard(workspace)
        assert not workspace.store.products.compared()
        made = board.give_out(PUBLIC)
        assert made.hiding.compared == 0
        assert differences(workspace) == [(0, 0)]
        again = board.give_out(PUBLIC)
        assert (again.records, again.hiding.compared) == (made.records, 1)
        assert differences(workspace) == [(0, 0)], "a product like one before counts once"
        amend(workspace, first, "другое")
        reviewing(workspace).accept(first)
        assert differences(workspace) == [(1, 1)]
        accepted(workspace, 2)
        assert differences(workspace) == [(3, 1)]
        reviewing(workspace).withdraw(first)
        assert differences(workspace) == [(2, 1)]


def test_t38_a_report_that_was_not_written_is_not_compared_with(tmp_path: Path) -> None:
    with helpers.office(tmp_path / "vault") as workspace:
        accepted(workspace, 5)
        order = Order(language=i18n.load("en"), level=Level.PARTNER)
        with pytest.raises(Refusal) as refused:
            Reporting(workspace).pdf(order, tmp_path / "nowhere" / "report.pdf")
        assert refused.value.code is Code.FILE_CANNOT_WRITE
        assert not workspace.store.products.compared()
        Reporting(workspace).pdf(order, tmp_path / "report.pdf")
        assert workspace.store.products.compared()
        assert FigureBoard(workspace).compute(level=Level.PARTNER).hiding.compared == 1
        assert FigureBoard(workspace).compute().hiding.compared == 0
