"""The pause after a wrong passphrase. A courtesy: who guesses offline sees nothing of it, and nothing is ever wiped."""

from PySide6.QtCore import QObject, QTimer, Signal

from fieldkit.errors import Code, Refusal

LONGEST = 30
_WRONG = frozenset({Code.VAULT_WRONG_PASSPHRASE, Code.VAULT_WRONG_RECOVERY_CODE, Code.RECOVERY_WRONG_PASSPHRASE})


def pause_after(failures: int) -> int:
    """Seconds to wait after so many wrong guesses in a row: 1, 2, 4 and so on, 30 at most."""
    return min(2 ** (failures - 1), LONGEST) if failures else 0


class Patience(QObject):
    """Counts wrong guesses and seconds."""

    left = Signal(int)
    """Seconds left to wait; 0 when another guess may be made."""

    def __init__(self, parent: QObject, second: int = 1000) -> None:
        super().__init__(parent)
        self._failures = 0
        self._left = 0
        self._timer = QTimer(self)
        self._timer.setInterval(second)
        self._timer.timeout.connect(self._pass)

    @property
    def waits(self) -> bool:
        """Whether the next guess has to wait."""
        return self._left > 0

    def failed(self, error: Exception) -> None:
        """Begin to wait, if what failed was a guess."""
        if isinstance(error, Refusal) and error.code in _WRONG:
            self._failures += 1
            self._left = pause_after(self._failures)
            self._timer.start()
            self.left.emit(self._left)

    def _pass(self) -> None:
        self._left -= 1
        if self._left <= 0:
            self._timer.stop()
        self.left.emit(self._left)
