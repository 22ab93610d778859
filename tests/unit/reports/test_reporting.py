"""Figures and reports of a real vault."""

import pytest

from fieldkit import i18n
from fieldkit.clock import SteppingClock
from fieldkit.domain.query import Level
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.figures import FigureBoard
from fieldkit.services.reporting import NOTICE, Reporting


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
    pages = Reporting(workspace).pdf("summary", i18n.load("en"), out)
    first = out.read_bytes()
    assert pages >= 2
    assert first.startswith(b"%PDF-")
    assert Reporting(workspace).pdf("summary", i18n.load("en"), out) == pages
    assert out.read_bytes() == first


def test_what_cannot_be_made_is_refused_and_leaves_nothing(workspace, tmp_path):
    reporting, out = Reporting(workspace), tmp_path / "report.pdf"
    assert reporting.kinds() == ("summary",)
    for arguments, code in (
        ({"kind": "poster"}, Code.REPORT_UNKNOWN_KIND),
        ({"kind": "summary", "site": "nowhere"}, Code.SITE_UNKNOWN),
    ):
        with pytest.raises(Refusal) as refusal:
            reporting.pdf(language=i18n.load("en"), out=out, **arguments)
        assert refusal.value.code is code
    with pytest.raises(Refusal) as refusal:
        reporting.pdf("summary", i18n.load("en"), tmp_path / "missing" / "report.pdf")
    assert refusal.value.code is Code.FILE_CANNOT_WRITE
    assert [path.name for path in tmp_path.iterdir()] == ["vault"]
