"""Numbers that two people compare by reading them aloud, said in words."""

from fieldkit.i18n import Language
from fieldkit.services import spoken


def in_words(numbers: str, language: Language) -> str:
    """The line below numbers that `fieldkit.services.spoken.numbers` gave."""
    return language.gettext("The same in English words: {words}").format(words=spoken.words(numbers, language.code))
