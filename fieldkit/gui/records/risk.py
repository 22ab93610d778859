"""How easily the person in a record can be recognised, by what others may know of them."""

from PySide6.QtWidgets import QWidget

from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import INSIDE
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.text import text
from fieldkit.messages import risk as sentences
from fieldkit.services.risk import RecordRisk, RiskMeter
from fieldkit.services.workspace import Workspace


class RiskView(QWidget):
    """A sentence for how many are alike, then what singles it out."""

    def __init__(self, desk: Desk, risk: RecordRisk | None) -> None:
        super().__init__()
        first, *others = sentences.of_record(risk, desk.language)
        lead = text(first, Type.LEAD, "" if risk is None or risk.alike > 1 else "care", wrap=True)
        self.setLayout(column(lead, *(text(each, wrap=True) for each in others), spacing=INSIDE))


def measure(workspace: Workspace, *, record: str) -> RecordRisk | None:
    """Runs on the worker's thread. Raises Refusal(RECORD_UNKNOWN)."""
    return RiskMeter(workspace).of(record)
