"""Beside a record: what was agreed to, use by use, and what was given out with it in it."""

from PySide6.QtWidgets import QWidget

from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.products import GivenOut
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.theme.tokens import BETWEEN, INSIDE
from fieldkit.gui.widgets.boxes import column
from fieldkit.gui.widgets.text import text
from fieldkit.i18n import Language
from fieldkit.messages import consent
from fieldkit.services.consenting import Agreement

_LISTED = 8
"""Products that are shown; the command line lists all."""


class AgreedView(QWidget):
    """Two headings with short lines below them; nothing where there is nothing to say."""

    def __init__(self, desk: Desk, agreement: Agreement, given_out: tuple[GivenOut, ...]) -> None:
        super().__init__()
        language = desk.language
        _ = language.gettext
        uses = [
            text(f"{consent.use(use, language)}: {consent.agreed(agreed, language)}", Type.CAPTION, tone, wrap=True)
            for use, agreed, tone in _toned(agreement)
        ]
        if not agreement.uses:
            uses.append(text(_(consent.NOBODY_ASKED), Type.CAPTION, "second", wrap=True))
        parts = [column(text(_("Consent"), Type.HEADING), *uses, spacing=INSIDE // 2)]
        if given_out:
            lines = [text(_line(each, language), Type.CAPTION, wrap=True) for each in given_out[:_LISTED]]
            rest = len(given_out) - _LISTED
            if rest > 0:
                more = language.ngettext("and {n} more", "and {n} more", rest)
                lines.append(text(more, Type.CAPTION, "second"))
            parts.append(column(text(_("Given out with it"), Type.HEADING), *lines, spacing=INSIDE // 2))
        self.setLayout(column(*parts, spacing=BETWEEN))


def _toned(agreement: Agreement) -> list[tuple[Use, Agreed, str]]:
    """What is closed stands back, what was taken back stands out."""
    tones = {Agreed.GIVEN: "", Agreed.WITHDRAWN: "stop"}
    return [(use, agreed, tones.get(agreed, "second")) for use, agreed in agreement.uses]


def _line(each: GivenOut, language: Language) -> str:
    [(at, *rest)] = consent.given_out((each,), language)
    return "  ·  ".join(filter(None, (words.moment(at, language), *rest)))
