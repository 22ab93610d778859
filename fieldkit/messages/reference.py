"""What is wrong with a file of sites or codes, and what it would change, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from fieldkit.domain.reference_plan import Fault, Planned, Step, Wrong
from fieldkit.errors import Code
from fieldkit.i18n import N_, Language

SENTENCES: Mapping[Code, str] = MappingProxyType(
    {
        Code.REFERENCE_WRONG: N_(
            "Something in the file is wrong, and nothing was changed. Correct the lines and try again."
        ),
        Code.REFERENCE_LIST_UNKNOWN: N_("There is no list of this name. Sites are the list `site`."),
    }
)
"""English sentence of each of these codes."""
_FAULTS: Mapping[Fault, str] = {
    Fault.NOT_TEXT: N_("This is no text in UTF-8. Save the table as CSV UTF-8."),
    Fault.TOO_LARGE: N_("The table has more than 5,000 rows or 4 MB. Split it into several files."),
    Fault.EMPTY: N_("The table has no rows below its header."),
    Fault.COLUMN_UNKNOWN: N_(
        "The header names a column that is not known. Save the list as a file to see which there are."
    ),
    Fault.COLUMN_TWICE: N_("The header names a column twice."),
    Fault.COLUMN_MISSING: N_("The header needs at least the columns code and label_ru."),
    Fault.CELLS: N_("The row has more or fewer cells than the header, or a quotation mark is not closed."),
    Fault.CODE_BAD: N_(
        "A code is written in small Latin letters, digits and _, at most 64 of them; a country in two capital letters."
    ),
    Fault.CODE_TWICE: N_("This code stands in the file already."),
    Fault.CODE_KEPT: N_("This code is kept by the program: it is a heading, or stands for an answer that is missing."),
    Fault.LIST_FIXED: N_("This list cannot be changed, or does not exist: the program has to know every code of it."),
    Fault.NAME_MISSING: N_("The Russian name is missing in the column label_ru."),
    Fault.NAME_BAD: N_(
        "A name has at most 200 characters on one line, does not begin with =, +, - or @, and has no < or > in it."
    ),
    Fault.KIND_UNKNOWN: N_("The column type needs a code of the list site_type."),
    Fault.COUNTRY_UNKNOWN: N_("The column country needs codes of the list country, several of them with ; between."),
    Fault.REGION_UNKNOWN: N_(
        "No site has this region yet. Correct it, or enter the region itself as a site of the type region."
    ),
    Fault.PARENT_UNKNOWN: N_(
        "The column parent needs a heading of the list, and stays empty in lists without headings."
    ),
    Fault.RETIRED_BAD: N_("The column retired says yes or no."),
    Fault.MEANING: N_(
        "This code would mean something else. Its type, country, region or heading stays: retire it and add a new code."
    ),
}
_STEPS: Mapping[Step, str] = {
    Step.ADDED: N_("is added"),
    Step.RENAMED: N_("is renamed"),
    Step.COMPLETED: N_("gets its region"),
    Step.RETIRED: N_("is retired"),
    Step.RESTORED: N_("is offered again"),
    Step.SETTLED: N_("is decided"),
}


def line(wrong: Wrong, language: Language) -> str:
    """The sentence of a fault, with its line: `Line 7: The Russian name is missing.`."""
    _ = language.gettext
    sentence = _(_FAULTS[wrong.fault])
    return _("Line {line}: {sentence}").format(line=wrong.line, sentence=sentence) if wrong.line else sentence


def steps(planned: Planned, language: Language) -> str:
    """What becomes of one site or code: `is renamed, is retired`."""
    return ", ".join(language.gettext(_STEPS[step]) for step in planned.steps)


def named(planned: Planned, language: Language) -> str:
    """The name that it will have, in the language or in Russian, which all have."""
    labels = {label.language: label.words for label in planned.row.labels}
    return labels.get(language.code) or labels["ru"]
