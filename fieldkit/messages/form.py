"""Findings in questionnaires, and what differs between two versions, in words for a person. For frontends only."""

from collections.abc import Mapping
from types import MappingProxyType

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.domain.form_changes import Change, FormChange
from fieldkit.domain.migration import Loss
from fieldkit.i18n import N_, Language

_FILES: dict[Flaw, str] = {
    Flaw.NOT_A_FORM: N_("This file is not a questionnaire. Choose an XLSForm (xlsx, xls, csv, md) or an XForm (xml)."),
    Flaw.TOO_LARGE: N_("The questionnaire is too large to be opened safely. Split it into several ones."),
    Flaw.CELL_TOO_LONG: N_("This text is longer than a cell can be (32,767 signs). Shorten it."),
    Flaw.BROKEN: N_("Something here is not right: {detail}"),
    Flaw.SHEET_MISSING: N_("The sheet “{name}” is missing or empty. Add it, or correct its name."),
    Flaw.SHEET_IGNORED: N_(
        "No questionnaire has a sheet “{name}”; it is not read. Begin its name with _ if that is meant."
    ),
    Flaw.ACTIVE_CONTENT: N_("This text holds a script. Texts are only shown, never run: remove the script."),
    Flaw.COLUMN_MISSING: N_("The column “{name}” is missing. Add it."),
    Flaw.COLUMN_TWICE: N_("Two columns are named “{name}” or mean the same. Rename or remove one of them."),
    Flaw.COLUMN_BAD: N_("A column has no name or one that it cannot have. Headers have no spaces and stand in row 1."),
    Flaw.COLUMN_UNKNOWN: N_(
        "The column “{name}” means nothing in a questionnaire; it is not read. Check its spelling."
    ),
    Flaw.FILE_MISSING: N_(
        "The file “{name}” is not beside the questionnaire, so its choices are missing. Put it there."
    ),
    Flaw.FILE_BAD: N_("The file “{name}” cannot be read as a table. Save it as csv in UTF-8, with a header."),
    Flaw.MEDIA_MISSING: N_("The file “{name}” is not beside the questionnaire. Put it there, or clear the cell."),
}
_ROWS: dict[Flaw, str] = {
    Flaw.TYPE_MISSING: N_("This row has a name or a label but no type. Enter the type of the question."),
    Flaw.TYPE_UNKNOWN: N_("There is no question type “{name}”. Check its spelling."),
    Flaw.TYPE_GONE: N_("The type “include” is no longer part of XLSForm. Copy the rows of the other form here."),
    Flaw.TYPE_CARRIED: N_("A laptop cannot answer the type “{name}”. It stays in the questionnaire and stays empty."),
    Flaw.NAME_MISSING: N_("This row has no name. Enter one in the column “name”."),
    Flaw.NAME_BAD: N_(
        "The name “{name}” cannot be used. Names begin with a letter or _ and hold letters, digits, _, - and . only."
    ),
    Flaw.NAME_TWICE: N_("The name “{name}” is used twice in the same group. Rename one of the two."),
    Flaw.NAME_RESERVED: N_("The name “{name}” is reserved. Choose another one."),
    Flaw.NAME_CASE: N_(
        "The name “{name}” differs from another only in capital letters. Tools may mix them up: rename one."
    ),
    Flaw.LABEL_MISSING: N_("“{name}” has no label, so nobody could see what it means. Enter a label."),
    Flaw.CALCULATION_MISSING: N_("A row of type “calculate” needs a formula. Enter it in the column “calculation”."),
    Flaw.GROUP_OPEN: N_("The group or repeat “{name}” begins here and never ends. Add its end row."),
    Flaw.GROUP_UNOPENED: N_(
        "A group or repeat ends here that did not begin, or another one is still open. Check the order."
    ),
    Flaw.PARAMETER_BAD: N_(
        "The parameters of this question are not right. Write them as key=value, with keys of its type."
    ),
    Flaw.FILTER_MISSING: N_(
        "A select_one_external needs a filter. Enter it in the column “choice_filter”, or use select_one."
    ),
    Flaw.VALUE_BAD: N_("This cell holds the error {name} of a spreadsheet. Correct it there."),
    Flaw.FORMULA_EMPTY: N_(
        "The spreadsheet has a formula here whose result is not in the file. Open and save it in Excel or LibreOffice."
    ),
    Flaw.UNKNOWN_ROLE: N_("There is no fact role “{name}”. Correct it in the column bind::fk:fact."),
    Flaw.UNSUPPORTED: N_("The questionnaire uses something that fieldkit does not know: {name}."),
    Flaw.SETTING_BAD: N_("This setting is not right. Versions have up to 64 signs."),
    Flaw.FORM_ID_CHANGED: N_("The form_id has signs that names cannot have. fieldkit calls the questionnaire {name}."),
}
_CHOICES: dict[Flaw, str] = {
    Flaw.LIST_UNKNOWN: N_("There is no choice list “{name}”. Add it to the sheet choices, or check its spelling."),
    Flaw.LIST_UNUSED: N_("No question uses the choice list “{name}”."),
    Flaw.CHOICE_NAME_MISSING: N_("This choice has no name. Enter one in the column “name”."),
    Flaw.CHOICE_TWICE: N_("The choice “{name}” is in its list twice. Answers could not be told apart: rename one."),
    Flaw.CHOICE_UNREACHABLE: N_("The filter never lets the choice “{name}” through, whatever is answered before."),
    Flaw.TRANSLATION_MISSING: N_("The translation into “{name}” is missing."),
}
_FORMULAS: dict[Flaw, str] = {
    Flaw.EXPRESSION: N_("This formula cannot be understood. Check brackets, quotes and operators."),
    Flaw.FUNCTION_UNKNOWN: N_("There is no function “{name}”. Check its spelling."),
    Flaw.FUNCTION_ARGUMENTS: N_("The function “{name}” has too many or too few values in its brackets, or wrong ones."),
    Flaw.REFERENCE_UNKNOWN: N_("Nothing in the questionnaire is called “{name}”. Check its spelling."),
    Flaw.REFERENCE_TWICE: N_("Several questions are called “{name}”, so it is unclear which one is meant. Rename one."),
    Flaw.REFERENCE_BAD: N_("A reference is written ${{name}}, with the name of a question. Correct this one."),
    Flaw.CYCLE: N_("This formula depends on itself, directly or through others. Remove one of the references."),
    Flaw.REGEX_OPEN: N_(
        "This pattern has no ^ and $. Here it must fit the whole answer, as in ODK Collect; "
        "web forms accept a part of it. Write ^(…)$ to mean the same everywhere."
    ),
    Flaw.REGEX_BAD: N_("This pattern is not a regular expression; no answer fits it."),
    Flaw.DIGEST: N_(
        "A digest does not make a person anonymous: whoever has the digest of an identity number can try all numbers."
    ),
    Flaw.LAST_SAVED: N_("fieldkit does not keep the answers of the last record for the next one; this value is empty."),
}
SENTENCES: Mapping[Flaw, str] = MappingProxyType(_FILES | _ROWS | _CHOICES | _FORMULAS)
"""English sentence of each flaw."""
CHANGES: Mapping[Change, str] = MappingProxyType(
    {
        Change.QUESTION_ADDED: N_("new: {after}"),
        Change.QUESTION_REMOVED: N_("removed: {before}"),
        Change.QUESTION_RENAMED: N_("renamed or moved; was {before}"),
        Change.TYPE: N_("type: {before} → {after}"),
        Change.LABEL: N_("label: {before} → {after}"),
        Change.HINT: N_("hint: {before} → {after}"),
        Change.RELEVANT: N_("asked when: {before} → {after}"),
        Change.REQUIRED: N_("required: {before} → {after}"),
        Change.CONSTRAINT: N_("constraint: {before} → {after}"),
        Change.CONSTRAINT_MESSAGE: N_("message of the constraint: {before} → {after}"),
        Change.CALCULATION: N_("calculation: {before} → {after}"),
        Change.READ_ONLY: N_("read-only: {before} → {after}"),
        Change.DEFAULT: N_("default: {before} → {after}"),
        Change.REPEAT_COUNT: N_("number of repeats: {before} → {after}"),
        Change.CHOICE_FILTER: N_("filter of choices: {before} → {after}"),
        Change.APPEARANCE: N_("appearance: {before} → {after}"),
        Change.PRIVACY: N_("privacy class: {before} → {after}"),
        Change.ROLE: N_("fact role: {before} → {after}"),
        Change.CHOICE_ADDED: N_("new choice {name}: {after}"),
        Change.CHOICE_REMOVED: N_("choice removed {name}: {before}"),
        Change.CHOICE_LABEL: N_("choice {name}: {before} → {after}"),
        Change.ORDER: N_("the choices stand in another order"),
        Change.LANGUAGE_ADDED: N_("new language: {name}"),
        Change.LANGUAGE_REMOVED: N_("language removed: {name}"),
        Change.TITLE: N_("title: {before} → {after}"),
    }
)
"""English words of each difference."""
LOSSES: Mapping[Loss, str] = MappingProxyType(
    {
        Loss.QUESTION: N_("not asked any more"),
        Loss.PLACE: N_("no room in the repeats"),
        Loss.TYPE: N_("does not fit the question"),
        Loss.CHOICE: N_("no choice any more"),
    }
)
"""Why an answer has no place in another version, in English."""


