"""The two encrypted samples that Briefcase publishes, where a checkout of getodk/briefcase lies beside this project.

A development check: the samples are not part of the project. `FIELDKIT_BRIEFCASE` names another checkout.
"""

import csv
import os
import shutil
from pathlib import Path

import pytest

from fieldkit.services.workspace import Workspace
from tests import runners
from tests.unit.odk.folders import receipts, take

CHECKOUT = Path(os.environ.get("FIELDKIT_BRIEFCASE") or runners.ROOT.parent / "briefcase")
SAMPLES = CHECKOUT / "test/resources/org/opendatakit/briefcase/export"
NAMES = [name for name in ("encrypted-form", "encrypted-form-media") if (SAMPLES / f"{name}-key.pem").is_file()]
"""Without a checkout there is nothing to run, and pytest says so: an empty set of parameters."""


def storage(root: Path, name: str) -> Path:
    """The sample as a folder of Briefcase's storage."""
    form = root / "forms" / name
    instance = form / "instances" / "uuid1"
    instance.mkdir(parents=True)
    shutil.copy(SAMPLES / f"{name}.xml", form / f"{name}.xml")
    for path in SAMPLES.glob(f"{name}-submission.xml*"):
        shutil.copy(path, instance / path.name.removeprefix(f"{name}-"))
    for path in SAMPLES.glob(f"{name}-[0-9]*.enc"):
        shutil.copy(path, instance / path.name.removeprefix(f"{name}-"))
    return root


@pytest.mark.parametrize("name", NAMES)
def test_a_published_sample_opens_and_says_what_is_expected(workspace: Workspace, tmp_path: Path, name: str) -> None:
    key = SAMPLES / f"{name}-key.pem"
    report = take(workspace, storage(tmp_path / "odk", name), key_file=key)
    assert (receipts(report), report.forms, report.refused) == (["new"], (name,), ())
    row = workspace.store.records.row(report.receipts[0].record)
    assert row is not None
    revision = workspace.store.records.revision(row.head)
    assert revision is not None
    with (SAMPLES / f"{name}.csv.expected").open(encoding="utf-8", newline="") as file:
        (expected,) = csv.DictReader(file)
    found = {item.ref.removeprefix("/data/").replace("/", "-"): item.value for item in revision.answers.items}
    assert found == {column: expected[column].removeprefix("media/") for column in found}
    assert expected["KEY"] == f"uuid:{row.id}"
    assert {"name", "meta-instanceID"} <= set(found)
    receipt = report.receipts[0]
    assert receipt.files + receipt.attachments == len(list(SAMPLES.glob(f"{name}-[0-9]*.enc")))
