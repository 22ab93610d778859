"""The places of one person on a laptop of their own: home, settings, data and temporary files below one folder."""

import os
from pathlib import Path

_PLACES = {
    "HOME": "home",
    "TMPDIR": "tmp",
    "XDG_CONFIG_HOME": "config",
    "XDG_DATA_HOME": "data",
    "XDG_CACHE_HOME": "cache",
    "XDG_STATE_HOME": "state",
    "XDG_RUNTIME_DIR": "run",
}


def make(folder: Path) -> None:
    """Make the places."""
    for name in _PLACES.values():
        (folder / name).mkdir(parents=True)


def environment(folder: Path, language: str) -> dict[str, str]:
    """All that a process there needs to find them, and nothing of the machine but where its programs are."""
    own = {name: str(folder / place) for name, place in _PLACES.items()}
    return own | {"PATH": os.environ["PATH"], "LANG": f"{language}.UTF-8", "PYTHONDONTWRITEBYTECODE": "1"}
