"""Review."""

from fieldkit.gui.desk import Desk
from fieldkit.gui.page import Page


class Review(Page):
    """To be written."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, desk.language.gettext("Review"))
