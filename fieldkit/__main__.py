"""Start of the program: harden the process first, then hand over to the command line or the app."""

import os
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from fieldkit import apart

if TYPE_CHECKING:
    from fieldkit.i18n import Language


def main() -> None:
    """Run fieldkit with the arguments of the process."""
    passphrase = os.environ.pop("FIELDKIT_PASSPHRASE", None)
    apart.leave_no_image()
    sys.excepthook = _tell_place_only
    threading.excepthook = _tell_of_thread
    sys.unraisablehook = _tell_of_no_caller
    if not sys.argv[1:]:  # the app starts without the command line's libraries
        from fieldkit import i18n, paths  # noqa: PLC0415

        sys.exit(_open_app(paths.default_vault(), i18n.of_the_system()))
    from fieldkit.cli.main import run  # noqa: PLC0415  nothing is imported before the process is hardened

    sys.exit(run(sys.argv[1:], passphrase=passphrase, open_app=_open_app))


def _tell_place_only(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Report a defect without values: a usual traceback shows lines and texts that may hold testimony."""
    from fieldkit import i18n, messages  # noqa: PLC0415
    from fieldkit.cli.main import defect  # noqa: PLC0415

    if not issubclass(kind, KeyboardInterrupt):
        coded = defect(error.with_traceback(trace))
        sys.stderr.write(messages.sentence(coded, i18n.of_the_system()) + "\n")


def _tell_of_thread(failure: threading.ExceptHookArgs) -> None:
    if failure.exc_value is not None:
        _tell_place_only(failure.exc_type, failure.exc_value, failure.exc_traceback)


def _tell_of_no_caller(failure: "sys.UnraisableHookArgs") -> None:
    if failure.exc_value is not None:
        _tell_place_only(failure.exc_type, failure.exc_value, failure.exc_traceback)


def _open_app(vault: Path, language: "Language") -> int:
    from fieldkit.gui import app  # noqa: PLC0415  the command line starts without Qt

    return app.main(vault, language)


if __name__ == "__main__":
    main()
