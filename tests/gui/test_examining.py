"""All pages of a vault are looked at behind the open window; damage is told there and stops writing (T9)."""

import threading
from pathlib import Path

import pytest

from fieldkit import i18n, messages
from fieldkit.errors import Code, Refusal
from fieldkit.gui.gate.unlock import Unlock
from fieldkit.paths import VaultFiles
from fieldkit.progress import Progress
from fieldkit.services import demo
from fieldkit.services.workspace import Workspace
from fieldkit.store.integrity import Examination, Examined
from tests.gui.conftest import Sit
from tests.gui.hands import Person

SENTENCE = messages.sentence(Refusal(Code.VAULT_STORE_DAMAGED), i18n.load("en"))
PAGE = 4096


def fill_pages(workspace: Workspace) -> None:
    """A hundred pages that nobody reads when a vault is opened."""
    workspace.store._database.run("CREATE TABLE other (words TEXT)")
    workspace.store._database.run("INSERT INTO other VALUES (?)", "x" * 400_000)


def test_a_good_vault_is_examined_once_and_that_is_remembered(monitor: Person) -> None:
    assert monitor.window._examiner.refusal is None
    assert monitor.frame._alarm.words == ""
    assert not monitor.in_vault(lambda workspace: workspace.store.is_examination_due(workspace.clock))
    monitor.window.switch_language("ru")
    monitor.settle()
    assert not [thread for thread in threading.enumerate() if thread.name == "pages"]


def test_the_status_line_tells_how_far_it_is(monitor: Person) -> None:
    examiner = monitor.window._examiner
    examiner.percent = 40
    examiner.told.emit()
    assert "Checking the vault… 40 %" in monitor.frame._status.text()
    examiner.percent = None
    examiner.told.emit()
    assert "Checking" not in monitor.frame._status.text()


def test_t9_damage_is_told_at_once_and_nothing_is_written_any_more(sit: Sit, monitor: Person, tmp_path: Path) -> None:
    vault = tmp_path / "vault-M01"
    monitor.in_vault(fill_pages)
    monitor.window.close()
    store = VaultFiles(vault).store
    data = bytearray(store.read_bytes())
    data[-50 * PAGE + 9] ^= 1  # in one of the hundred pages
    store.write_bytes(data)
    person = sit(vault, phrase=demo.PASSPHRASE)
    person.wait(lambda: person.frame._alarm.words == SENTENCE)
    person.settle()
    before = store.read_bytes()

    with pytest.raises(Refusal) as caught:
        person.in_vault(lambda workspace: workspace.store.settings.put("short", "x"))
    assert caught.value.code is Code.VAULT_STORE_DAMAGED
    person.window.switch_language("ru")
    person.settle()
    assert person.frame._alarm.words == messages.sentence(Refusal(Code.VAULT_STORE_DAMAGED), i18n.load("ru"))
    person.window.close()
    assert store.read_bytes() == before == bytes(data)


def test_locking_waits_for_no_examination(
    sit: Sit, monitor: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monitor.window.close()
    let_go = threading.Event()
    whole = Examination.run

    def slow(self: Examination, progress: Progress) -> Examined:
        let_go.wait(30)
        return whole(self, progress)

    monkeypatch.setattr(Examination, "run", slow)
    person = sit(tmp_path / "vault-M01", phrase="")
    gate = person.window.centralWidget()
    assert isinstance(gate, Unlock)
    gate.passphrase.setText(demo.PASSPHRASE)
    gate.open()
    person.wait(lambda: person.window._examiner._thread is not None)
    thread = person.window._examiner._thread
    assert thread is not None
    person.window.lock()
    assert thread.is_alive()
    assert person.window.worker._workspace is None
    let_go.set()
    thread.join(30)
    assert not thread.is_alive()
