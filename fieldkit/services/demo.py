"""The whole way on fictional sample data: vaults, enrolment, records, bundles, merge, review, printed reports."""

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from fieldkit.clock import Clock
from fieldkit.domain.people import Role
from fieldkit.domain.records import State
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.paths import VaultFiles
from fieldkit.progress import NO_PROGRESS, Progress
from fieldkit.services import reference, vaults
from fieldkit.services.browsing import Browsing
from fieldkit.services.bundling import Bundling
from fieldkit.services.output import write_whole
from fieldkit.services.projects import Projects
from fieldkit.services.recording import Recording
from fieldkit.services.reporting import NOTICE, Order, Reporting
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.sample_events import SampleEvent, answer, shipped_events
from fieldkit.services.sample_people import invented
from fieldkit.services.vaults import FIELD_COST, Cost
from fieldkit.services.workspace import Workspace

TITLE = N_("Fictional sample")
MADE_UP = N_("Fictional sample data: not a finding about anybody.")
PASSPHRASE = "only a fictional sample 2009"  # noqa: S105  printed in the sample's README
OFFICER, SUPERVISOR = "O01", "S01"
_README = """Fictional sample data, made by `fieldkit demo`: not a finding about anybody.

vaults/      one vault per person: O01 officer, S01 supervisor, M01... monitors
stick/       the bundles that the monitors handed over
report-*.pdf what the supervisor printed

Passphrase of all these vaults: {passphrase}
To look around: fieldkit --vault vaults/S01
"""
"""Written in English only, like the names of the files beside it."""


@dataclass(frozen=True, slots=True)
class PrintedReport:
    """One PDF of the sample."""

    name: str
    pages: int


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What the sample run did. `again` counts the log entries that a second import found already there."""

    vaults: tuple[str, ...]
    recorded: int
    bundles: int
    new: int
    again: int
    refused: int
    accepted: int
    waiting: int
    withdrawn: int
    duplicates: int
    reports: tuple[PrintedReport, ...]
    seconds: float


def run(
    out: Path,
    *,
    monitors: int,
    records: int,
    languages: tuple[Language, ...],
    clock: Clock,
    cost: Cost = FIELD_COST,
    progress: Progress = NO_PROGRESS,
) -> DemoReport:
    """Make the sample below `out`, which must be empty or absent: vaults, a stick, reports.

    Raises Refusal: FILE_EXISTS if something lies in `out`, FILE_CANNOT_WRITE, and those of the services.
    """
    began = clock.monotonic()
    events = _events(max(records, 0))
    codes = [f"M{number:02d}" for number in range(1, max(monitors, 1) + 1)]
    progress.start(len(events) + len(codes) + 2 + len(languages))
    stick = _make_folders(out)
    write_whole(out / "README.txt", _README.format(passphrase=PASSPHRASE).encode("ascii"))
    with ExitStack() as open_vaults:
        people = {}
        for code in (OFFICER, SUPERVISOR, *codes):
            people[code] = open_vaults.enter_context(_vault(out, code, clock, cost))
            progress.step()
        _enrol(people, codes)
        for number, event in enumerate(events):
            record(people[codes[number % len(codes)]], event)
            progress.step()
        files = [path for code in codes for path in Bundling(people[code]).write(stick).files]
        desk = people[SUPERVISOR]
        first = Bundling(desk).import_files(files)
        again = Bundling(desk).import_files(files)
        for number, event in enumerate(events):
            review(desk, event, number)
        reports = []
        for language in languages:
            reports.append(_print(desk, out, language))
            progress.step()
        counts = Browsing(desk).counts()
    return DemoReport(
        vaults=tuple(people),
        recorded=len(events),
        bundles=len(files),
        new=first.new,
        again=again.identical,
        refused=len(first.refused) + len(again.refused),
        accepted=counts.of(State.ACCEPTED),
        waiting=counts.of(State.SUBMITTED),
        withdrawn=counts.of(State.WITHDRAWN),
        duplicates=counts.of(State.DUPLICATE),
        reports=tuple(reports),
        seconds=clock.monotonic() - began,
    )


def record(workspace: Workspace, event: SampleEvent) -> None:
    """Record and submit one event through the services that a person uses."""
    recording = Recording(workspace)
    draft = recording.start(event.form, event.id)
    session = recording.resume(draft)
    answer(session, event)
    recording.submit(draft, session.draft())


def review(workspace: Workspace, event: SampleEvent, number: int) -> None:
    """Decide on one event as its table says; of the invented ones some are returned and some left waiting."""
    reviewing = Reviewing(workspace)
    if event.withdrawn:
        reviewing.withdraw(event.id)
    elif event.duplicate_of:
        reviewing.duplicate(event.id, event.duplicate_of)
    elif event.id.startswith("EV") or number % 7 not in {3, 5}:
        reviewing.accept(event.id)
    elif number % 7 == 3:
        reviewing.return_to_author(event.id, "Which control point was it? (fictional)")


def _events(wanted: int) -> tuple[SampleEvent, ...]:
    told = shipped_events(reference.load())
    return told + tuple(invented(number) for number in range(1, wanted - len(told) + 1))


def _make_folders(out: Path) -> Path:
    stick = out / "stick"
    try:
        if out.exists() and any(out.iterdir()):
            raise Refusal(Code.FILE_EXISTS)
        stick.mkdir(parents=True)
    except OSError:
        raise Refusal(Code.FILE_CANNOT_WRITE) from None
    return stick


def _vault(out: Path, code: str, clock: Clock, cost: Cost) -> Workspace:
    files = VaultFiles(out / "vaults" / code)
    vaults.create(files, PASSPHRASE, clock, cost=cost)
    return vaults.unlock(files, PASSPHRASE, clock, floor=cost)


def _enrol(people: dict[str, Workspace], monitors: list[str]) -> None:
    """The officer founds the project; the others ask, are signed in and join, the supervisor first."""
    office = Projects(people[OFFICER])
    office.create(TITLE, OFFICER)
    for code in (SUPERVISOR, *monitors):
        joining = Projects(people[code])
        role = Role.SUPERVISOR if code == SUPERVISOR else Role.MONITOR
        joining.join(office.enrol(joining.request(code), role))


def _print(workspace: Workspace, out: Path, language: Language) -> PrintedReport:
    workspace.store.settings.put(NOTICE, MADE_UP)
    name = f"report-{language.code}.pdf"
    order = Order(language=language, title=language.gettext(TITLE))
    return PrintedReport(name, Reporting(workspace).pdf(order, out / name).pages)
