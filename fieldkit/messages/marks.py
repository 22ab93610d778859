"""Classes of what gives people away in texts, in words."""

from fieldkit.domain.linting import Kind
from fieldkit.i18n import N_

LABELS = {
    Kind.PERSON_NAME: N_("name of a person"),
    Kind.PHONE: N_("telephone"),
    Kind.EMAIL: N_("e-mail"),
    Kind.HANDLE: N_("name in a network"),
    Kind.KZ_IIN: N_("IIN of Kazakhstan"),
    Kind.KG_PIN: N_("PIN of Kyrgyzstan"),
    Kind.UZ_PINFL: N_("PINFL of Uzbekistan"),
    Kind.PASSPORT: N_("passport"),
    Kind.PLATE: N_("number plate"),
    Kind.CARD: N_("bank card"),
    Kind.ADDRESS: N_("address"),
    Kind.EXACT_DATE: N_("exact date"),
    Kind.SCHOOL_OR_WORKPLACE: N_("school or workplace"),
}
