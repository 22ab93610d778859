"""Error codes as sentences for a person: what happened, and what to do about it. Only the two frontends import this."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from fieldkit.errors import Code, Refusal
from fieldkit.i18n import N_, Language
from fieldkit.messages import exchange, identity, media, reference, vault

_NAMES = ("ref", "record", "form", "member", "device", "role", "site", "kind", "dimension", "language", "name", "place")
"""Parameters that name the thing in question; those that a sentence has no room for follow it in brackets."""
_FORMS: dict[Code, str] = {
    Code.FORM_NOT_A_FORM: N_(
        "This file is not a questionnaire. Choose an XLSForm (xlsx, xls, csv, md) or an XForm (xml)."
    ),
    Code.FORM_BROKEN: N_(
        "The questionnaire has errors and cannot be used. Check it to see where, and correct the file."
    ),
    Code.FORM_TOO_LARGE: N_("The questionnaire is too large to be opened safely. Split it into several ones."),
    Code.FORM_UNSUPPORTED: N_("The questionnaire uses something that fieldkit does not know. Check it to see where."),
    Code.FORM_EXPRESSION: N_(
        "A formula in the questionnaire cannot be understood. Check the questionnaire to see where."
    ),
    Code.FORM_CYCLE: N_(
        "Formulas in the questionnaire depend on each other in a circle. Remove one of the references."
    ),
    Code.FORM_LANGUAGE_UNKNOWN: N_(
        "The questionnaire does not have this language. Write its name as the questionnaire does."
    ),
    Code.FORM_UNKNOWN: N_(
        "This vault has no questionnaire of that name. See the list of questionnaires for the names."
    ),
    Code.FORM_UNKNOWN_ROLE: N_(
        "The questionnaire names a fact role that does not exist. Correct it in the column bind::fk:fact."
    ),
    Code.FORM_EXISTS_DIFFERENT: N_(
        "The vault holds another questionnaire with the same name and version. Give the changed one a new version."
    ),
    Code.FORM_NOT_OFFERED: N_(
        "This questionnaire only came along with records of others. Ask your officer to publish it, or import its file."
    ),
    Code.ANSWER_UNKNOWN_QUESTION: N_("The questionnaire has no such question. Check the name of the question."),
    Code.ANSWER_NOT_RELEVANT: N_(
        "This question is not asked, given the other answers. Remove the answer or change the others."
    ),
    Code.ANSWER_READ_ONLY: N_("This question is filled by the questionnaire itself and cannot be answered."),
    Code.ANSWER_WRONG_TYPE: N_("The answer does not fit the question: a number, a date or a time is expected."),
    Code.ANSWER_UNKNOWN_CHOICE: N_("The answer is none of the choices of this question. Use one of the listed codes."),
    Code.ANSWERS_UNREADABLE: N_(
        "The file with answers cannot be understood. It must hold one JSON object of questions and answers."
    ),
}
_RECORDS: dict[Code, str] = {
    Code.RECORD_UNKNOWN: N_("There is no such record in this vault. See the list of records."),
    Code.RECORD_EXISTS: N_("There is a record with this id already. Amend that one, or use another id."),
    Code.RECORD_NOT_A_DRAFT: N_(
        "This is not a draft. Only drafts can be edited or submitted; amend the record instead."
    ),
    Code.RECORD_NOT_SUBMITTED: N_("This record is a draft still. Submit it first."),
    Code.RECORD_WITHDRAWN: N_("The person withdrew their consent. The content of this record is erased and stays so."),
    Code.CONSENT_NOT_CONFIRMED: N_("Nothing was taken back. Answer “y”, or give --yes."),
    Code.CONSENT_MISSING: N_(
        "The person did not agree to this use, or took it back. Look at the record for what was agreed to."
    ),
    Code.CONSENT_NOT_NAMED: N_(
        "Nobody in this record agrees to be named: that takes two yes, and none of them taken back. Nobody has to be "
        "asked again."
    ),
    Code.CONSENT_BAD_DAY: N_("Give the day on which the person was asked as 2009-06-14; it cannot lie ahead."),
    Code.RECORD_SEALED: N_(
        "This laptop can no longer read the record; supervisors, officers and analysts can. "
        "Correct it with a new record."
    ),
    Code.RECORD_ON_VERSION: N_("The answers are on this version of the questionnaire already. Nothing was changed."),
    Code.RECORD_NO_CONFLICT: N_("This record is not in conflict: nothing has to be decided."),
    Code.RESOLVE_NOT_TOGETHER: N_(
        "These answers do not go together: the questionnaire would leave some of them out. "
        "Choose the same version for questions that depend on each other."
    ),
    Code.RESOLVE_UNKNOWN_VERSION: N_("There is no version of this number. See `fieldkit review conflicts`."),
    Code.REVIEW_NOT_ALLOWED: N_("Only a supervisor or an officer may review records. Hand the record over instead."),
}
_PROJECT: dict[Code, str] = {
    Code.PROJECT_MISSING: N_(
        "This vault takes part in no project yet. Create a project or ask your officer to enrol you."
    ),
    Code.PROJECT_EXISTS: N_("This vault belongs to a project already. Use another vault for another project."),
    Code.PROJECT_BAD_TITLE: N_("A project needs a title of 1 to 200 characters."),
    Code.PROJECT_BAD_CODE: N_(
        "This is no member code. Use up to 16 capital letters A-Z, digits and hyphens, starting with a letter or digit."
    ),
    Code.PROJECT_NOT_OFFICER: N_("Only the vault of the project's officer can do this."),
    Code.PROJECT_REQUEST_DAMAGED: N_("This is not an intact enrolment request. Ask the person to write it again."),
    Code.PROJECT_ANSWER_DAMAGED: N_(
        "This is not an intact answer to an enrolment request. Ask your officer to write it again."
    ),
    Code.PROJECT_ANSWER_NOT_FOR_YOU: N_(
        "This answer was written for another device or another request. Ask for the right one."
    ),
    Code.PROJECT_MEMBER_EXISTS: N_("This code or device is enrolled already. Choose another code."),
    Code.PROJECT_OWN_DEVICE: N_(
        "This is the laptop that you are working on. Only another officer's vault with the project key may revoke it."
    ),
    Code.PROJECT_REVOKED_ALREADY: N_(
        "This laptop is revoked already. If it was in wrong hands before that, name the earlier moment."
    ),
    Code.PROJECT_NOT_CONFIRMED: N_(
        "Nothing was written: nobody has confirmed the numbers. Compare them, then repeat with --yes."
    ),
    Code.PROJECT_OWN_ROLE: N_("This vault holds the project key, so your own role cannot be changed here."),
    Code.PROJECT_SEVERAL_DEVICES: N_(
        "This member has several laptops in use. Name the one: see `fieldkit project roster`."
    ),
    Code.PROJECT_BAD_MOMENT: N_("This is not a moment that has passed. Write it as 2026-11-14 or 2026-11-14T09:30."),
    Code.PROJECT_MEMBER_UNKNOWN: N_(
        "Nobody in the project has this code. Check the roster. Codes are capital letters, digits and hyphens."
    ),
    Code.PROJECT_ROSTER_OLD: N_("This roster is older than the one that the vault holds. It was not taken over."),
    Code.PROJECT_NO_READERS: N_(
        "Nobody in the project can read bundles yet. Ask your officer to enrol a supervisor first."
    ),
}
_OTHERS: dict[Code, str] = {
    Code.FILE_MISSING: N_("There is no such file or folder. Check the path."),
    Code.FILE_UNREADABLE: N_("The file cannot be read. Check that it is a file and that you may open it."),
    Code.FILE_CANNOT_WRITE: N_(
        "The file cannot be written there. Choose another folder, or check that you may write to this one."
    ),
    Code.FILE_FULL: N_("There is no space left for the file. Free some space or choose another disk."),
    Code.FILE_EXISTS: N_("Something of that name is there already. Choose another name or an empty folder."),
    Code.TEXT_LINE_UNREADABLE: N_('A line of the file is not JSON with "id" and "text". Correct it.'),
    Code.STATS_BAD_PERIOD: N_("This is not a period. Write it as 2009, 2009-06, 2009-06-14 or FROM..TO."),
    Code.SITE_UNKNOWN: N_("There is no site with this code. See the list of sites in the questionnaire."),
    Code.REPORT_UNKNOWN_KIND: N_("There is no report of this kind. See the list of reports."),
    Code.REPORT_NAMES_INSIDE: N_(
        "Reports for the inside hold codes and name nobody. Choose a report for partners or for the public."
    ),
    Code.LANGUAGE_UNKNOWN: N_("fieldkit does not have this language. Available languages: en, ru."),
    Code.INTERNAL: N_(
        "Something went wrong inside fieldkit. What was saved before is kept. "
        "Report the place in brackets to those who maintain fieldkit."
    ),
}
SENTENCES: Mapping[Code, str] = MappingProxyType(
    {
        **vault.SENTENCES,
        **media.SENTENCES,
        **exchange.SENTENCES,
        **identity.SENTENCES,
        **reference.SENTENCES,
        **_FORMS,
        **_RECORDS,
        **_PROJECT,
        **_OTHERS,
    }
)
"""English sentence of each code that needs no filling."""


def all_codes() -> frozenset[Code]:
    """Every code that has a sentence."""
    return frozenset(SENTENCES) | frozenset(_FILLED)


def sentence(error: Refusal, language: Language) -> str:
    """What happened and what to do, in `language`; the thing in question follows in brackets where it is known."""
    filled = _FILLED.get(error.code)
    text = filled(error, language) if filled else language.gettext(SENTENCES[error.code])
    names = [value for name in _NAMES if isinstance(value := error.params.get(name), str) and value]
    return f"{text} ({', '.join(names)})" if names else text


def _unreadable_line(error: Refusal, language: Language) -> str:
    text = language.gettext('Line {line} of the file is not JSON with "id" and "text". Correct it; nothing was done.')
    return text.format(line=error.params.get("line", "?"))


def _problems(error: Refusal, language: Language) -> str:
    count = error.params.get("count", 0)
    return language.ngettext(
        "{n} question still needs an answer or holds one that cannot be right. Correct it, then submit again.",
        "{n} questions still need an answer or hold one that cannot be right. Correct them, then submit again.",
        count if isinstance(count, int) else 0,
    )


def _undecided(error: Refusal, language: Language) -> str:
    count = error.params.get("count", 0)
    return language.ngettext(
        "{n} question is not decided yet. Choose a version for it, then decide again.",
        "{n} questions are not decided yet. Choose a version for each, then decide again.",
        count if isinstance(count, int) else 0,
    )


def _losses(error: Refusal, language: Language) -> str:
    count = error.params.get("count", 0)
    return language.ngettext(
        "{n} answer has no place in this version. Nothing was changed. Repeat with --yes to go on without it.",
        "{n} answers have no place in this version. Nothing was changed. Repeat with --yes to go on without them.",
        count if isinstance(count, int) else 0,
    )


def _recovery_code(error: Refusal, language: Language) -> str:
    _ = language.gettext
    group = error.params.get("group", 0)
    if not group:
        return _("This recovery code does not open this vault. Check that it belongs to it.")
    return _("There is a typing error in group {group} of the recovery code. Compare it with the printed one.").format(
        group=group
    )


def _too_few(error: Refusal, language: Language) -> str:
    count = error.params.get("count", 0)
    return language.ngettext(
        "Only {n} record may be shared with a partner: in so small a table people can be singled out. Nothing was "
        "written. Wait until there are more, or give figures instead.",
        "Only {n} records may be shared with a partner: in so small a table people can be singled out. Nothing was "
        "written. Wait until there are more, or give figures instead.",
        count if isinstance(count, int) else 0,
    )


def _too_alike(error: Refusal, language: Language) -> str:
    count = error.params.get("count", 0)
    return language.ngettext(
        "Only {n} record differs from what was given out before: whoever has both would see what it tells. "
        "Wait until more have come or changed, or ask for another period, site or breakdown.",
        "Only {n} records differ from what was given out before: whoever has both would see what these tell. "
        "Wait until more have come or changed, or ask for another period, site or breakdown.",
        count if isinstance(count, int) else 0,
    )


def _dimension(error: Refusal, language: Language) -> str:
    _ = language.gettext
    known = error.params.get("known", "site, month")
    return _("Figures cannot be broken down in this way. Each of these may be used once: {known}.").format(known=known)


_FILLED: Mapping[Code, Callable[[Refusal, Language], str]] = MappingProxyType(
    {
        Code.ANSWER_PROBLEMS: _problems,
        Code.TEXT_LINE_UNREADABLE: _unreadable_line,
        Code.MIGRATION_LOSES: _losses,
        Code.RESOLVE_UNDECIDED: _undecided,
        Code.MEDIA_TOO_LARGE: media.too_large,
        Code.VAULT_WRONG_RECOVERY_CODE: _recovery_code,
        Code.MICRODATA_TOO_FEW: _too_few,
        Code.FIGURES_TOO_ALIKE: _too_alike,
        Code.STATS_UNKNOWN_DIMENSION: _dimension,
    }
)
"""Sentences that need more than their parameters in brackets."""
