"""Every finding in a form: the right code at the right sheet, row and column."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.findings import Finding, Flaw, Severity
from fieldkit.instruments.complaints import finding
from fieldkit.instruments.reading import Reading, examine

HEAD = "| type | name | label | relevant | constraint | calculation | required | choice_filter | parameters | trigger |"
CHOICES = "| list_name | name | label | region |\n| yn | yes | Yes | |\n| yn | no | No | |"


def form(*rows: str, head: str = HEAD, choices: str = CHOICES, settings: str = "") -> Reading:
    """A form with these rows; rows are filled up with empty cells."""
    width = head.count("|")
    table = [head, *(row + " |" * (width - row.count("|")) for row in rows)]
    parts = ["| survey |", *(f"| {line}" for line in table)]
    if choices:
        parts += ["| choices |", *(f"| {line}" for line in choices.splitlines())]
    if settings:
        parts += ["| settings |", *(f"| {line}" for line in settings.splitlines())]
    return examine("\n".join(parts).encode("utf-8"), "form.md")


def places(reading: Reading, severity: Severity = Severity.ERROR) -> list[tuple[Flaw, str, int, str, str]]:
    found = [each for each in reading.findings if each.severity is severity]
    return [(each.flaw, each.sheet, each.row, each.column, each.name) for each in found]


FINE = "| select_one yn | fine | Fine? |"


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| texxt | a | A |", (Flaw.TYPE_UNKNOWN, "type", "texxt")),
        ("| include | a | A |", (Flaw.TYPE_GONE, "type", "include")),
        ("| text | | A |", (Flaw.NAME_MISSING, "name", "")),
        ("| text | 1st | A |", (Flaw.NAME_BAD, "name", "1st")),
        ("| text | fine | A |", (Flaw.NAME_TWICE, "name", "fine")),
        ("| text | meta | A |", (Flaw.NAME_RESERVED, "name", "meta")),
        ("| text | a | |", (Flaw.LABEL_MISSING, "label", "a")),
        ("| | a | A |", (Flaw.TYPE_MISSING, "type", "")),
        ("| select_one gone | a | A |", (Flaw.LIST_UNKNOWN, "type", "gone")),
        ("| select_one_external gone | a | A | | | | | true() |", (Flaw.LIST_UNKNOWN, "type", "gone")),
        ("| begin group | g | G |", (Flaw.GROUP_OPEN, "type", "g")),
        ("| end group | | |", (Flaw.GROUP_UNOPENED, "type", "")),
        ("| calculate | a | |", (Flaw.CALCULATION_MISSING, "calculation", "a")),
        ("| text | a | A | ${b} = 1 |", (Flaw.REFERENCE_UNKNOWN, "relevant", "b")),
        ("| text | a | A ${b} |", (Flaw.REFERENCE_UNKNOWN, "label", "b")),
        ("| text | a | A | ${b c} = 1 |", (Flaw.REFERENCE_BAD, "relevant", "b c")),
        ("| range | a | A | | | | | | start=x |", (Flaw.PARAMETER_BAD, "parameters", "")),
        ("| text | a | A | ${fine} = |", (Flaw.EXPRESSION, "relevant", "")),
        ("| text | a | A | | (. < 3 |", (Flaw.EXPRESSION, "constraint", "")),
        ("| calculate | a | | | | 1 +* 2 |", (Flaw.EXPRESSION, "calculation", "")),
        ("| text | a | A | | | | ${fine} == 'yes' |", (Flaw.EXPRESSION, "required", "")),
        ("| select_one yn | a | A | | | | | label::x = 1 |", (Flaw.EXPRESSION, "choice_filter", "")),
        ("| text | a | A | launch(1) |", (Flaw.FUNCTION_UNKNOWN, "relevant", "launch")),
        ("| text | a | A | if(1) |", (Flaw.FUNCTION_ARGUMENTS, "relevant", "if")),
        ("| text | a | A | /data/gone = 1 |", (Flaw.REFERENCE_UNKNOWN, "relevant", "/data/gone")),
        ("| text | a | A | instance('gone')/x = 1 |", (Flaw.REFERENCE_UNKNOWN, "relevant", "gone")),
        ("| text | a | A | ${a} = 1 |", (Flaw.CYCLE, "relevant", "")),
        ("| calculate | a | | | | ${a} + 1 |", (Flaw.CYCLE, "calculation", "")),
        ("| text | a | <script>alert(1)</script> |", (Flaw.ACTIVE_CONTENT, "label", "")),
        ("| text | a | <img src=x onerror=go()> |", (Flaw.ACTIVE_CONTENT, "label", "")),
        ("| text | a | [go](javascript:go()) |", (Flaw.ACTIVE_CONTENT, "label", "")),
    ],
)
def test_an_error_is_told_with_its_cell(row: str, expected: tuple[Flaw, str, str]) -> None:
    reading = form(FINE, row)
    flaw, column, name = expected
    assert reading.instrument is None
    assert places(reading) == [(flaw, "survey", 3, column, name)]


def test_all_errors_are_told_at_once() -> None:
    reading = form("| texxt | a | A |", "| text | b | B | ${nobody} = 1 |", "| select_one none | c | C | (1 |")
    assert places(reading) == [
        (Flaw.TYPE_UNKNOWN, "survey", 2, "type", "texxt"),
        (Flaw.REFERENCE_UNKNOWN, "survey", 3, "relevant", "nobody"),
        (Flaw.EXPRESSION, "survey", 4, "relevant", ""),
        (Flaw.LIST_UNKNOWN, "survey", 4, "type", "none"),
    ]


def test_rules_that_need_each_other_are_told_at_one_of_them() -> None:
    reading = form("| text | a | A | ${b} = 1 |", "| text | b | B | ${a} = 1 |")
    assert places(reading) in (
        [(Flaw.CYCLE, "survey", 2, "relevant", "")],
        [(Flaw.CYCLE, "survey", 3, "relevant", "")],
    )


def test_an_unknown_fact_role_is_told_with_its_cell() -> None:
    head = "| type | name | label | bind::fk:fact |"
    namespaces = '| namespaces |\n| fk="https://fieldkit.invalid/xforms" |'
    reading = form("| text | a | A | payment.nothing |", head=head, settings=namespaces)
    assert places(reading) == [(Flaw.UNKNOWN_ROLE, "survey", 2, "bind::fk:fact", "payment.nothing")]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("| text | a | A | | regex(., '[0-9]+') |", (Flaw.REGEX_OPEN, "constraint", "[0-9]+")),
        ("| text | a | A | | regex(., '^[0-9+$') |", (Flaw.REGEX_BAD, "constraint", "^[0-9+$")),
        ("| calculate | a | | | | digest(${fine}, 'SHA-256') |", (Flaw.DIGEST, "calculation", "")),
        ("| background-audio | a | |", (Flaw.TYPE_CARRIED, "type", "background-audio")),
        ("| phonenumber | a | |", (Flaw.TYPE_CARRIED, "type", "phonenumber")),
        ("| text | Fine | A |", (Flaw.NAME_CASE, "name", "Fine")),
        ("| text | a | #N/A |", (Flaw.VALUE_BAD, "label", "#N/A")),
        ("| text | a | ${last-saved#fine} |", (Flaw.LAST_SAVED, "label", "")),
    ],
)
def test_a_doubt_is_told_and_the_form_can_be_used(row: str, expected: tuple[Flaw, str, str]) -> None:
    reading = form(FINE, row)
    flaw, column, name = expected
    assert reading.instrument is not None
    assert (flaw, "survey", 3, column, name) in places(reading, Severity.WARNING)


@pytest.mark.parametrize("pattern", ["^[0-9]+$", "^a.*", ".*[0-9]{6,}.*", "[\\s\\S]*[0-9]{6,}[\\s\\S]*"])
def test_patterns_that_mean_the_same_everywhere_are_fine(pattern: str) -> None:
    assert form(FINE, f"| text | a | A | | regex(., '{pattern}') |").findings == ()


def test_columns_and_sheets_that_nobody_reads_are_named() -> None:
    text = "| survey |\n| | type | name | label | colour |\n| | text | a | A | red |\n| notes |\n| | anything |\n| | here |"
    reading = examine(text.encode(), "form.md")
    assert places(reading, Severity.WARNING) == [
        (Flaw.SHEET_IGNORED, "notes", 0, "", "notes"),
        (Flaw.COLUMN_UNKNOWN, "survey", 1, "colour", "colour"),
    ]


def test_missing_translations_are_told_cell_by_cell() -> None:
    head = "| type | name | label::English (en) | label::Русский (ru) | hint::English (en) |"
    reading = form("| text | a | A | А | |", "| text | b | | Б | Hint |", head=head, choices="")
    assert places(reading, Severity.WARNING) == [
        (Flaw.TRANSLATION_MISSING, "survey", 1, "hint::Русский (ru)", "Русский (ru)"),
        (Flaw.TRANSLATION_MISSING, "survey", 3, "label::English (en)", "English (en)"),
    ]


def test_choices_that_nobody_can_reach_are_told() -> None:
    choices = """| list_name | name | label | region |
