"""Questions that would repeat what is sealed: the sealed ones, and those that the form computes from them.

A form that is filled here computes from codes. Answers that another tool or an older program made may repeat a name.
"""

from functools import lru_cache

from fieldkit.domain.forms import Instrument
from fieldkit.instruments import xform
from fieldkit.instruments.definition import Form, NodeDefinition


@lru_cache(maxsize=16)
def telling(instrument: Instrument) -> frozenset[str]:
    """Paths of the sealed questions of a form, and of all that is computed from them; empty if it has none."""
    if not any(question.sealed for question in instrument.questions):
        return frozenset()
    return of(xform.read(instrument.xform))


def of(form: Form) -> frozenset[str]:
    """The same of a form that was read."""
    found = {each for each in form.by_path.values() if each.bind.sealed and not each.children}
    while further := {each for each in form.by_path.values() if each not in found and _reads(each, found)}:
        found |= further
    return frozenset(each.path for each in found)


def _reads(definition: NodeDefinition, told: set[NodeDefinition]) -> bool:
    """Whether it is computed from one of these, or something that happens to one of them writes it."""
    formula = definition.bind.calculate
    if formula is not None and not told.isdisjoint(formula.reads):
        return True
    actions = (action for each in told for action in each.on_change)
    return any(definition in action.target.nodes for action in actions)
