"""Operators and the function library, each through the parser and the compiler as a form would use them."""

import base64
import math
from datetime import UTC, datetime

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Kind
from fieldkit.instruments.coercion import to_nodes, to_number, to_string
from fieldkit.instruments.compiling import formula
from fieldkit.instruments.context import Context, World
from fieldkit.instruments.definition import NodeDefinition
from fieldkit.instruments.functions import FUNCTIONS
from fieldkit.instruments.syntax import ExpressionError
from fieldkit.instruments.tree import Node, Value

VALUES = {"a": "3", "b": "", "codes": "x y  z", "name": "Анна", "born": "2000-02-29", "f": "false"}


def small_form() -> tuple[NodeDefinition, Node]:
    """/data with the leaves of VALUES and a repeat `r` of three instances with the number n = 1, 2, (empty)."""
    definition = NodeDefinition("data", "/data", None, 0, kind=Kind.GROUP)
    root = Node("data", None, definition)
    for name, value in VALUES.items():
        child = NodeDefinition(name, f"/data/{name}", definition, len(definition.children) + 1)
        definition.children[name] = child
        node = Node(name, root, child)
        node.value = value
        root.children[name] = [node]
    repeat = NodeDefinition("r", "/data/r", definition, 90, kind=Kind.REPEAT, repeat=True)
    repeat.children["n"] = NodeDefinition("n", "/data/r/n", repeat, 91)
    definition.children["r"] = repeat
    root.children["r"] = []
    for position, value in enumerate(("1", "2", ""), 1):
        instance = Node("r", root, repeat)
        instance.position = position
        leaf = Node("n", instance, repeat.children["n"])
        leaf.value = value
        instance.children["n"] = [leaf]
        root.children["r"].append(instance)
    return definition, root


def world_of(root: Node) -> World:
    return World(
        root=root,
        instances={},
        clock=SteppingClock(datetime(2026, 11, 24, 10, 0, tzinfo=UTC)),
        zone=UTC,
        language_code="ru",
        translate=lambda text_id, _: f"<{text_id}>",
        choice_name=lambda value, path, _: f"{path}={value}",
    )


def evaluate(source: str) -> Value:
    """The value of an expression that stands at the root of the small form."""
    definition, root = small_form()
    return formula(source, definition).run(Context(world_of(root), root, root))


