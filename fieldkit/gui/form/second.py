"""What a question says in the second language, for the person who is asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fieldkit.domain.forms import NodeState, Session


@dataclass(frozen=True, slots=True)
class Second:
    """Only what differs from the first language."""

    label: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    """Labels by the codes of choices."""


NOTHING = Second()


def second(session: Session, state: NodeState, language: str) -> Second:
    """The words of a node in another language of the form; nothing if none is named."""
    if not language:
        return NOTHING
    label = session.translated_label(state.ref, language)
    there = session.translated_choices(state.ref, language) or () if state.choices else ()
    usual = {choice.value: choice.label for choice in state.choices or ()}
    return Second(
        label=label if label != state.label else "",
        choices={each.value: each.label for each in there if each.label and each.label != usual.get(each.value)},
    )
