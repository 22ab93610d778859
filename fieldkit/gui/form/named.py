"""Names of what a form shows without words: a label or choice may be nothing but a picture, a sound or a film."""

from collections.abc import Mapping

import msgspec

from fieldkit.domain.forms import Choice, Media, Medium, NodeState
from fieldkit.i18n import N_, Language

UNTRANSLATED = frozenset({"", "-"})
"""Words in small print that say nothing; converters write the dash where one language lacks a hint of another."""
_WORDS: Mapping[Medium, str] = {
    Medium.IMAGE: N_("picture: {file}"),
    Medium.BIG_IMAGE: N_("picture: {file}"),
    Medium.AUDIO: N_("sound: {file}"),
    Medium.VIDEO: N_("video: {file}"),
}


def files(media: tuple[Media, ...], language: Language) -> str:
    """The files in words; the large copy of a picture is not worth a second one."""
    there = {each.medium for each in media}
    told = [each for each in media if each.medium is not Medium.BIG_IMAGE or Medium.IMAGE not in there]
    return "  ·  ".join(language.gettext(_WORDS[each.medium]).format(file=each.file) for each in told)


def label(state: NodeState, language: Language) -> str:
    """The label of a node, else its files, else its name in the form: never nothing."""
    return state.label or files(state.media, language) or state.ref.rpartition("/")[2]


def named(state: NodeState, language: Language) -> NodeState:
    """The node with names in place of missing labels, its own and those of its choices."""
    choices = state.choices
    if choices is not None and not all(choice.label for choice in choices):
        choices = tuple(choice if choice.label else _named(choice, language) for choice in choices)
    if state.label and choices is state.choices:
        return state
    return msgspec.structs.replace(state, label=label(state, language), choices=choices)


def _named(choice: Choice, language: Language) -> Choice:
    return Choice(choice.value, files(choice.media, language) or choice.value, choice.media)
