"""Two versions of a form compared: what an author changed, in the order of the newer one."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from fieldkit.domain.form_changes import Change, FormChange
from fieldkit.instruments.outline import Entry, Outline, Words, read

_RULES = {
    "relevant": Change.RELEVANT,
    "required": Change.REQUIRED,
    "constraint": Change.CONSTRAINT,
    "calculate": Change.CALCULATION,
    "readonly": Change.READ_ONLY,
    "default": Change.DEFAULT,
    "count": Change.REPEAT_COUNT,
    "filter": Change.CHOICE_FILTER,
    "appearance": Change.APPEARANCE,
    "privacy": Change.PRIVACY,
    "fact": Change.ROLE,
}


def compare(older: str, newer: str) -> tuple[FormChange, ...]:
    """The differences of two XForm documents. Raises Refusal(FORM_NOT_A_FORM, FORM_TOO_LARGE)."""
    return tuple(differences(read(older), read(newer)))


def differences(older: Outline, newer: Outline) -> Iterator[FormChange]:
    """What differs: the form as such, questions that are gone, then question by question."""
    if older.title != newer.title:
        yield FormChange(change=Change.TITLE, before=older.title, after=newer.title)
    for language in newer.languages:
        if language not in older.languages:
            yield FormChange(change=Change.LANGUAGE_ADDED, name=language)
    for language in older.languages:
        if language not in newer.languages:
            yield FormChange(change=Change.LANGUAGE_REMOVED, name=language)
    renamed = _renamed(older.entries, newer.entries)
    for path, entry in older.entries.items():
        if path not in newer.entries and path not in renamed.values():
            yield FormChange(change=Change.QUESTION_REMOVED, ref=entry.ref, before=_shown(entry.label))
    for path, entry in newer.entries.items():
        before = older.entries.get(renamed.get(path, path))
        if before is None:
            yield FormChange(change=Change.QUESTION_ADDED, ref=entry.ref, after=_shown(entry.label))
            continue
        if path in renamed:
            yield FormChange(change=Change.QUESTION_RENAMED, ref=entry.ref, before=before.ref, after=entry.ref)
        yield from _question(before, entry)


def _renamed(older: Mapping[str, Entry], newer: Mapping[str, Entry]) -> dict[str, str]:
    """New path -> old path of questions that have another name or place.

    The type and the words are the same, and nothing else came or went with them; without words the name decides.
    """
    gone = _by_likeness({path: entry for path, entry in older.items() if path not in newer})
    come = _by_likeness({path: entry for path, entry in newer.items() if path not in older})
    return {
        paths[0]: gone[likeness][0]
        for likeness, paths in come.items()
        if len(paths) == 1 and len(gone.get(likeness, ())) == 1
    }


def _by_likeness(entries: Mapping[str, Entry]) -> dict[tuple[str, ...], list[str]]:
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for path, entry in entries.items():
        words = tuple(f"{language}\n{text}" for language, text in sorted(entry.label.items()))
        found[entry.type, *(words or (path.rpartition("/")[2],))].append(path)
    return found


def _question(before: Entry, after: Entry) -> Iterator[FormChange]:
    if before.type != after.type:
        yield FormChange(change=Change.TYPE, ref=after.ref, before=before.type, after=after.type)
    yield from _words(Change.LABEL, after.ref, before.label, after.label)
    yield from _words(Change.HINT, after.ref, before.hint, after.hint)
    for rule, change in _RULES.items():
        old, new = before.rules.get(rule, ""), after.rules.get(rule, "")
        if old != new:
            yield FormChange(change=change, ref=after.ref, before=old, after=new)
    yield from _words(Change.CONSTRAINT_MESSAGE, after.ref, before.constraint_message, after.constraint_message)
    yield from _choices(before, after)


def _choices(before: Entry, after: Entry) -> Iterator[FormChange]:
    for value, words in after.choices.items():
        if value not in before.choices:
            yield FormChange(change=Change.CHOICE_ADDED, ref=after.ref, name=value, after=_shown(words))
        elif _differ(before.choices[value], words):
            old, new = _shown(before.choices[value], words), _shown(words, before.choices[value])
            yield FormChange(change=Change.CHOICE_LABEL, ref=after.ref, name=value, before=old, after=new)
    for value, words in before.choices.items():
        if value not in after.choices:
            yield FormChange(change=Change.CHOICE_REMOVED, ref=after.ref, name=value, before=_shown(words))
    if _order(before, after) != _order(after, before):
        yield FormChange(change=Change.ORDER, ref=after.ref)


def _order(entry: Entry, other: Entry) -> list[str]:
    return [value for value in entry.choices if value in other.choices]


def _words(change: Change, ref: str, before: Words, after: Words) -> Iterator[FormChange]:
    """A text that changed in a language that both versions have; a language that came or went is told once."""
    common = [language for language in after if language in before]
    for language in common:
        if before[language] != after[language]:
            yield FormChange(change=change, ref=ref, name=language, before=before[language], after=after[language])
    if not common and _shown(before) != _shown(after):
        yield FormChange(change=change, ref=ref, before=_shown(before), after=_shown(after))


def _differ(before: Words, after: Words) -> bool:
    common = before.keys() & after.keys()
    return any(before[language] != after[language] for language in common) or (
        not common and _shown(before) != _shown(after)
    )


def _shown(words: Words, other: Words | None = None) -> str:
    """The first text; of two versions the first in a language in which they differ."""
    for language, text in words.items():
        if other is None or other.get(language) != text:
            return text
    return next(iter(words.values()), "")
