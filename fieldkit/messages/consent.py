"""Consent in words: uses, how they stand, what taking them back does, and what was given out before."""

from collections.abc import Collection, Sequence

from fieldkit.domain.consent import Agreed, Use
from fieldkit.domain.products import GivenOut, ProductKind
from fieldkit.domain.query import Level
from fieldkit.i18n import N_, Language

_USES = {
    Use.STORE_RECORD: N_("keeping the record"),
    Use.STATISTICS: N_("counting it in statistics"),
    Use.ANONYMOUS_SUMMARY: N_("retelling it without a name"),
    Use.ANONYMOUS_QUOTE: N_("quoting it without a name"),
    Use.SHARE_PARTNER: N_("sharing it with a partner organisation"),
    Use.SHARE_LAWYER: N_("sharing it with a lawyer"),
    Use.REFERRAL: N_("passing it on for help"),
    Use.PHOTO: N_("using photographs without faces"),
    Use.RECONTACT: N_("contacting the person again"),
    Use.REAL_NAME: N_("publishing the real name"),
}
_AGREED = {
    Agreed.GIVEN: N_("yes"),
    Agreed.DECLINED: N_("no"),
    Agreed.WITHDRAWN: N_("taken back"),
    Agreed.RECONFIRM_DUE: N_("yes, but to be asked again before anything is printed"),
    Agreed.RECONFIRMED: N_("yes, and said so again lately"),
    Agreed.WEAK: N_("yes, but not asked in a way that is enough for this"),
    Agreed.NOT_ASKED: N_("no answer"),
}
_KINDS = {
    ProductKind.REPORT: N_("report"),
    ProductKind.FIGURES: N_("figures"),
    ProductKind.ODK: N_("folder for ODK"),
    ProductKind.ARCHIVE: N_("archive"),
    ProductKind.ATTACHMENT: N_("copy of a file"),
    ProductKind.MICRODATA: N_("table of records"),
}
_LEVELS = {Level.INTERNAL: N_("internal"), Level.PARTNER: N_("partner"), Level.PUBLIC: N_("public")}
NOBODY_ASKED = N_("Nobody told this record: there was nobody to ask.")


def use(value: Use, language: Language) -> str:
    """What a record is used for, to stand in a list."""
    return language.gettext(_USES[value])


def uses(values: Collection[Use], language: Language) -> str:
    """Several of them, in the order in which people are asked."""
    return ", ".join(use(each, language) for each in Use if each in values)


def agreed(value: Agreed, language: Language) -> str:
    """How a use stands."""
    return language.gettext(_AGREED[value])


def consequences(ended: Collection[Use], given_out: int, language: Language) -> str:
    """What taking these uses back will do, and what it cannot; without any, or without keeping, the record goes."""
    _ = language.gettext
    if not ended or Use.STORE_RECORD in ended:
        said = _(
            "The person takes back their consent: every answer, revision and note of this record is erased here, and on"
            " every other device as soon as this travels there. Only the fact of a withdrawal stays. This cannot be"
            " undone."
        )
    else:
        said = _(
            "The person takes back their consent for: {uses}. From now on nothing is made of this record for that, here"
            " and on every other device as soon as this travels there. The record itself stays. This cannot be undone."
        ).format(uses=uses(ended, language))
    if not given_out:
        return said
    told = language.ngettext(
        "{n} file or list that was given out before has it in it and cannot be called back from here.",
        "{n} files or lists that were given out before have it in them and cannot be called back from here.",
        given_out,
    )
    return f"{said} {told.format(n=language.number(given_out))}"


def recalls(count: int, language: Language) -> str:
    """What an import that brought withdrawals asks for."""
    return language.ngettext(
        "Consent was withdrawn for a record that is in {n} file or list given out of this vault: ask for it back. "
        "“fieldkit consent recall” and the page of the record say which.",
        "Consent was withdrawn for records that are in {n} files or lists given out of this vault: ask for them back. "
        "“fieldkit consent recall” and the pages of the records say which.",
        count,
    )


def given_out(found: Sequence[GivenOut], language: Language) -> list[tuple[str, ...]]:
    """Rows of a table: when, what, for whom, name, used for."""
    return [
        (
            each.product.at,
            language.gettext(_KINDS[each.product.kind]),
            language.gettext(_LEVELS[each.product.level]),
            each.product.name,
            uses(each.uses, language),
        )
        for each in found
    ]
