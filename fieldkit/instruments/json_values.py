"""JSON of answers: read strictly, numbers kept as they are written, values turned into the texts that answers are."""

import json
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from fieldkit.domain.forms import Kind, NodeState
from fieldkit.errors import Code, Refusal

LARGEST = 5_000_000
"""Bytes of an answers file."""

Json: TypeAlias = "str | bool | list[Json] | dict[str, Json] | None"
"""What is read: numbers stay texts, in plain notation."""


def parse(untrusted: bytes) -> Mapping[str, Json]:
    """The object in a JSON document. Raises Refusal(ANSWERS_UNREADABLE), also for keys that stand twice."""
    if len(untrusted) > LARGEST:
        raise Refusal(Code.ANSWERS_UNREADABLE)
    try:
        document = json.loads(
            untrusted,
            parse_int=str,
            parse_float=_plain,
            parse_constant=_no_number,
            object_pairs_hook=_object,
        )
    except (ValueError, RecursionError, InvalidOperation):
        raise Refusal(Code.ANSWERS_UNREADABLE) from None
    if not isinstance(document, dict):
        raise Refusal(Code.ANSWERS_UNREADABLE)
    return document


def text_of(value: Json, state: NodeState) -> str:
    """The answer that a JSON value is for one question. Raises Refusal(ANSWER_WRONG_TYPE)."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return _yes_or_no(state, yes=value)
    several = state.kind in (Kind.SELECT_MULTIPLE, Kind.RANK)
    if isinstance(value, list) and several and all(isinstance(code, str) for code in value):
        return " ".join(str(code) for code in value)
    raise Refusal(Code.ANSWER_WRONG_TYPE, ref=state.ref)


def _yes_or_no(state: NodeState, *, yes: bool) -> str:
    """`true` is OK for an acknowledgement and `yes` for a question that offers it."""
    if state.kind is Kind.ACKNOWLEDGE:
        return "OK" if yes else ""
    offered = {choice.value for choice in state.choices or ()}
    if {"yes", "no"} <= offered:
        return "yes" if yes else "no"
    return "true" if yes else "false"


def _object(pairs: list[tuple[str, Json]]) -> dict[str, Json]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _plain(number: str) -> str:
    value = Decimal(number)
    if abs(value.adjusted()) > 40:
        raise ValueError("a number out of all measure")
    return f"{value:f}"


def _no_number(name: str) -> str:
    raise ValueError(name)
