"""Forms filled by chance, as a person with no plan would: any question that is asked, any answer it takes."""

import random
from datetime import date, datetime, timedelta, timezone

from fieldkit.domain.forms import Kind, NodeState, Session
from fieldkit.errors import Refusal

LETTERS = "абвгəқңўҳĕйé ABC'\"<&>]]>;,\t\n\r\u2028🙂0\u00a0"


WILLING = {"safe_here": "safe", "danger_signs": "none"}
"""Answers without which an interview is not held."""


def fill(session: Session, seed: int, *, rounds: int = 3) -> None:
    """Answer about half of what is asked, several times over, because answers open questions."""
    chance = random.Random(seed)
    for _ in range(rounds):
        for node in session.nodes():
            if chance.random() < 0.5 or node.kind is Kind.SELECT_ONE:
                _touch(session, node.ref, chance)


def _touch(session: Session, ref: str, chance: random.Random) -> None:
    try:
        node = session.node(ref)
    except Refusal:
        return  # its repeat instance is gone
    if not node.relevant or node.readonly:
        return
    if node.kind is Kind.REPEAT:
        if node.count and chance.random() < 0.3:
            session.remove_repeat(ref, chance.randrange(node.count))
        elif node.count < 4:
            session.add_repeat(ref)
        return
    name = ref.rpartition("/")[2]
    wanted = "yes" if name.startswith("consent_") else WILLING.get(name)
    offered = [choice.value for choice in node.choices or ()]
    value = wanted if wanted in offered else _answer(node, chance)
    if value is not None:
        session.set(ref, value)


def _answer(node: NodeState, chance: random.Random) -> str | None:
    codes = [choice.value for choice in node.choices or ()]
    match node.kind:
        case Kind.TEXT | Kind.BARCODE:
            return "".join(chance.choice(LETTERS) for _ in range(chance.randrange(12)))
        case Kind.INTEGER:
            return str(chance.randrange(-5, 100_000))
        case Kind.DECIMAL:
            return f"{chance.randrange(100_000)}.{chance.randrange(100)}"
        case Kind.DATE:
            return (date(2001, 1, 1) + timedelta(days=chance.randrange(9_000))).isoformat()
        case Kind.TIME:
            return f"{chance.randrange(24):02}:{chance.randrange(60):02}:00.000+06:00"
        case Kind.DATETIME:
            zone = timezone(timedelta(hours=chance.randrange(-5, 6)))
            moment = datetime(2009, 6, 1, tzinfo=zone) + timedelta(seconds=chance.randrange(10**7))
            return moment.isoformat(timespec="milliseconds")
        case Kind.SELECT_ONE if codes:
            return chance.choice(codes)
        case Kind.SELECT_MULTIPLE if codes:
            return " ".join(chance.sample(codes, chance.randrange(len(codes) + 1)))
        case Kind.GEOPOINT:
            return f"{chance.randrange(90)}.5 {chance.randrange(180)}.25 0.0 3.0"
        case Kind.FILE:
            return "photo.jpg"
    return None
