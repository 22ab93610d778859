"""Reports."""

from fieldkit.gui.desk import Desk
from fieldkit.gui.page import Page


class Reports(Page):
    """To be written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Reports"))