def sentence(finding: Finding, language: Language) -> str:
    """What is wrong and what to do, in `language`, without the place."""
    words = language.gettext(SENTENCES[finding.flaw])
    return words.format(name=finding.name, detail=finding.detail)


def line(finding: Finding, language: Language) -> str:
    """One finding with its place, as lists of findings show it."""
    words, where = sentence(finding, language), place(finding, language)
    return f"{where}: {words}" if where else words


def place(finding: Finding, language: Language) -> str:
    """Sheet, row and column as far as they are known; empty if nothing is."""
    _ = language.gettext
    if not finding.sheet:
        return finding.ref
    if finding.row and finding.column:
        form = _("Sheet {sheet}, row {row}, column {column}")
        return form.format(sheet=finding.sheet, row=finding.row, column=finding.column)
    if finding.row:
        return _("Sheet {sheet}, row {row}").format(sheet=finding.sheet, row=finding.row)
    return _("Sheet {sheet}").format(sheet=finding.sheet)


def change(found: FormChange, language: Language) -> str:
    """One difference, without the question that it is of."""
    words = language.gettext(CHANGES[found.change])
    return words.format(name=found.name, before=found.before or "–", after=found.after or "–")


def loss(why: Loss, language: Language) -> str:
    """Why an answer is lost."""
    return language.gettext(LOSSES[why])
