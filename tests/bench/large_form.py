"""A large XForm for benchmarks, written as pyxform writes one: sections, cascades, chains of calculations, languages."""

from collections.abc import Iterator

QUESTIONS, CHOICES, LANGUAGES = 1_000, 5_000, 10
TOUCHED = 50
"""Calculations that read the first question, one after the other."""
FIRST = "/data/s0/q0"
SECOND = "/data/s1/q1"
"""Decides which questions are relevant and which choices are offered."""

_LISTS, _SECTIONS, _WRAPPER = (
    10,
    20,
    (
        '<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"'
        ' xmlns:jr="http://openrosa.org/javarosa"><h:head><h:title>Large</h:title><model>{}</model></h:head>'
        "<h:body>{}</h:body></h:html>"
    ),
)


def document() -> str:
    """The whole XForm."""
    asked = [(f"s{number % _SECTIONS}", f"q{number}", number) for number in range(QUESTIONS - TOUCHED)]
    primary = "".join(
        f"<s{section}>{''.join(f'<{name}/>' for group, name, _ in asked if group == f's{section}')}</s{section}>"
        for section in range(_SECTIONS)
    )
    computed = "".join(f"<c{number}/>" for number in range(TOUCHED))
    model = [
        "<itext>",
        *(_translation(language, asked) for language in range(LANGUAGES)),
        f'</itext><instance><data id="large" version="1">{primary}{computed}</data></instance>',
        *(_list(number) for number in range(_LISTS)),
        *(_bind(section, name, number) for section, name, number in asked),
        *(_calculation(number) for number in range(TOUCHED)),
    ]
    return _WRAPPER.format("".join(model), "".join(_body(asked)))


def _translation(language: int, asked: list[tuple[str, str, int]]) -> str:
    texts = [
        _text(f"/data/{section}/{name}:label", f"Question {name}, language {language}") for section, name, _ in asked
    ]
    texts += [_text(f"l{place % _LISTS}-{place}", f"Choice {place}, language {language}") for place in range(CHOICES)]
    return f'<translation lang="Language {language}">{"".join(texts)}</translation>'


def _text(text_id: str, words: str) -> str:
    return f'<text id="{text_id}"><value>{words}</value></text>'


def _list(number: int) -> str:
    items = "".join(
        f"<item><itextId>l{number}-{place}</itextId><name>c{place}</name><part>p{place % 25}</part></item>"
        for place in range(number, CHOICES, _LISTS)
    )
    return f'<instance id="l{number}"><root>{items}</root></instance>'


def _bind(section: str, name: str, number: int) -> str:
    rules = {0: "", 1: ' required="true()"', 2: f' relevant=" {SECOND} &gt; {number}"', 3: ' constraint=". &lt; 1000"'}
    kind = "string" if _selects(number) else "int"
    return f'<bind nodeset="/data/{section}/{name}" type="{kind}"{rules[number % 4]}/>'


def _calculation(number: int) -> str:
    before = f"/data/c{number - 1}" if number else FIRST
    return f'<bind nodeset="/data/c{number}" type="string" calculate="{FIRST} + coalesce( {before} , 0) * 2"/>'


def _selects(number: int) -> bool:
    return number % 5 == 4


def _body(asked: list[tuple[str, str, int]]) -> Iterator[str]:
    for section in range(_SECTIONS):
        yield f'<group ref="/data/s{section}">'
        for group, name, number in asked:
            if group == f"s{section}":
                yield _control(f"/data/{group}/{name}", number)
        yield "</group>"


def _control(ref: str, number: int) -> str:
    label = f"<label ref=\"jr:itext('{ref}:label')\"/>"
    if not _selects(number):
        return f'<input ref="{ref}">{label}</input>'
    nodeset = f"instance('l{number % _LISTS}')/root/item"
    if number % 2:
        nodeset += f"[part = concat('p', {SECOND} )]"
    return (
        f'<select1 ref="{ref}">{label}<itemset nodeset="{nodeset}"><value ref="name"/>'
        '<label ref="jr:itext(itextId)"/></itemset></select1>'
    )
