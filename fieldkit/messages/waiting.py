"""Bundles that wait for a laptop to be enrolled, in sentences: whose they seem to be, and what to do."""

from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Refusal
from fieldkit.i18n import Language
from fieldkit.messages import sentence

_MOST, _SHORT = 5, 8
"""How many devices are named, and by how many letters of their ids, as everywhere where people tell laptops apart."""


def of(bundle: Waiting, language: Language) -> str:
    """What it waits for, and who does what about it."""
    _ = language.gettext
    if bundle.code is not None:
        return sentence(Refusal(bundle.code), language)
    if bundle.ready:
        return _("The laptop is enrolled: what waits of it can be taken in now.")
    if not bundle.member:
        told = _(
            "Kept until the laptop {device} is enrolled, which no roster names; then it is taken in by itself. "
            "Ask the officer to compare its numbers and to enrol it. If nobody knows that laptop, discard this."
        )
        return told.format(device=short(bundle.device))
    then = _("Then it is taken in by itself; nobody has to bring it again.")
    return f"{_what(bundle, language)} {then}"


def short(device: str) -> str:
    """Enough of a device's id."""
    return device[:_SHORT]


def _what(bundle: Waiting, language: Language) -> str:
    _ = language.gettext
    if bundle.passes_on:
        devices = ", ".join(short(device) for device in bundle.awaited[:_MOST])
        told = language.ngettext(
            "The part of it that is of a laptop which is not in the roster is kept until that is enrolled: {devices}. "
            "Ask the officer to enrol it, or to send you the newest roster.",
            "The parts of it that are of {n} laptops which are not in the roster are kept until these are enrolled: "
            "{devices}. Ask the officer to enrol them, or to send you the newest roster.",
            len(bundle.awaited),
        )
        return told.format(devices=devices)
    told = _(
        "Kept until the laptop of {member} with the numbers {numbers} is enrolled. "
        "Ask the officer to compare the numbers and to enrol it."
    )
    return told.format(member=bundle.member, numbers=bundle.fingerprint)
