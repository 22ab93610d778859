"""Which control a kind of question gets."""

from decimal import Decimal

from fieldkit.domain.forms import Choice, Kind, NodeState
from fieldkit.domain.linting import LetStand
from fieldkit.domain.media import MediaKind
from fieldkit.gui.desk import Desk
from fieldkit.gui.form.attached import FileAnswer
from fieldkit.gui.form.chosen import ChoiceList
from fieldkit.gui.form.control import Control
from fieldkit.gui.form.filling import SPECIAL
from fieldkit.gui.form.finder import Finder
from fieldkit.gui.form.marked import Acknowledge
from fieldkit.gui.form.moment import Day, Moment
from fieldkit.gui.form.ranged import Scale
from fieldkit.gui.form.ranked import Ranking
from fieldkit.gui.form.sealed import SealedAnswer
from fieldkit.gui.form.told import ToldText
from fieldkit.gui.form.typed import Line, Number, Point, Points

SELECTS = frozenset({Kind.SELECT_ONE, Kind.SELECT_MULTIPLE, Kind.RANK})
_LONG_LIST = 12
"""More choices than this are found by typing."""
_ONE, _NARRATIVE = 1, 7
"""Lines of a text field to begin with."""


def ordinary(state: NodeState) -> tuple[Choice, ...]:
    """The choices that are not shown as chips."""
    return tuple(choice for choice in state.choices or () if choice.value not in SPECIAL)


def needs_finding(state: NodeState) -> bool:
    """Whether one of the choices is found by typing, because they are many or the form says so."""
    many = len(ordinary(state)) > _LONG_LIST or "minimal" in state.appearance
    return state.kind is Kind.SELECT_ONE and many


def control(
    desk: Desk, state: NodeState, *, small: bool, coarse: bool, draft: str, let_stand: LetStand | None = None
) -> Control:
    """A new control.

    Args:
        desk: what widgets are made of.
        state: the question.
        small: it stands in a row with others, so choices are a drop-down.
        coarse: for dates: another question tells how exactly the date is known.
        draft: whose questions they are; files are kept for it.
        let_stand: words that may stay in its texts.
    """
    _ = desk.language.gettext
    if state.sealed:
        return SealedAnswer(desk)
    match state.kind:
        case Kind.SELECT_ONE:
            if small or needs_finding(state):
                return Finder(desk.look, "" if small else _("Type to find"))
            return ChoiceList(several=False)
        case Kind.SELECT_MULTIPLE:
            return ChoiceList(several=True)
        case Kind.RANK:
            return Ranking(desk)
        case Kind.RANGE if state.scale is not None:
            return Scale(Decimal(state.scale.least), Decimal(state.scale.most), Decimal(state.scale.step))
        case Kind.INTEGER | Kind.DECIMAL | Kind.RANGE:
            return Number(whole=state.kind is Kind.INTEGER)
        case Kind.DATE:
            return Day(desk, coarse=coarse, appearance=state.appearance)
        case Kind.TIME | Kind.DATETIME:
            return Moment(desk, state.kind)
        case Kind.TEXT:
            flowing = "multiline" in state.appearance
            return ToldText(desk, _NARRATIVE if flowing else _ONE, let_stand or LetStand(), flowing=flowing)
        case Kind.GEOPOINT:
            return Point("42.87 74.59")
        case Kind.GEOTRACE | Kind.GEOSHAPE:
            return Points("42.87 74.59\n42.88 74.60", closed=state.kind is Kind.GEOSHAPE)
        case Kind.ACKNOWLEDGE:
            return Acknowledge(_("Read and understood"))
        case Kind.FILE:
            return FileAnswer(desk, draft, state.upload or MediaKind.FILE)
        case _:
            return Line()
