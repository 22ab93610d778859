"""What a person said before the command's own arguments: vault, passphrase, language, form of output."""

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

import click

from fieldkit import i18n, paths
from fieldkit.cli.files import read_text
from fieldkit.clock import Clock, SystemClock
from fieldkit.errors import Code, Refusal
from fieldkit.i18n import Language
from fieldkit.paths import VaultFiles
from fieldkit.progress import Progress

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | float | bool | None"
"""What `--json` prints."""
OpenApp: TypeAlias = Callable[[Path, Language], int]
"""Starts the desktop app on a vault folder; returns its exit code."""


@dataclass
class Settings:
    """Filled while the command line is parsed; handed to every command."""

    language: Language
    passphrase: str | None = None
    """From the environment, already taken out of it."""
    open_app: OpenApp | None = None
    cheap: bool = False
    """Whether vaults with the cheap key slots of tests and samples may be made and opened."""
    vault: Path | None = None
    passphrase_file: Path | None = None
    as_json: bool = False
    clock: Clock = field(default_factory=SystemClock)

    def files(self) -> VaultFiles:
        """The vault that the person means."""
        return VaultFiles(self.vault or paths.default_vault())

    def ask_passphrase(self) -> str:
        """The passphrase of the vault: from a file, the environment, or a prompt. Raises Refusal if there is none."""
        if self.passphrase_file is not None:
            return first_line(self.passphrase_file)
        return self.passphrase or self._prompt(self.language.gettext("Passphrase"), twice=False)

    def choose_passphrase(self, file: Path | None = None) -> str:
        """A new passphrase: from `file`, else asked for twice. Raises Refusal(VAULT_PASSPHRASE_MISSING)."""
        if file is not None:
            return first_line(file)
        return self._prompt(self.language.gettext("New passphrase"), twice=True)

    def ask_recovery_code(self, file: Path | None = None) -> str:
        """The recovery code: from `file`, else asked for. Raises Refusal(VAULT_RECOVERY_CODE_MISSING)."""
        if file is None and not sys.stdin.isatty():
            raise Refusal(Code.VAULT_RECOVERY_CODE_MISSING)
        if file is not None:
            return first_line(file)
        typed: str = click.prompt(self.language.gettext("Recovery code"), err=True)
        return typed

    def give(self, document: Json, lines: Iterable[str]) -> None:
        """Print the result: as one JSON document or as lines of text."""
        if self.as_json:
            click.echo(json.dumps(document, ensure_ascii=False))
            return
        for line in lines:
            click.echo(line)

    def require_yes(self, told: Iterable[str], question: str, otherwise: Code) -> None:
        """Say on stderr what it is about, and ask. Raises Refusal(otherwise) unless somebody at a terminal says yes."""
        for line in told:
            click.echo(line, err=True)
        if not (sys.stdin.isatty() and click.confirm(question, err=True)):
            raise Refusal(otherwise)

    def progress(self) -> Progress:
        """Progress for long work: a running count on stderr if somebody watches."""
        return Progress(_show if sys.stderr.isatty() else None)

    def use_language(self, code: str) -> None:
        """Speak `code` from now on. Raises Refusal(LANGUAGE_UNKNOWN)."""
        self.language = i18n.load(code)

    def _prompt(self, words: str, *, twice: bool) -> str:
        if not sys.stdin.isatty():
            raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
        typed: str = click.prompt(words, hide_input=True, confirmation_prompt=twice, err=True)
        return typed


def first_line(path: Path) -> str:
    """The first line of a file that holds a passphrase, without its end."""
    lines = read_text(path).splitlines()
    if not lines or not lines[0]:
        raise Refusal(Code.VAULT_PASSPHRASE_MISSING)
    return lines[0]


def _show(done: int, total: int) -> None:
    ending = "\n" if total and done >= total else ""
    click.echo(f"\r{done}/{total or '?'}{ending}", nl=False, err=True)
