"""What one save costs the disk: pages, counted, so that the limit holds on any machine."""

from pathlib import Path

from fieldkit.paths import VaultFiles
from fieldkit.services.recording import Recording
from tests.command import DATA, Office, opened

FRAME = 4096 + 24
"""One page in the write-ahead log."""
MOST = 70


def test_a_long_interview_writes_few_pages_however_many_facts_it_holds(tmp_path: Path) -> None:
    office = Office(tmp_path / "office")
    answers = (DATA / "long_interview.json").read_bytes()
    with opened(office.vault) as workspace:
        recording = Recording(workspace)
        for _ in range(60):
            recording.add("interview", answers, submit=True)
    with opened(office.vault) as workspace:
        draft = Recording(workspace).add("interview", answers).id
        log = VaultFiles(office.vault).store.with_name("store.db-wal")
        before = log.stat().st_size
        saved = Recording(workspace).submit(draft)
        assert len(saved.changes.records) == 1
        assert 5 < (log.stat().st_size - before) / FRAME < MOST
