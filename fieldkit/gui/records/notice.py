"""What has to be known before one reads a record: why it came back, what it repeats, that versions contradict."""

from collections.abc import Iterator

from PySide6.QtWidgets import QFrame

from fieldkit.domain.records import Doubt, State
from fieldkit.gui import words
from fieldkit.gui.desk import Desk
from fieldkit.gui.records.shown import RecordSight
from fieldkit.gui.theme.fonts import Type
from fieldkit.gui.widgets.boxes import column, row
from fieldkit.gui.widgets.text import set_property, text

_TONES = {State.CONFLICT: "stop", State.DOUBTFUL: "stop", State.RETURNED: "care"}


def notice(desk: Desk, sight: RecordSight) -> QFrame | None:
    """A box with one or two sentences; None where the record speaks for itself."""
    told, more = _words(desk, sight)
    more = "\n".join(filter(None, (more if told else "", *_of_retention(desk, sight), *_of_doubt(desk, sight))))
    told = told or (desk.language.gettext("Sealed") if sight.row.sealed else "")
    told = told or (desk.language.gettext("In doubt") if sight.row.doubt else "")
    told = told or (desk.language.gettext("About another record") if more else "")
    if not told:
        return None
    state = State(sight.row.state)
    if sight.row.doubt and state not in _TONES:
        state = State.DOUBTFUL
    box = QFrame()
    box.setObjectName("banner")
    tone = _TONES.get(state, "")
    set_property(box, "tone", tone)
    icon = text("")
    icon.setPixmap(desk.look.pixmap(state.value, tone or "ink2", ratio=box.devicePixelRatioF()))
    label = text(told, Type.STRONG, wrap=True)
    inner = row(icon, label, stretch=False)
    inner.setStretch(1, 1)
    layout = column(inner, spacing=4)
    layout.setContentsMargins(12, 8, 12, 8)
    if more:
        layout.addWidget(text(more, wrap=True))
    box.setLayout(layout)
    return box


def _of_doubt(desk: Desk, sight: RecordSight) -> Iterator[str]:
    """What the record is marked for, beside its state."""
    _ = desk.language.gettext
    if sight.row.doubt == Doubt.REVOKED and sight.row.state != State.DOUBTFUL:
        yield _("A revoked laptop signed other versions of it, which may be forged. They were set aside.")
    if sight.row.doubt == Doubt.TWINS:
        yield _("Two laptops write as the device that wrote this. Compare what both recorded.")


def _of_retention(desk: Desk, sight: RecordSight) -> Iterator[str]:
    """Why nothing can be read, and which records belong together because of that."""
    _ = desk.language.gettext
    if sight.row.sealed:
        yield _(
            "This laptop can no longer read it; supervisors, officers and analysts can. "
            "It stays in the list and is counted."
        )
    if sight.links.corrects:
        yield _("It corrects record {number}.").format(number=words.short_id(sight.links.corrects))
    for record in sight.links.corrected_by:
        yield _("It is corrected by record {number}.").format(number=words.short_id(record))


def _words(desk: Desk, sight: RecordSight) -> tuple[str, str]:
    _ = desk.language.gettext
    row = sight.row
    match State(row.state):
        case State.RETURNED:
            return _("Came back"), words.why_returned(row.reason, sight.asked)
        case State.EXCLUDED:
            return _("Kept out of all figures"), row.reason
        case State.DUPLICATE:
            other = words.short_id(row.duplicate_of)
            return _("Tells the same as record {number}").format(number=other), _("Only that one gives figures.")
        case State.WITHDRAWN:
            return _("Consent was withdrawn"), _("What was told is erased. Only the fact of the withdrawal is left.")
        case State.DOUBTFUL:
            return _("Signed by a revoked laptop"), _(
                "It may be forged. It gives no figures until a supervisor or officer accepts it."
            )
        case State.CONFLICT:
            more = _(
                "They were made without knowing of one another; none is lost. Until then the record gives no figures."
            )
            who = _("Decide which answers are right.")
            if sight.conflict is None:
                who = _("A supervisor has to decide which answers are right.")
            return _("Versions of this record contradict one another"), f"{who} {more}"
    return "", ""
