"""T11: files of a vault cut at every 4,096 bytes and one byte beside, and a write-ahead log deleted before it was moved.

A vault refuses with a code, or opens with everything that was kept at some moment; no command ends in a traceback.
"""

import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from fieldkit.errors import Refusal
from fieldkit.paths import VaultFiles
from tests.command import run
from tests.flow import laptops, watching
from tests.flow.laptops import contents, opened
from tests.flow.operations import OPERATIONS
from tests.soak import pool
from tests.soak.outcome import Outcome
from tests.soak.soak_damage import REFUSALS

FIGURES = {"T11": 300}
PAGE, FRAME = 4096, 4096 + 24

Case = tuple[str, list[str]]
"""How a case ended and what was wrong."""


def main(seed: int, share: float) -> Outcome:
    """Cut each file at every place (or at a share of them)."""
    outcome = Outcome()
    with tempfile.TemporaryDirectory() as place:
        base = Path(shutil.copytree(laptops.prepared(), Path(place) / "base"))
        for cases in pool.spread([(_cuts, (base, seed, share))]):
            for ended, wrong in cases:
                outcome.take(ended, wrong)
    return outcome


def _cuts(base: Path, seed: int, share: float) -> list[Case]:
    """Every cut, in a process that may fork."""
    files, chance = VaultFiles(base / "O1"), random.Random(seed)
    with opened(files.folder) as workspace:
        before = contents(workspace)
    whole = {path.name: path.read_bytes() for path in (files.store, files.slots_a, files.slots_b)}
    found = list(_each(files, whole, [before], chance, share))
    hot, after = _with_a_hot_log(files, whole)
    return found + list(_each(files, hot, [before, after], chance, share, only="store.db-wal"))


def _with_a_hot_log(files: VaultFiles, whole: dict[str, bytes]) -> tuple[dict[str, bytes], laptops.Seen]:
    """The files of a vault after a submission that died before its log was moved, and what the vault holds then."""
    end = watching.run(
        lambda say: OPERATIONS["submit"].act(files.folder.parent, say),
        (files.folder,),
        lambda _step, said: watching.DIE if said else watching.GO_ON,
    )
    assert end.how == "died"
    log = files.store.with_name("store.db-wal")
    hot = whole | {"store.db": files.store.read_bytes(), log.name: log.read_bytes()}
    with opened(files.folder) as workspace:
        return hot, contents(workspace)


def _each(
    files: VaultFiles,
    whole: dict[str, bytes],
    states: list[laptops.Seen],
    chance: random.Random,
    share: float,
    only: str = "",
) -> Iterator[Case]:
    """Cut each file, and delete it."""
    for name, data in whole.items():
        if only and name != only:
            continue
        step = FRAME if name.endswith("-wal") else PAGE if len(data) > PAGE else 1
        places = {at + near for at in range(0, len(data), step) for near in (-1, 0, 1)}
        for length in [None, *sorted(at for at in places if 0 <= at < len(data))]:
            if length is not None and chance.random() > share:
                continue
            for path in files.folder.glob("store.db-*"):
                path.unlink()
            for other, content in whole.items():
                (files.folder / other).write_bytes(content)
            (files.folder / name).unlink() if length is None else (files.folder / name).write_bytes(data[:length])
            yield _look(files, name, states)


def _look(files: VaultFiles, name: str, states: list[laptops.Seen]) -> Case:
    done = run("vault", "check", "--vault", files.folder, "--json")
    wrong = []
    if "Traceback" in done.out + done.err or "internal.defect" in done.out:
        wrong.append("a traceback")
    try:
        with opened(files.folder) as workspace:
            if contents(workspace)[:2] not in [state[:2] for state in states]:
                wrong.append("other content")
    except Refusal as refusal:
        return f"T11 {name}, {refusal.code.value}", [*wrong, *(() if refusal.code in REFUSALS else ("not said so",))]
    return f"T11 {name}, opened", wrong
