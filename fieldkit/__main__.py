"""Start of the program: harden the process first, then hand over to the command line or the app."""

import ctypes
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fieldkit.i18n import Language

_PR_SET_DUMPABLE = 4


def main() -> None:
    """Run fieldkit with the arguments of the process."""
    passphrase = os.environ.pop("FIELDKIT_PASSPHRASE", None)
    _harden()
    sys.excepthook = _tell_place_only
    if not sys.argv[1:]:  # the app starts without the command line's libraries
        from fieldkit import i18n, paths  # noqa: PLC0415

        sys.exit(_open_app(paths.default_vault(), i18n.of_the_system()))
    from fieldkit.cli.main import run  # noqa: PLC0415  nothing is imported before the process is hardened

    sys.exit(run(sys.argv[1:], passphrase=passphrase, open_app=_open_app))


def _harden() -> None:
    """No memory images on the disk when the process dies."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  not on Windows

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _tell_place_only(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Report a defect without values: a usual traceback shows lines and texts that may hold testimony."""
    from fieldkit import i18n, messages  # noqa: PLC0415
    from fieldkit.cli.main import defect  # noqa: PLC0415

    if not issubclass(kind, KeyboardInterrupt):
        coded = defect(error.with_traceback(trace))
        sys.stderr.write(messages.sentence(coded, i18n.of_the_system()) + "\n")


def _open_app(vault: Path, language: "Language") -> int:
    from fieldkit.gui import app  # noqa: PLC0415  the command line starts without Qt

    return app.main(vault, language)


if __name__ == "__main__":
    main()
