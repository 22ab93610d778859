"""What of the project itself a bundle brings beside records, in sentences."""

from collections.abc import Iterator
from enum import StrEnum

from fieldkit.domain.changes import Changes
from fieldkit.i18n import Language


class Topic(StrEnum):
    """What a sentence is about."""

    PEOPLE = "project"
    LISTS = "lists"
    FORMS = "form"


def sentences(changes: Changes, language: Language) -> Iterator[tuple[Topic, str]]:
    """One for each thing that changes for everybody."""
    _ = language.gettext
    if changes.project:
        yield Topic.PEOPLE, _("A newer list of the people in the project comes along.")
    if changes.reference:
        yield Topic.LISTS, _("Changes of sites and code lists come along.")
    if forms := len(changes.instruments):
        yield Topic.FORMS, language.ngettext("{n} questionnaire", "{n} questionnaires", forms)