@pytest.mark.parametrize(
    ("source", "value"),
    [
        # operators
        ("1 + 2 * 3 - 4 div 2", 5.0),
        ("7 mod 3", 1.0),
        ("-7 mod 3", -1.0),
        ("1 div 0", math.inf),
        ("/data/a + 1", 4.0),
        ("/data/a = 3", True),
        ("/data/a = '3.0'", False),
        ("/data/a > 2 and not(/data/a > 5)", True),
        ("/data/b = ''", True),
        ("/data/b > 0", False),
        ("/data/missing = ''", False),
        ("/data/r/n = 2", True),
        ("/data/r/n != 2", True),
        ("'2026-01-02' > '2026-01-01'", True),
        ("/data/born < today()", True),
        # logic
        ("if(/data/a > 2, 'yes', 'no')", "yes"),
        ("coalesce(/data/b, /data/name)", "Анна"),
        ("once('first')", "first"),
        ("boolean('false')", True),
        ("boolean-from-string(/data/f)", False),
        # numbers
        ("round(2.5)", 3.0),
        ("round(-2.5)", -3.0),
        ("round(1.255, 1)", 1.3),
        ("round(1234, -2)", 1200.0),
        ("int(-1.7)", -1.0),
        ("int('2.9')", 2.0),
        ("floor(-1.2)", -2.0),
        ("ceiling(1.2)", 2.0),
        ("abs(-4)", 4.0),
        ("pow(2, 10)", 1024.0),
        ("number('x') = number('x')", False),
        ("sum(/data/r/n[. != ''])", 3.0),
        ("sum(/data/missing)", 0.0),
        ("min(/data/r/n[. != ''])", 1.0),
        ("max(/data/a, 9)", 9.0),
        ("count(/data/r)", 3.0),
        ("count(/data/r[n > 1])", 1.0),
        ("count-non-empty(/data/r/n)", 2.0),
        # texts
        ("concat('a', /data/a, 'b')", "a3b"),
        ("join(', ', /data/r/n)", "1, 2, "),
        ("string-length(/data/name)", 4.0),
        ("substr('abcdef', 1, 3)", "bc"),
        ("substr('abcdef', -2)", "ef"),
        ("substring-before('a=b', '=')", "a"),
        ("substring-after('a=b', '=')", "b"),
        ("translate('aba', 'ab', 'x')", "xx"),
        ("normalize-space('  a  b ')", "a b"),
        ("contains(/data/name, 'нн')", True),
        ("starts-with('abc', 'ab')", True),
        ("ends-with('abc', 'bc')", True),
        (r"regex('12345', '\d{5}')", True),
        (r"regex('123456', '\d{5}')", False),
        ("regex('a', '(')", False),
        # selects
        ("selected(/data/codes, 'y')", True),
        ("selected(/data/codes, 'w')", False),
        ("selected(/data/b, '')", True),
        ("count-selected(/data/codes)", 3.0),
        ("selected-at(/data/codes, 2)", "z"),
        ("selected-at(/data/codes, 7)", ""),
        # dates
        ("today()", "2026-11-24"),
        ("date('2026-03-01') - date('2026-02-28')", 1.0),
        ("date(20000)", "2024-10-04"),
        ("format-date(/data/born, '%d.%m.%Y')", "29.02.2000"),
        ("format-date(/data/born, '%e %B')", "29 февраля"),
        ("format-date('', '%Y')", ""),
        ("format-date-time('2026-01-02T03:04:05.678Z', '%H:%M:%S.%3')", "03:04:05.678"),
        ("decimal-time('12:00')", 0.5),
        ("int((today() - date(/data/born)) div 365.25)", 26.0),
        ("date('2026-3-1')", "2026-03-01"),
        ("decimal-time('10:00:00+06:00')", 4 / 24),
        ("format-date-time('2026-01-02T23:00:00-03:00', '%d %H')", "03 02"),
        # limits
        ("log(0)", -math.inf),
        ("exp(10000)", math.inf),
        ("pow(0, -1)", math.inf),
        ("pow(-10, 309)", -math.inf),
        ("round(1234567890123456789)", 1234567890123456789.0),
        # counting
        ("boolean(/data/b)", True),
        ("boolean(/data/missing)", False),
        ("checklist(1, 2, /data/a = 3, true(), false())", True),
        ("checklist(-1, 1, /data/a = 3, true())", False),
        ("weighted-checklist(5, -1, true(), 2, true(), 4, false(), 9)", True),
        ("substring('12345', 2, 3)", "234"),
        ("substring('12345', 1.5, 2.6)", "234"),
        ("substring('12345', 0 div 0, 3)", ""),
        ("name(/data/a)", "a"),
        # digests, base64, signatures
        ("digest('abc', 'MD5', 'hex')", "900150983cd24fb0d6963f7d28e17f72"),
        ("digest('abc', 'SHA-256')", "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0="),
        ("digest('abc', 'SHA-0')", ""),
        ("base64-decode('0JbRg9C6')", "Жук"),
        ("base64-decode('aGk')", "hi"),
        ("base64-decode('/w==')", "\ufffd"),
        # places on Earth
        ("area('0 0; 0 1; 1 1; 1 0; 0 0') > 12000000000", True),
        ("area('0 0; 1 1')", 0.0),
        ("round(distance('0 0; 0 1'))", 111319.0),
        ("distance('0 0', '0 0')", 0.0),
        ("geofence('0.5 0.5', '0 0; 0 1; 1 1; 1 0; 0 0')", True),
        ("geofence('1.5 0.5', '0 0; 0 1; 1 1; 1 0; 0 0')", False),
        ("intersects('0 0; 1 1; 1 0; 0 1')", True),
        ("intersects('0 0; 0 1; 1 1; 1 0; 0 0')", False),
        # places
        ("/data/r[2]/n", "2"),
        ("/data/r[position() = last()]/n", ""),
        ("position(/data/r[3])", 3.0),
        ("indexed-repeat(/data/r/n, /data/r, 2)", "2"),
        ("//n[. = 2]", "2"),
        ("current()/a", "3"),
        ("(/data/r/n | /data/a)[1]", "3"),
        ("count(/data/r/n | /data/r/n)", 3.0),
        ("jr:itext('greeting')", "<greeting>"),
        ("jr:choice-name('x', '/data/codes')", "/data/codes=x"),
    ],
)
def test_expression_gives(source: str, value: Value) -> None:
    found = evaluate(source)
    if isinstance(found, list):
        found = to_string(found)
    assert found == pytest.approx(value)
    assert type(found) is type(value)


