"""Words that may stand in a text for what gives somebody away, in the languages of the texts.

They become part of what is told, so they are in the language of the text and not in that of the interface.
"""

from fieldkit.domain.linting import Kind
from fieldkit.privacy.tongue import Tongue


def _row(words: str) -> tuple[str, ...]:
    return tuple(words.split())


NEUTRAL: dict[Tongue, dict[Kind, str]] = {
    Tongue.RU: {
        Kind.PHONE: "телефон", Kind.EMAIL: "почта", Kind.HANDLE: "имя в сети", Kind.CARD: "номер карты",
        Kind.PASSPORT: "номер документа", Kind.PLATE: "номер машины", Kind.ADDRESS: "место в районе",
        Kind.EXACT_DATE: "дата", Kind.SCHOOL_OR_WORKPLACE: "место учёбы или работы",
    },
    Tongue.EN: {
        Kind.PHONE: "phone", Kind.EMAIL: "e-mail", Kind.HANDLE: "account", Kind.CARD: "card number",
        Kind.PASSPORT: "document number", Kind.PLATE: "car number", Kind.ADDRESS: "a place in the district",
        Kind.EXACT_DATE: "date", Kind.SCHOOL_OR_WORKPLACE: "a school or workplace",
    },
    Tongue.KY: {
        Kind.PHONE: "телефон", Kind.EMAIL: "почта", Kind.HANDLE: "тармактагы ат", Kind.CARD: "карта номери",
        Kind.PASSPORT: "документтин номери", Kind.PLATE: "унаанын номери", Kind.ADDRESS: "райондогу жер",
        Kind.EXACT_DATE: "күнү", Kind.SCHOOL_OR_WORKPLACE: "окуган же иштеген жери",
    },
    Tongue.KK: {
        Kind.PHONE: "телефон", Kind.EMAIL: "пошта", Kind.HANDLE: "желідегі аты", Kind.CARD: "карта нөмірі",
        Kind.PASSPORT: "құжат нөмірі", Kind.PLATE: "көлік нөмірі", Kind.ADDRESS: "аудандағы жер",
        Kind.EXACT_DATE: "күні", Kind.SCHOOL_OR_WORKPLACE: "оқу немесе жұмыс орны",
    },
    Tongue.UZ: {
        Kind.PHONE: "telefon", Kind.EMAIL: "pochta", Kind.HANDLE: "tarmoqdagi nom", Kind.CARD: "karta raqami",
        Kind.PASSPORT: "hujjat raqami", Kind.PLATE: "mashina raqami", Kind.ADDRESS: "tumandagi joy",
        Kind.EXACT_DATE: "sana", Kind.SCHOOL_OR_WORKPLACE: "o'qish yoki ish joyi",
    },
    Tongue.TG: {
        Kind.PHONE: "телефон", Kind.EMAIL: "почта", Kind.HANDLE: "ном дар шабака", Kind.CARD: "рақами корт",
        Kind.PASSPORT: "рақами ҳуҷҷат", Kind.PLATE: "рақами мошин", Kind.ADDRESS: "ҷое дар ноҳия",
        Kind.EXACT_DATE: "сана", Kind.SCHOOL_OR_WORKPLACE: "ҷои таҳсил ё кор",
    },
}  # fmt: skip
PERSON: dict[Tongue, tuple[str, ...]] = {
    Tongue.RU: ("родственник", "знакомый", "должностное лицо"),
    Tongue.EN: ("a relative", "an acquaintance", "an official"),
    Tongue.KY: ("тууганы", "таанышы", "кызмат адамы"),
    Tongue.KK: ("туысы", "танысы", "лауазымды адам"),
    Tongue.UZ: ("qarindoshi", "tanishi", "mansabdor shaxs"),
    Tongue.TG: ("хеш", "шинос", "шахси мансабдор"),
}
MONTHS = {
    Tongue.RU: _row("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    Tongue.EN: _row("January February March April May June July August September October November December"),
    Tongue.KY: _row("январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь"),
    Tongue.KK: _row("қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан"),
    Tongue.UZ: _row("yanvar fevral mart aprel may iyun iyul avgust sentabr oktabr noyabr dekabr"),
    Tongue.TG: _row("январ феврал март апрел май июн июл август сентябр октябр ноябр декабр"),
}
