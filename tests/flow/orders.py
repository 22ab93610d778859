"""What has to be true when the devices of a story meet again (T30): the same everywhere, in any order, nothing lost."""

import itertools
from collections.abc import Iterable, Mapping, Sequence

from fieldkit.domain import bodies
from fieldkit.domain.bodies import Revision
from fieldkit.domain.log import TESTIMONY
from fieldkit.domain.records import State
from fieldkit.exchange.importer import Parcel
from fieldkit.services.figures import FigureBoard
from fieldkit.services.intake import take
from fieldkit.services.resolving import Resolving
from fieldkit.services.workspace import Workspace
from tests.flow.reunion import JUDGE, Reunion, Story, opened
from tests.flow.team import dump
from tests.flow.undoing import taken_back

ALL = 120
"""Orders of five bundles; no story has more."""
_ASKED = ("/stop/story", "/stop/where/day", "/stop/paid")


def tried(reunion: Reunion, devices: int, seed: object, steps: Sequence[int], most: int = ALL) -> frozenset[str]:
    """Play one story, let all meet in every way, and check what then has to be true; gives the states that occurred.

    Args:
        reunion: the vaults.
        devices: how many of them write, 3 to 5.
        seed: of chance.
        steps: numbers of operations.
        most: orders that are tried, of all that the bundles have.
    """
    with reunion.story(devices, seed) as story:
        story.play(steps)
        last = [bundle for code in story.cast for bundle in story.bundles(code)]
        judge = story.team[JUDGE]
        parcels, early = opened(judge, last), opened(judge, story.early)
        with taken_back(judge.store):
            expected = _first(judge, parcels, early)
            states = frozenset(str(state) for state in judge.store.records.counts())
            check_nothing_is_missing(judge, story)
            check_conflicts_are_visible(judge)
        every = list(itertools.permutations(range(len(parcels))))
        chosen = every if most >= len(every) else story.chance.sample(every, most)
        _walk(judge, parcels, sorted(chosen), 0, expected)
        with taken_back(judge.store):
            mixed = [*parcels, *early, *story.chance.sample(parcels, len(parcels) // 2)]
            _take(judge, story.chance.sample(mixed, len(mixed)))
            assert dump(judge) == expected, "older bundles or the same ones in between make a difference"
        _let_all_meet(story, parcels, expected)
    return states


def _first(judge: Workspace, parcels: Sequence[Parcel], early: Sequence[Parcel]) -> dict[str, object]:
    """What is seen after the bundles, in the order in which they were written."""
    _take(judge, parcels)
    expected, figures = dump(judge), FigureBoard(judge).compute()
    _take(judge, [*early, *parcels])
    assert dump(judge) == expected, "taking in twice is not the same as once"
    judge.store.projection.rebuild()
    assert dump(judge) == expected, "made anew from the log it looks different"
    assert FigureBoard(judge).compute() == figures, "made anew from the log the figures are different"
    return expected


def _walk(
    judge: Workspace, parcels: Sequence[Parcel], orders: Sequence[tuple[int, ...]], depth: int, expected: object
) -> None:
    """Take the bundles in in each of these sorted orders, which agree before `depth`; what begins alike is done once."""
    if depth == len(parcels):
        assert dump(judge) == expected, f"another outcome in the order {orders[0]}"
        return
    for first, those in itertools.groupby(orders, lambda order: order[depth]):
        with taken_back(judge.store):
            _take(judge, [parcels[first]])
            _walk(judge, parcels, list(those), depth + 1, expected)


def _let_all_meet(story: Story, parcels: Sequence[Parcel], expected: object) -> None:
    """Each reader takes in what all wrote last, in an order of its own; then the monitors hear of it."""
    for code in story.readers:
        reader = story.team[code]
        _take(reader, story.chance.sample(parcels, len(parcels)))
        assert dump(reader) == expected, f"{code} sees something else"
        check_nothing_is_missing(reader, story)
    for code in set(story.cast) - set(story.readers):
        story.take_in(code, story.bundles("O1", code))
        check_own_words_are_kept(story.team[code], story)


def _take(workspace: Workspace, parcels: Iterable[Parcel]) -> None:
    for parcel in parcels:
        assert not take(workspace, parcel).refused


def check_nothing_is_missing(workspace: Workspace, story: Story) -> None:
    """Every entry that any device acknowledged is here, and every revision whose record nobody took back."""
    store = workspace.store
    gone = store.records.all_withdrawn()
    assert gone == story.withdrawn, "other records are withdrawn than those that people withdrew"
    assert store.records.all_closed() == story.closed, "other uses ended than those that people took back"
    assert [head for head in story.heads if not store.log.holds(head)] == [], "entries are missing"
    for record, revision in itertools.chain.from_iterable(story.written.values()):
        assert record in gone or revision in store.records.parents(record), "a revision is missing"


def check_conflicts_are_visible(workspace: Workspace) -> None:
    """A record is told to be in conflict, unless what it shows contains everything that its versions changed."""
    store = workspace.store
    told: dict[str, dict[str, Revision]] = {}
    for line in store.log.all_lines():
        content = bodies.read(line)
        if isinstance(content, Revision):
            told.setdefault(content.record, {})[bodies.revision_id(content)] = content
        assert content is None or line.entry.kind not in TESTIMONY or not store.records.withdrawn(line.entry.subject)
    listed = {each.record: each for each in Resolving(workspace).conflicts()}
    for record, versions in told.items():
        row = store.records.row(record)
        assert row is not None
        leaves = versions.keys() - {parent for each in versions.values() for parent in each.parents}
        if row.state == State.CONFLICT:
            assert {each.revision for each in listed[record].versions} == leaves, "a conflict without its versions"
        elif len(leaves) == 1:
            assert {row.head} == leaves, "something else is shown than the last version"
        else:
            shown = store.records.revision(row.head)
            assert shown is not None
            _check_nothing_is_overwritten(shown, versions, leaves)


def _check_nothing_is_overwritten(shown: Revision, versions: Mapping[str, Revision], leaves: Iterable[str]) -> None:
    """Each leaf says of every question what is shown, or what stood there before all leaves."""
    shared = set.intersection(*(_before(leaf, versions) for leaf in leaves))
    for ref in _ASKED:
        old = {_value(versions[name], ref) for name in shared}
        for leaf in leaves:
            assert _value(versions[leaf], ref) in {_value(shown, ref), *old}, "a change is neither shown nor a conflict"


def _before(name: str, versions: Mapping[str, Revision]) -> set[str]:
    return {name}.union(*(_before(parent, versions) for parent in versions[name].parents))


def _value(revision: Revision, ref: str) -> str:
    return next((item.value for item in revision.answers.items if item.ref == ref), "")


def check_own_words_are_kept(workspace: Workspace, story: Story) -> None:
    """A monitor, who hears of the own records only, has them all as acknowledged, or knows that they were withdrawn."""
    gone, records = workspace.store.records.all_withdrawn(), workspace.store.records
    assert gone <= story.withdrawn, "a record is withdrawn that nobody withdrew"
    closed = records.all_closed()
    assert all(uses <= story.closed.get(record, frozenset()) for record, uses in closed.items()), (
        "a use ended by itself"
    )
    for record, revision in story.written[workspace.identity.device]:
        assert (record in gone) == (record in story.withdrawn), "the withdrawal of an own record did not come"
        assert closed.get(record) == story.closed.get(record), "the end of a use of an own record did not come"
        assert record in gone or revision in records.parents(record), "an own revision is missing"
