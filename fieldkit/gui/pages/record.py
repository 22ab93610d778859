"""Record."""

from fieldkit.gui.desk import Desk
from fieldkit.gui.page import Page


class RecordPageView(Page):
    """To be written."""

    def __init__(self, desk: Desk, record: str) -> None:
        super().__init__(desk, record)
