"""Figures and reports of a real vault."""

import pytest

from fieldkit import i18n
from fieldkit.clock import SteppingClock
from fieldkit.domain.query import Level
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.progress import Cancelled, Progress
from fieldkit.services import vaults
from fieldkit.services.figures import FigureBoard
from fieldkit.services.reporting import NOTICE, Order, Reporting


@pytest.fixture
def workspace(tmp_path):
    """An unlocked empty vault."""
    files, clock = VaultFiles(tmp_path / "vault"), SteppingClock()
    vaults.create(files, "seven quiet rivers under stone", clock, cost=vaults.TEST_COST)
    with vaults.unlock(files, "seven quiet rivers under stone", clock, floor=vaults.TEST_COST) as opened:
        yield opened


def test_an_empty_vault_has_figures_and_a_report(workspace, tmp_path):
    assert FigureBoard(workspace).compute(level=Level.PUBLIC, by=("site",)).records.all == 0
    workspace.store.settings.put(NOTICE, "Fictional sample data")
    out = tmp_path / "report.pdf"
    order = Order(language=i18n.load("en"))
    printed = Reporting(workspace).pdf(order, out)
    first = out.read_bytes()
    assert printed.pages >= 2
    assert first.startswith(b"%PDF-")
    assert Reporting(workspace).pdf(order, out) == printed
    assert out.read_bytes() == first


def test_what_cannot_be_made_is_refused_and_leaves_nothing(workspace, tmp_path):
    reporting, out = Reporting(workspace), tmp_path / "report.pdf"
    assert reporting.kinds() == ("summary",)
    for arguments, code in (
        ({"kind": "poster"}, Code.REPORT_UNKNOWN_KIND),
        ({"kind": "summary", "site": "nowhere"}, Code.SITE_UNKNOWN),
    ):
        with pytest.raises(Refusal) as refusal:
            reporting.pdf(Order(language=i18n.load("en"), **arguments), out)
        assert refusal.value.code is code
    with pytest.raises(Refusal) as refusal:
        reporting.pdf(Order(language=i18n.load("en")), tmp_path / "missing" / "report.pdf")
    assert refusal.value.code is Code.FILE_CANNOT_WRITE
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]


def test_a_preview_shows_the_pages_that_would_be_printed_and_writes_nothing(workspace, tmp_path):
    order, before = Order(language=i18n.load("ru"), title="Заголовок"), files(tmp_path)
    shown = Reporting(workspace).preview(order, width=300, most=2)
    assert files(tmp_path) == before
    assert shown.pages == Reporting(workspace).pdf(order, tmp_path / "report.pdf").pages
    assert (shown.records, shown.quotes, len(shown.pictures)) == (0, 0, 2)
    for picture in shown.pictures:
        assert (picture.width, picture.height) == (300, 425)
        assert len(picture.pixels) == 300 * 425 * 3
        assert picture.pixels[:3] == b"\xff\xff\xff"  # paper at the corner,
        assert len(set(picture.pixels)) > 50  # and print on it
    assert shown.pictures[0] != shown.pictures[1]
    assert shown.pictures != Reporting(workspace).preview(Order(language=i18n.load("ru")), width=300, most=2).pictures


def test_a_preview_can_be_stopped_and_refuses_what_the_report_refuses(workspace):
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        Reporting(workspace).preview(Order(language=i18n.load("en")), 100, 5, progress)
    with pytest.raises(Refusal) as refusal:
        Reporting(workspace).preview(Order(language=i18n.load("en"), site="nowhere"), 100, 5)
    assert refusal.value.code is Code.SITE_UNKNOWN


def files(folder):
    return sorted(str(path) for path in folder.rglob("*"))
