"""Real vaults with a small questionnaire for the tests of services and store; all answers are fictional."""

import copy
import functools
import tempfile
from pathlib import Path

from fieldkit.clock import SteppingClock
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults
from fieldkit.services.forms import Forms
from fieldkit.services.projects import Projects
from fieldkit.services.recording import Recording
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.workspace import Workspace
from tests.prepared import Kept

PHRASE = "пять слов, которых никто не знает"
FORM = "stop"
_MARKDOWN = """
| survey |
|        | type            | name   | label::English (en) | label::Русский (ru) | required | constraint | relevant         | bind::fk:fact      | bind::fk:privacy |
|        | begin_group     | where  | Where and when      | Где и когда         |          |            |                  |                    |                  |
|        | select_one site | site   | Site                | Место               | yes      |            |                  | record.site        | quasi            |
|        | date            | day    | Day                 | День                |          |            |                  | record.date        | quasi            |
|        | end_group       |        |                     |                     |          |            |                  |                    |                  |
|        | text            | story  | What was told       | Что рассказали      |          |            |                  |                    | sensitive        |
|        | select_one yn   | paid   | Was money taken?    | Брали ли деньги?    |          |            |                  |                    |                  |
|        | begin_repeat    | pay    | Payment             | Платёж              |          |            | ${paid} = 'yes'  | payment            |                  |
|        | decimal         | amount | Amount              | Сумма               |          | . > 0      |                  | payment.amount_low |                  |
|        | end_repeat      |        |                     |                     |          |            |                  |                    |                  |
| choices |
|         | list_name | name          | label::English (en) | label::Русский (ru) |
|         | site      | kz_uz_control | Control point       | Пункт контроля      |
|         | site      | site_unlisted | Not in the list     | Нет в списке        |
|         | yn        | yes           | Yes                 | Да                  |
|         | yn        | no            | No                  | Нет                 |
| settings |
|          | form_id | name | form_title | version   | default_language | namespaces                             |
|          | stop    | stop | Stop       | {version} | English (en)     | fk="https://fieldkit.invalid/xforms" |
"""


def form_file(folder: Path, version: str = "1", *, title: str = "Stop") -> Path:
    """The small questionnaire as a file."""
    path = folder / "stop.md"
    text = _MARKDOWN.replace("{version}", version).replace("| Stop       |", f"| {title} |")
    path.write_text(text, "utf-8")
    return path


def new_vault(folder: Path, clock: SteppingClock | None = None) -> Workspace:
    """A vault outside any project."""
    clock = clock or SteppingClock()
    vaults.create(VaultFiles(folder), PHRASE, clock, cost=vaults.TEST_COST)
    return unlock(folder, clock)


def unlock(folder: Path, clock: SteppingClock | None = None) -> Workspace:
    """Open a vault of `new_vault` again."""
    return vaults.unlock(VaultFiles(folder), PHRASE, clock or SteppingClock(), floor=vaults.TEST_COST)


def new_office(folder: Path, clock: SteppingClock | None = None) -> Workspace:
    """The vault of an officer, who may record and review, with the small questionnaire."""
    workspace = new_vault(folder / "vault", clock)
    Projects(workspace).create("Sample", "O1")
    Forms(workspace).import_file(form_file(folder))
    return workspace


def office(folder: Path) -> Workspace:
    """The same without waiting for it: a copy of one that was made before, so always the same officer and project."""
    kept, clock = _office()
    vault = kept.put(folder / "vault")
    form_file(folder)
    return unlock(vault, copy.copy(clock))


@functools.cache
def _office() -> tuple[Kept, SteppingClock]:
    """The vault, closed, and the clock when it was made."""
    clock = SteppingClock()
    with tempfile.TemporaryDirectory() as folder:
        new_office(Path(folder), clock).close()
        return Kept.of(Path(folder) / "vault"), clock


def submit(workspace: Workspace, story: str = "They took nothing.", site: str = "kz_uz_control") -> str:
    """A submitted record; returns its id."""
    recording = Recording(workspace)
    draft = recording.start(FORM)
    fill(workspace, draft, story=story, site=site)
    return recording.submit(draft).id


def fill(workspace: Workspace, draft: str, *, story: str = "", site: str = "kz_uz_control", amount: str = "") -> None:
    """Answer the questions of a draft as a person would and save it."""
    recording = Recording(workspace)
    session = recording.resume(draft)
    session.set("/stop/where/site", site)
    session.set("/stop/where/day", "2026-01-05")
    session.set("/stop/story", story)
    if amount:
        session.set("/stop/paid", "yes")
        session.set("/stop/pay/amount", amount)
    recording.save(draft, session.draft())


def amend(workspace: Workspace, record: str, story: str) -> None:
    """A later revision with another story."""
    recording = Recording(workspace)
    draft = recording.amend(record)
    fill(workspace, draft, story=story)
    recording.submit(draft)


def fork(workspace: Workspace, record: str, first: str, second: str) -> None:
    """Two revisions that do not know of each other, as two laptops make them: a conflict."""
    recording = Recording(workspace)
    draft = recording.amend(record)
    fill(workspace, draft, story=first)
    kept = workspace.store.drafts.get(draft)
    recording.submit(draft)
    if kept is None:
        raise Refusal(Code.RECORD_NOT_A_DRAFT)
    workspace.store.drafts.put(kept)
    fill(workspace, draft, story=second)
    recording.submit(draft)


def diverge(workspace: Workspace, record: str, story: str, day: str) -> None:
    """Two revisions that do not know of each other and do not touch: one with another story, one of another day."""
    part_ways(workspace, record, (("/stop/story", story),), (("/stop/where/day", day),))


def part_ways(workspace: Workspace, record: str, *ways: tuple[tuple[str, str], ...]) -> None:
    """One revision for each way, all of them following what is there now."""
    recording = Recording(workspace)
    draft = recording.amend(record)
    kept = workspace.store.drafts.get(draft)
    if kept is None:
        raise Refusal(Code.RECORD_NOT_A_DRAFT)
    for way in ways:
        workspace.store.drafts.put(kept)
        session = recording.resume(draft)
        for ref, value in way:
            session.set(ref, value)
        recording.save(draft, session.draft())
        recording.submit(draft)


def state(workspace: Workspace, record: str) -> str:
    """The state of a record; empty if unknown."""
    row = workspace.store.records.row(record)
    return row.state if row else ""


def reviewing(workspace: Workspace) -> Reviewing:
    """Short for a reviewer's desk."""
    return Reviewing(workspace)