@pytest.mark.parametrize(
    "source",
    [
        "number('x')",
        "0 div 0",
        "sqrt(-1)",
        "log(-1)",
        "asin(2)",
        "pow(-8, 0.5)",
        "sum(/data/r/n)",
        "max(/data/r/n, 9)",
        "decimal-time('2026-01-02T10:00:00Z')",
        "min(/data/b)",
        "5 mod 0",
        "round('')",
    ],
)
def test_no_number_is_nan_and_never_an_error(source: str) -> None:
    found = evaluate(source)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize(
    "source", ["nothing()", "true(1)", "if(1, 2)", "selected('a')", "indexed-repeat(/data/r/n, /data/r)", "jr:x()"]
)
def test_unknown_functions_and_wrong_counts_are_refused(source: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        evaluate(source)
    assert caught.value.function == source.partition("(")[0]


@pytest.mark.parametrize(
    ("seed", "order"), [("42", "AFCBDE"), ("-42", "EDAFBC"), ("1", "BFEACD"), ("11111111", "ACDBFE")]
)
def test_shuffled_nodes_stand_in_the_order_that_other_tools_give(seed: str, order: str) -> None:
    definition = NodeDefinition("data", "/data", None, 0, kind=Kind.GROUP)
    root = Node("data", None, definition)
    root.children["n"] = [Node("n", root) for _ in "ABCDEF"]
    for letter, node in zip("ABCDEF", root.children["n"], strict=True):
        node.value = letter
    found = formula(f"randomize(n, {seed})", definition).run(Context(world_of(root), root, root))
    assert [node.string() for node in to_nodes(found)] == list(order)


def test_what_a_key_has_signed_is_given_and_nothing_else() -> None:
    private = Ed25519PrivateKey.generate()
    key = base64.b64encode(private.public_key().public_bytes_raw()).decode()
    message = base64.b64encode(private.sign(b"post 7") + b"post 7").decode()
    forged = base64.b64encode(private.sign(b"post 7") + b"post 8").decode()
    assert evaluate(f"extract-signed('{message}', '{key}')") == "post 7"
    assert evaluate(f"extract-signed('{forged}', '{key}')") == evaluate(f"extract-signed('x', '{key}')") == ""


def test_a_column_is_looked_up_by_its_key() -> None:
    definition, root = small_form()
    world = world_of(root)
    holder, items = Node("towns", None), Node("root", None)
    holder.children["root"] = [items]
    items.children["item"] = []
    for code, label in (("1", "One"), ("3", "Three")):
        row = Node("item", items)
        for name, value in (("code", code), ("label", label)):
            cell = Node(name, row)
            cell.value = value
            row.children[name] = [cell]
        items.children["item"].append(row)
    world.instances = {"towns": holder}
    found = formula("pulldata('towns', 'label', 'code', /data/a)", definition).run(Context(world, root, root))
    assert found == "Three"
    assert formula("pulldata('none', 'label', 'code', 1)", definition).run(Context(world, root, root)) == ""


def test_chance_comes_from_the_clock_and_stays_in_its_range() -> None:
    found = evaluate("random()")
    assert isinstance(found, float)
    assert 0 <= found < 1
    assert evaluate("string-length(uuid())") == 36


def test_reads_tell_what_an_expression_depends_on() -> None:
    definition, _ = small_form()
    found = formula("sum(/data/r/n) + /data/a + count(/data/missing)", definition)
    assert {each.path for each in found.reads} == {"/data/r", "/data/r/n", "/data/a"}
    assert {each.path for each in formula("count(/data/r/n)", definition).reads} == {"/data/r"}
    assert {each.path for each in formula("count(//n[. > /data/a])", definition).reads} == {
        "/data/r",
        "/data/r/n",
        "/data/a",
    }
    assert not found.volatile
    assert formula("today()", definition).volatile


@pytest.mark.parametrize(
    ("source", "value"),
    [
        (" + ".join(["/data/a"] * 3_000), 9_000.0),
        (" or ".join(["/data/a = 1"] * 2_000), False),
        (" and ".join(["/data/a = 3"] * 2_000), True),
        ("".join(f"if(/data/a = {number}, 'n{number}', " for number in range(100)) + "''" + ")" * 100, "n3"),
        ("10 - 3 - 2 - 1", 4.0),
        ("2 * 3 div 4 * 5", 7.5),
        ("1 < 2 = true() and 3 > 2", True),
    ],
)
def test_expressions_may_be_long(source: str, value: Value) -> None:
    assert evaluate(source) == value


ODD = st.one_of(
    st.sampled_from(["/data/a", "/data/b", "/data/codes", "/data/r", "/data/r/n", "/data/none", "true()", "false()"]),
    st.sampled_from(["1 div 0", "-1 div 0", "0 div 0", "0", "-1", "1.5", "99999999999999999999", "0.0000001", "-0"]),
    st.sampled_from(["''", "'x'", "'NaN'", "'0001-01-01T00:00:00+14:00'", "'9999-12-31T23:59:59-14:00'", "'24:00'"]),
    st.sampled_from(
        ["'0001-01-01'", "'1 1; 2 2'", "'91 0; 0 0'", "'('", "'SHA-256'", "'%Y%%%3%'", "'  '", "'/data/['"]
    ),
    st.text(alphabet="0123456789-:TZ+.; aж", max_size=12).map(lambda text: f"'{text}'"),
)


@settings(max_examples=1_500, deadline=None)
@given(st.sampled_from(sorted(FUNCTIONS)), st.data())
def test_no_argument_breaks_a_function(name: str, data: st.DataObject) -> None:
    function = FUNCTIONS[name]
    count = data.draw(st.integers(function.least, min(function.most, function.least + 3)))
    arguments = data.draw(st.lists(ODD, min_size=count, max_size=count))
    try:
        found = evaluate(f"{name}({', '.join(arguments)})")
    except ExpressionError:
        if name != "jr:choice-name":  # which takes a path as a text
            raise
        return
    assert isinstance(to_string(found), str)
    assert isinstance(to_number(found, UTC), float)
