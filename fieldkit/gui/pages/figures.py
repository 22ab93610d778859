"""Figures."""

from fieldkit.gui.desk import Desk
from fieldkit.gui.page import Page


class FiguresPage(Page):
    """To be written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Figures"))
