"""What was refused and what is missing, in words with the codes of people; and what one bundle says of itself."""

import re
from collections.abc import Iterable, Iterator

from fieldkit import messages
from fieldkit.domain.waiting import Waiting
from fieldkit.errors import Refusal
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.sticks.parts import Line
from fieldkit.gui.widgets.banner import Banner
from fieldkit.messages import outcomes
from fieldkit.messages import waiting as sentences
from fieldkit.services.arrivals import Arrival
from fieldkit.services.bundling import BundleInfo
from fieldkit.services.intake import Missing, RefusedItem
from fieldkit.services.sticks import Looked

_TOLD_SINGLY = 3
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


def bundle_row(desk: Desk, looked: Looked, refused: Iterable[RefusedItem], names: Names) -> tuple[str, ...]:
    """One file in a table: name, sender, when it was written, records, what comes of it."""
    language = desk.language
    _ = language.gettext
    if looked.info is None:
        told = _("is for somebody else") if looked.is_for_others else _("refused")
        return looked.path.name, "–", "–", "–", _("is kept") if looked.is_early else told
    without = [names.of(item.what) for item in refused if item.file == looked.path.name]
    told = _("can be taken in")
    if without:
        told = _("refused") if len(without) == len(looked.info.logs) else _("without the log of {codes}")
    return (
        looked.path.name,
        sender(desk, looked.info),
        words.moment(looked.info.created, language),
        language.number(looked.info.records),
        told.format(codes=", ".join(without)),
    )


def good_lines(desk: Desk, found: tuple[Looked, ...]) -> Iterator[Line]:
    """Files that can be taken in: a few one by one, many in one line with whom they are from."""
    good = [looked.info for looked in found if looked.info is not None]
    if len(good) > _TOLD_SINGLY:
        codes = ", ".join(sorted({info.member for info in good}))
        told = desk.language.ngettext("{n} bundle from {codes}", "{n} bundles from {codes}", len(good))
        yield Line(desk, "done", "good", told.format(codes=codes))
        return
    for looked in found:
        if looked.info is not None:
            written = words.moment(looked.info.created, desk.language)
            told = desk.language.gettext("From {who}, written {moment}")
            told = told.format(who=sender(desk, looked.info), moment=written)
            yield Line(desk, "done", "good", told, _content(desk, looked, looked.info))


def kept_lines(desk: Desk, kept: tuple[Waiting, ...], *, done: bool = False) -> Iterator[Line]:
    """What is kept, or will be, until a laptop is enrolled: a few one by one, many in one line."""
    language = desk.language
    for each in kept[:_TOLD_SINGLY]:
        title = language.gettext("From a laptop that is not in the roster yet")
        yield Line(desk, "done" if done else "info", "care", title, sentences.of(each, language))
    more = len(kept) - _TOLD_SINGLY
    if more > 0:
        told = language.ngettext(
            "and {n} more of laptops that are not in the roster yet",
            "and {n} more of laptops that are not in the roster yet",
            more,
        )
        yield Line(desk, "info", "care", told)


def refused_line(desk: Desk, item: RefusedItem, names: Names) -> Line:
    """A file or log that is refused, why, and what to do."""
    return Line(desk, "warn", "stop", names.of(item.what), messages.sentence(Refusal(item.code), desk.language))


def others_line(desk: Desk, count: int) -> Line:
    """Bundles that go on to somebody else."""
    return Line(desk, "lock", "ink2", outcomes.for_others(count, desk.language))


def doubtful_line(desk: Desk) -> Line:
    """What it means to take in what a revoked laptop says."""
    _ = desk.language.gettext
    told = _("What a revoked laptop signed is taken in too. It may be forged.")
    more = _(
        "It is kept and marked as in doubt, changes nothing of what is known and gives no figures until a supervisor or"
        " officer accepts it. Only a withdrawal in it counts at once. It cannot be taken out again."
    )
    return Line(desk, "warn", "stop", told, more)


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


def clock_line(desk: Desk, device: str, names: Names) -> Line:
    """The clock of a device was turned back between entries that came."""
    _ = desk.language.gettext
    told = _("The clock of {code} was turned back. Its entries stand in the order in which they were made.")
    return Line(desk, "warn", "care", told.format(code=names.of(device)))


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


def sender(desk: Desk, info: BundleInfo) -> str:
    """Who wrote a bundle: `M03 (monitor)`."""
    role = words.role(info.role, desk.language)
    return f"{info.member} ({role})" if role else info.member


def _content(desk: Desk, looked: Looked, info: BundleInfo) -> str:
    language = desk.language
    return "  ·  ".join(
        (
            language.ngettext("{n} record", "{n} records", info.records),
            language.ngettext("{n} entry", "{n} entries", info.entries),
            language.gettext("device {id}").format(id=words.short_id(info.device)),
            looked.path.name,
        )
    )