| region | north | North | |
| region | south | South | |
| town | n1 | N1 | north |
| town | w1 | W1 | west |
| town | x1 | X1 | |
| unused | u | U | |"""
    rows = ("| select_one region | region | R |", "| select_one town | town | T | | | | | region = ${region} |")
    assert places(form(*rows, choices=choices), Severity.WARNING) == [
        (Flaw.CHOICE_UNREACHABLE, "choices", 5, "region", "w1"),
        (Flaw.CHOICE_UNREACHABLE, "choices", 6, "region", "x1"),
        (Flaw.LIST_UNUSED, "choices", 7, "list_name", "unused"),
    ]


def test_two_choices_of_one_name_are_an_error_unless_the_form_says_they_are_meant() -> None:
    choices = "| list_name | name | label |\n| yn | yes | Yes |\n| yn | yes | Sure |"
    assert places(form(FINE, choices=choices)) == [(Flaw.CHOICE_TWICE, "choices", 3, "name", "")]
    allowed = form(FINE, choices=choices, settings="| allow_choice_duplicates |\n| yes |")
    assert [(flaw, row) for flaw, _, row, _, _ in places(allowed, Severity.WARNING)] == [
        (Flaw.CHOICE_TWICE, 2),
        (Flaw.CHOICE_TWICE, 3),
    ]


def test_a_choice_without_name_or_label_is_told() -> None:
    nameless = form(FINE, choices="| list_name | name | label |\n| yn | | Yes |\n| yn | no | No |")
    assert (Flaw.CHOICE_NAME_MISSING, "choices", 2, "name", "") in places(nameless)
    mute = form(FINE, choices="| list_name | name | label |\n| yn | yes | |\n| yn | no | No |")
    assert places(mute, Severity.WARNING) == [(Flaw.LABEL_MISSING, "choices", 2, "label", "yes")]


def test_old_spellings_are_understood() -> None:
    head = "| command | tag | caption | relevance | constraining_message |"
    reading = form("| select one from yn | fine | Fine? | 1 +* 2 | |", head=head)
    assert places(reading) == [(Flaw.EXPRESSION, "survey", 2, "relevance", "")]


def test_commented_and_disabled_rows_are_not_checked() -> None:
    head = "| type | name | label | disabled | relevant |"
    assert form(FINE, "| texxt | a | A | yes | ( |", head=head).instrument is not None


def test_a_form_id_with_other_signs_is_kept_in_the_form_and_changed_for_the_vault() -> None:
    reading = form(FINE, settings="| form_id | version |\n| My form! | 1 |")
    assert reading.instrument is not None
    assert reading.instrument.form.startswith("My_form-")
    assert 'id="My form!"' in reading.instrument.xform
    assert places(reading, Severity.WARNING) == [
        (Flaw.FORM_ID_CHANGED, "settings", 2, "form_id", reading.instrument.form)
    ]
    other = form(FINE, settings="| form_id | version |\n| My form? | 1 |").instrument
    assert other is not None
    assert other.form != reading.instrument.form


def test_a_form_without_an_id_is_called_like_its_file() -> None:
    text = "| survey |\n| | type | name | label |\n| | text | a | A |"
    names = ("Border posts (2).md", "Пост.md")
    assert [
        reading.instrument and reading.instrument.form for reading in (examine(text.encode(), n) for n in names)
    ] == [
        "Border_posts_2",
        "data",
    ]


def test_a_version_too_long_is_told_with_its_cell() -> None:
    reading = form(FINE, settings=f"| form_id | version |\n| f | {'1' * 65} |")
    assert places(reading) == [(Flaw.SETTING_BAD, "settings", 2, "version", "")]


def test_an_xform_is_told_by_paths() -> None:
    document = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>P</h:title>
    <model><instance><data id="p"><a/></data></instance>{}</model></h:head><h:body><input ref="/data/a"/></h:body></h:html>"""
    for bind, flaw, name in (
        ('<bind nodeset="/data/gone" type="int"/>', Flaw.REFERENCE_UNKNOWN, "/data/gone"),
        ('<bind nodeset="/data/a" relevant="/data/gone = 1"/>', Flaw.REFERENCE_UNKNOWN, "/data/gone"),
        ('<bind nodeset="/data/a" relevant="launch(1)"/>', Flaw.FUNCTION_UNKNOWN, "launch"),
        ('<bind nodeset="/data/a" relevant="1 ="/>', Flaw.EXPRESSION, ""),
        ('<bind nodeset="/data/a" calculate="/data/a + 1"/>', Flaw.CYCLE, ""),
    ):
        [found] = examine(document.format(bind).encode(), "p.xml").findings
        assert (found.flaw, found.name, found.sheet, found.row) == (flaw, name, "", 0)
        assert found.ref in {"/data/a", "/data/gone"}


def test_texts_are_kept_in_one_spelling() -> None:
    text = "| survey |\n| | type | name | label |\n| | text | a | и\u0306 |"
    found = examine(text.encode(), "form.md").instrument
    assert found is not None
    assert "\u0439" in found.xform
    assert "\u0306" not in found.xform


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            "[row : 7] On the 'survey' sheet, the 'save_to' value is invalid. Names used here must not contain a period.",
            Finding(flaw=Flaw.NAME_BAD, sheet="survey", row=7, column="save_to"),
        ),
        ("[row : 9] Missing calculation.", Finding(flaw=Flaw.CALCULATION_MISSING, sheet="survey", row=9)),
        (
            "Something that nobody foresaw in  'choices'",
            Finding(flaw=Flaw.BROKEN, sheet="choices", detail="Something that nobody foresaw in 'choices'"),
        ),
    ],
)
def test_sentences_of_the_converter_become_findings(message: str, expected: Finding) -> None:
    assert finding(message) == expected


@given(st.text(max_size=400))
def test_any_sentence_becomes_a_finding(message: str) -> None:
    found = finding(message)
    assert max(len(found.name), len(found.column)) <= 256
    assert found.flaw is not Flaw.BROKEN or found.detail == " ".join(message.split())[:500]
