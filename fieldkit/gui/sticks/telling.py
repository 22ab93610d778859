"""What was refused and what is missing, in words with the codes of people; and what one bundle says of itself."""

import re
from collections.abc import Iterable

from fieldkit import messages
from fieldkit.errors import Refusal
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.sticks.parts import Line
from fieldkit.gui.widgets.banner import Banner
from fieldkit.services.arrivals import Arrival
from fieldkit.services.bundling import BundleInfo
from fieldkit.services.intake import Missing, RefusedItem
from fieldkit.services.sticks import Looked

_DEVICE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\Z")


class Names:
    """Member codes of devices, as far as the roster and the bundles on the stick tell them."""

    def __init__(self, arrivals: Iterable[Arrival], found: Iterable[Looked]) -> None:
        self._codes = {arrival.device: arrival.member for arrival in arrivals}
        for looked in found:
            for log in looked.info.logs if looked.info else ():
                self._codes.setdefault(log.device, log.member)

    def of(self, device: str) -> str:
        """The member code, else the beginning of the device's id; the name of a file as it is."""
        return self._codes.get(device, words.short_id(device) if _DEVICE.match(device) else device)


def looked_line(desk: Desk, looked: Looked) -> Line:
    """One file: who it is from and when, or why it cannot be used."""
    if looked.info is None:
        why = messages.sentence(Refusal(looked.code), desk.language) if looked.code else ""
        return Line(desk, "warn", "stop", looked.path.name, why)
    return Line(desk, "done", "good", _sender(desk, looked.info), _content(desk, looked))


def refused_line(desk: Desk, item: RefusedItem, names: Names) -> Line:
    """A log or file that was refused after the bundle had been opened."""
    return Line(desk, "warn", "stop", names.of(item.what), messages.sentence(Refusal(item.code), desk.language))


def missing_line(desk: Desk, gap: Missing, names: Names) -> Line:
    """Entries that are known to exist and did not come."""
    _ = desk.language.gettext
    number = desk.language.number
    told = _("Entries {first} to {last} of {code} are missing; ask for the other bundles.").format(
        first=number(gap.first), last=number(gap.last), code=names.of(gap.device)
    )
    return Line(desk, "warn", "care", told)


def forked_line(desk: Desk, device: str, names: Names) -> Line:
    """Two laptops turned out to write as one device."""
    _ = desk.language.gettext
    told = _("Two laptops write as {code}. What both wrote was kept; tell the officer.").format(code=names.of(device))
    return Line(desk, "warn", "stop", told)


def tell_refused(desk: Desk, banner: Banner, refused: tuple[RefusedItem, ...], names: Names) -> None:
    """Say in the banner what was refused: one thing with its sentence, several with their number."""
    if len(refused) == 1:
        banner.refuse(Refusal(refused[0].code, name=names.of(refused[0].what)))
    elif refused:
        told = desk.language.ngettext(
            "{n} bundle cannot be taken in. The reason stands beside it.",
            "{n} bundles cannot be taken in. The reasons stand beside them.",
            len(refused),
        )
        banner.tell(told, "stop")


def _sender(desk: Desk, info: BundleInfo) -> str:
    role = words.role(info.role, desk.language)
    who = f"{info.member} ({role})" if role else info.member
    written = words.moment(info.created, desk.language)
    return desk.language.gettext("From {who}, written {moment}").format(who=who, moment=written)


def _content(desk: Desk, looked: Looked) -> str:
    language = desk.language
    _ = language.gettext
    if looked.info is None:
        return ""
    return "  ·  ".join(
        (
            language.ngettext("{n} record", "{n} records", looked.info.records),
            language.ngettext("{n} entry", "{n} entries", looked.info.entries),
            _("device {id}").format(id=words.short_id(looked.info.device)),
            looked.path.name,
        )
    )
