"""How answers are spelt in submissions, and whether two fillings say the same."""

import re
from collections.abc import Mapping
from datetime import tzinfo

from fieldkit.domain.answers import Answers
from fieldkit.instruments.coercion import format_moment, parse_moment
from fieldkit.instruments.definition import Form

_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Control characters that no XML document can hold."""
_IDENTITY = re.compile(r"/[^/]+/meta/instanceID\Z")


def written(bind_type: str, value: str, zone: tzinfo) -> str:
    """An answer as ODK writes it: moments in full, with an offset; a character that XML cannot hold as U+FFFD."""
    if bind_type == "dateTime":
        moment = parse_moment(value, zone)
        return format_moment(moment) if moment else _NOT_IN_XML.sub("\ufffd", value)
    return _NOT_IN_XML.sub("\ufffd", value)


def instance_id_of(answers: Answers) -> str:
    """The instanceID that stands among the answers, as forms ask for it; empty without one."""
    return next((item.value for item in answers.items if _IDENTITY.match(item.ref)), "")


def say_the_same(one: Answers, other: Answers, form: Form, zone: tzinfo) -> bool:
    """Whether two fillings of one form would make the same submission, whatever its identity."""
    return _values(one, form, zone) == _values(other, form, zone) and {key.ref for key in one.repeats} == {
        key.ref for key in other.repeats
    }


def _values(answers: Answers, form: Form, zone: tzinfo) -> Mapping[str, str]:
    found: dict[str, str] = {}
    for item in answers.items:
        definition = form.by_path.get(item.path)
        if not _IDENTITY.match(item.ref):
            found[item.ref] = written(definition.bind.type if definition else "", item.value, zone)
    return found
