"""Keeps the catalogues equal to the texts of the sources.

Without arguments: extract, write fieldkit.pot, bring every language up to date.
--check          change nothing; name the catalogues that differ, exit code 1 if there are any
--missing CODE   print the untranslated entries of a language as JSON
--fill FILE      take such a JSON back, with its translations filled in
"""

import argparse
import io
import json
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter
from typing import TypedDict

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

HERE = Path(__file__).resolve().parent
DOMAIN = "fieldkit"
UNSTABLE = ("POT-Creation-Date", "PO-Revision-Date", "Last-Translator", "Language-Team", "Report-Msgid", "Generated-By")
"""Header lines that change without a change of texts, or name people."""


class Entry(TypedDict):
    """One text on its way to a translator and back; as many translations as the language has plural forms, or one."""

    context: str | None
    id: str
    plural: str | None
    translations: list[str]


def main(arguments: list[str] | None = None, folder: Path = HERE) -> int:
    """Do what the command line says; returns the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--missing", metavar="CODE")
    parser.add_argument("--fill", metavar="FILE", type=Path)
    given = parser.parse_args(arguments)
    if given.missing:
        entries = missing(read(folder, given.missing))
        print(json.dumps({"language": given.missing, "entries": entries}, ensure_ascii=False, indent=1))
        return 0
    if given.fill:
        return _report(fill_file(folder, given.fill))
    wanted = files(folder, extract(folder.parent / "fieldkit"))
    if given.check:
        return _report(f"{path.name} differs from the sources: run make translations" for path in drifted(wanted))
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    return 0


def extract(package: Path) -> Catalog:
    """Every text that the sources hand to gettext."""
    catalogue = Catalog(project=DOMAIN, header_comment="# Texts of fieldkit.", fuzzy=False)
    found = extract_from_dir(
        package, keywords=DEFAULT_KEYWORDS, comment_tags=("Translators:",), strip_comment_tags=True
    )
    for _name, _line, texts, comments, context in found:
        catalogue.add(texts, auto_comments=comments, context=context)
    return catalogue


def files(folder: Path, template: Catalog) -> dict[Path, str]:
    """The template and every language as they should be, by path."""
    wanted = {folder / f"{DOMAIN}.pot": render(template)}
    for code in languages(folder):
        catalogue = read(folder, code)
        catalogue.update(template, no_fuzzy_matching=True)
        catalogue.obsolete.clear()
        wanted[_path(folder, code)] = render(catalogue)
    return wanted


def drifted(wanted: dict[Path, str]) -> list[Path]:
    """Those files whose content is not the wanted one."""
    return [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]


def languages(folder: Path) -> list[str]:
    """Codes of the languages that have a catalogue."""
    return sorted(path.parents[1].name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def read(folder: Path, code: str) -> Catalog:
    """The catalogue of a language."""
    with _path(folder, code).open("rb") as file:
        return read_po(file, locale=code, domain=DOMAIN)


def render(catalogue: Catalog) -> str:
    """The catalogue as text, sorted; no places, dates or people, so that equal texts give equal files."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=0, no_location=True, sort_output=True)
    lines = buffer.getvalue().decode("utf-8").splitlines(keepends=True)
    return "".join(line for line in lines if not line.startswith(tuple(f'"{name}' for name in UNSTABLE)))


def missing(catalogue: Catalog) -> list[Entry]:
    """Texts without a complete translation."""
    return [_entry(message, catalogue) for message in catalogue if message.id and not _complete(message, catalogue)]


def fill(catalogue: Catalog, entries: Iterable[Entry]) -> Iterator[str]:
    """Take translations over; yields a sentence for each one that is refused."""
    for entry in entries:
        message = catalogue.get(entry["id"], entry["context"])
        if message is None:
            yield f"no such text: {entry['id']!r}"
            continue
        message.string = tuple(entry["translations"]) if message.pluralizable else entry["translations"][0]
        message.flags.discard("fuzzy")
        wrong = list(faults(message, catalogue))
        if wrong:
            message.string = ("",) * catalogue.num_plurals if message.pluralizable else ""
        yield from wrong


def fill_file(folder: Path, untrusted: Path) -> list[str]:
    """Write the translations of a JSON file into its language; gives the refusals."""
    document = json.loads(untrusted.read_text(encoding="utf-8"))
    catalogue = read(folder, document["language"])
    refused = list(fill(catalogue, document["entries"]))
    _path(folder, document["language"]).write_text(render(catalogue), encoding="utf-8")
    return refused


def faults(message: Message, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with the translation of one text."""
    name = _source(message)[0]
    if message.fuzzy:
        yield f"fuzzy: {name!r}"
    if not _complete(message, catalogue):
        yield f"not translated in all forms: {name!r}"
        return
    wanted = set().union(*(placeholders(text) for text in _source(message)))
    if any(placeholders(form) != wanted for form in _forms(message)):
        yield f"other placeholders than {sorted(wanted)}: {name!r}"


def placeholders(text: str) -> set[str]:
    """Names in braces."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def _entry(message: Message, catalogue: Catalog) -> Entry:
    source = _source(message)
    forms = [*_forms(message), *[""] * catalogue.num_plurals]
    return {
        "context": message.context,
        "id": source[0],
        "plural": source[1] if message.pluralizable else None,
        "translations": forms[: catalogue.num_plurals if message.pluralizable else 1],
    }


def _complete(message: Message, catalogue: Catalog) -> bool:
    forms = _forms(message)
    return all(forms) and len(forms) == (catalogue.num_plurals if message.pluralizable else 1)


def _source(message: Message) -> tuple[str, ...]:
    return (message.id,) if isinstance(message.id, str) else tuple(message.id)


def _forms(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string or ())


def _path(folder: Path, code: str) -> Path:
    return folder / code / "LC_MESSAGES" / f"{DOMAIN}.po"


def _report(findings: Iterable[str]) -> int:
    sentences = list(findings)
    print("\n".join(sentences), file=sys.stderr, end="\n" if sentences else "")
    return 1 if sentences else 0


if __name__ == "__main__":
    sys.exit(main())
