"""How answers are spelt in submissions, and whether two fillings say the same."""

import re
from collections.abc import Mapping
from datetime import tzinfo

from fieldkit.domain import sealed
from fieldkit.domain.answers import Answers
from fieldkit.domain.forms import Instrument
from fieldkit.errors import Refusal
from fieldkit.instruments import sealing, xform
from fieldkit.instruments.coercion import format_moment, parse_moment
from fieldkit.instruments.definition import Form, NodeDefinition
from fieldkit.instruments.values import stored

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters that no XML document can hold."""
_WITH_OFFSET = re.compile(r"[0-9-]{10}T[0-9]{2}:[0-9]{2}:[0-9]{2}[0-9.]*(Z|[+-][0-9]{2}:[0-9]{2})\Z")
_IDENTITY = re.compile(r"/[^/]+/meta/instanceID\Z")


def written(bind_type: str, value: str, zone: tzinfo) -> str:
    """An answer as ODK writes it: moments with their offset; a character that XML cannot hold as U+FFFD."""
    if bind_type == "dateTime" and not _WITH_OFFSET.match(value):
        moment = parse_moment(value, zone)
        return format_moment(moment) if moment else _NOT_IN_XML.sub("\ufffd", value)
    return _NOT_IN_XML.sub("\ufffd", value)


def instance_id_of(answers: Answers) -> str:
    """The instanceID that stands among the answers, as forms ask for it; empty without one."""
    return next((item.value for item in answers.items if _IDENTITY.match(item.ref)), "")


def say_the_same(one: Answers, other: Answers, instrument: Instrument, zone: tzinfo) -> bool:
    """Whether two fillings of one form would make the same submission, whatever its identity."""
    form = xform.read(instrument.xform)
    told = sealing.of(form)  # what stands there depends on who kept it
    one, other = (sealed.without(answers, told) for answers in (one, other))
    instances = [{key.ref for key in answers.repeats} for answers in (one, other)]
    return instances[0] == instances[1] and _values(one, form, zone) == _values(other, form, zone)


def _values(answers: Answers, form: Form, zone: tzinfo) -> Mapping[str, str]:
    return {
        item.ref: _one_spelling(item.value, form.by_path.get(item.path), zone)
        for item in answers.items
        if not _IDENTITY.match(item.ref)
    }


def _one_spelling(value: str, definition: NodeDefinition | None, zone: tzinfo) -> str:
    """Earlier versions of the engine spelt numbers and times in other ways."""
    if definition is None:
        return value
    text = written(definition.bind.type, value, zone)
    try:
        return stored(definition.kind, definition.bind.type, text, definition.path, zone)
    except Refusal:
        return text
