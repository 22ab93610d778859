"""Folders as Briefcase and Collect leave them, with submissions of the small questionnaire; everything is fictional."""

from pathlib import Path

from fieldkit.services.odk_import import OdkImport
from fieldkit.services.odk_report import OdkReport
from fieldkit.services.workspace import Workspace

X = "uuid:aaaaaaaa-0000-4000-8000-000000000001"
Y = "uuid:bbbbbbbb-0000-4000-8000-000000000002"
Z = "uuid:cccccccc-0000-4000-8000-000000000003"


def submission(
    instance_id: str, story: str = "told", *, former: str = "", root: str = "", version: str = "1", more: str = ""
) -> str:
    """One submission; with `former` an edit."""
    meta = f"<orx:instanceID>{instance_id}</orx:instanceID>"
    meta += f"<orx:deprecatedID>{former}</orx:deprecatedID>" if former else ""
    meta += f"<rootUuid>{root}</rootUuid>" if root else ""
    return (
        f'<stop xmlns:orx="http://openrosa.org/xforms" id="stop" version="{version}">'
        f"<where><site>kz_uz_control</site><day>2026-01-05</day></where><story>{story}</story>{more}"
        f"<orx:meta>{meta}</orx:meta></stop>"
    )


def briefcase(root: Path, *documents: str) -> Path:
    """A storage folder of Briefcase; the folders' names say nothing."""
    for number, document in enumerate(documents):
        folder = root / "forms" / "Stop" / "instances" / f"uuid{number}"
        folder.mkdir(parents=True)
        (folder / "submission.xml").write_text(document, "utf-8")
    return root


def collect(root: Path, *documents: str) -> Path:
    """A device folder of Collect."""
    for number, document in enumerate(documents):
        folder = root / "instances" / f"Stop_2026-01-05_09-00-{number:02}"
        folder.mkdir(parents=True)
        (folder / f"{folder.name}.xml").write_text(document, "utf-8")
    return root


def take(workspace: Workspace, folder: Path, **named) -> OdkReport:
    """Import a folder."""
    return OdkImport(workspace).take(folder, **named)


def receipts(report: OdkReport) -> list[str]:
    """What became of each submission, in the order in which they were taken."""
    return [each.receipt.value for each in report.receipts]


def story(workspace: Workspace, record: str) -> str:
    """What a record tells now."""
    row = workspace.store.records.row(record)
    revision = workspace.store.records.revision(row.head) if row else None
    return revision.answers.get("/stop/story") if revision else ""
