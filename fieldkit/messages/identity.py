"""Identity cards in words: what is refused, and what a card is for; `fieldkit.messages` has the other sentences."""

from collections.abc import Mapping
from types import MappingProxyType

from fieldkit.domain.consent import Use
from fieldkit.errors import Code
from fieldkit.i18n import N_, Language

SENTENCES: Mapping[Code, str] = MappingProxyType(
    {
        Code.IDENTITY_NOT_ALLOWED: N_(
            "This project keeps no names and no contact details. Only an officer can decide otherwise. "
            "Do not write them anywhere else."
        ),
        Code.IDENTITY_NO_OFFICERS: N_(
            "Nobody in the project could open an identity card. Ask your officer to name an identity officer first."
        ),
        Code.IDENTITY_NO_SUCH_OFFICER: N_("Only an officer can be an identity officer. Choose another member."),
        Code.IDENTITY_NOT_OFFICER: N_(
            "Only an identity officer of the project can open identity cards. Ask one of them."
        ),
        Code.IDENTITY_NOT_FOR_YOU: N_(
            "This card was sealed to other identity officers, or it is damaged. Ask those of the day on which it was "
            "written."
        ),
        Code.IDENTITY_BAD_CODE: N_("There is a typing error in the code of the person. It looks like P-7K3M9QX."),
        Code.IDENTITY_BAD_WORDS: N_("Nothing was saved. Write between 1 and 1,000 characters on the card."),
        Code.IDENTITY_NO_REASON: N_("Say in up to 1,000 characters why the card has to be opened; this is kept."),
        Code.IDENTITY_UNKNOWN: N_("No card for this person and use is here. See the list of cards."),
    }
)
_PURPOSES = {Use.RECONTACT: N_("how to reach the person"), Use.REAL_NAME: N_("the real name")}
_ASKED = {Use.RECONTACT: N_("How to reach the person"), Use.REAL_NAME: N_("The real name")}


def purpose(use: Use, language: Language) -> str:
    """What stands on a card, to stand in a list."""
    return language.gettext(_PURPOSES[use])


def asked(use: Use, language: Language) -> str:
    """The same as the name of a field."""
    return language.gettext(_ASKED[use])


def allowed(value: bool, language: Language) -> str:
    """What the project decided."""
    _ = language.gettext
    if value:
        return _("The project keeps names and contact details, on cards that only its identity officers can open.")
    return _("The project keeps no names and no contact details.")


def officers(codes: tuple[str, ...], language: Language) -> str:
    """Who opens cards that are written now."""
    _ = language.gettext
    return _("Identity officers: {codes}.").format(codes=", ".join(codes)) if codes else _("No identity officer yet.")
