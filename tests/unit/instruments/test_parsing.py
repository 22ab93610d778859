"""The XPath parser: precedence, names that look like operators, paths, refusals, and print-parse round trips."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.instruments.parsing import parse
from fieldkit.instruments.syntax import (
    Axis,
    Binary,
    Call,
    Expression,
    ExpressionError,
    Filtered,
    Negative,
    Number,
    Path,
    Step,
    Text,
    unparse,
)


def child(name: str, *predicates: Expression) -> Step:
    return Step(Axis.CHILD, name, predicates)


def number(value: float) -> Number:
    return Number(float(value))


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("1", number(1)),
        (".5", number(0.5)),
        ("'a b'", Text("a b")),
        ('"it\'s"', Text("it's")),
        ("1 + 2 * 3", Binary("+", number(1), Binary("*", number(2), number(3)))),
        ("1 - 2 - 3", Binary("-", Binary("-", number(1), number(2)), number(3))),
        ("a or b and c", Binary("or", Path("", (child("a"),)), Binary("and", *(Path("", (child(n),)) for n in "bc")))),
        ("1 < 2 = true()", Binary("=", Binary("<", number(1), number(2)), Call("true"))),
        ("-a mod 2", Binary("mod", Negative(Path("", (child("a"),))), number(2))),
        ("div div div", Binary("div", Path("", (child("div"),)), Path("", (child("div"),)))),
        ("and", Path("", (child("and"),))),
        ("/", Path("/", ())),
        ("/data/a-b", Path("/", (child("data"), child("a-b")))),
        ("/data/orx:meta", Path("/", (child("data"), child("meta")))),
        ("//a", Path("/", (Step(Axis.DESCENDANT, "a"),))),
        (".", Path("", (Step(Axis.SELF),))),
        ("../x", Path("", (Step(Axis.PARENT), child("x")))),
        ("child::node()", Path("", (child("*"),))),
        ("/data/*", Path("/", (child("data"), child("*")))),
        ("a[1][b = 2]", Path("", (child("a", number(1), Binary("=", Path("", (child("b"),)), number(2))),))),
        ("jr:itext('x')", Call("jr:itext", (Text("x"),))),
        ("current()/../a", Path(Call("current"), (Step(Axis.PARENT), child("a")))),
        (
            "instance('s')/list/item[t=1]/label",
            Path(
                Call("instance", (Text("s"),)),
                (child("list"), child("item", Binary("=", Path("", (child("t"),)), number(1))), child("label")),
            ),
        ),
        ("(a | b)[1]", Filtered(Binary("|", Path("", (child("a"),)), Path("", (child("b"),))), (number(1),))),
        (" if( a , 'y', 'n' ) ", Call("if", (Path("", (child("a"),)), Text("y"), Text("n")))),
        ("возраст >= 18", Binary(">=", Path("", (child("возраст"),)), number(18))),
    ],
)
def test_text_gives_the_tree(source: str, tree: Expression) -> None:
    assert parse(source) == tree


@pytest.mark.parametrize(
    "source",
    ["", " ", "1 +", "(", ")", "a b", "f(", "f(1,", "'open", "a[", "a]", "//", "a/", "$x", "a = = b", "foo::a", "..a"],
)
def test_other_text_is_refused(source: str) -> None:
    with pytest.raises(ExpressionError):
        parse(source)


def test_deep_nesting_is_refused_not_a_crash() -> None:
    for source in ("(" * 500 + "1" + ")" * 500, "-" * 5_000 + "1", "not(" * 500 + "1" + ")" * 500, "a[" * 500):
        with pytest.raises(ExpressionError):
            parse(source)


def test_very_long_text_is_refused() -> None:
    with pytest.raises(ExpressionError):
        parse("1+" * 40_000 + "1")


@given(st.text(alphabet=string.ascii_letters + "0123456789.,/|()[]<>=!+-*'\":@ $\n", max_size=60))
def test_any_text_is_a_tree_or_an_expression_error(source: str) -> None:
    try:
        tree = parse(source)
    except ExpressionError:
        return
    assert parse(unparse(tree)) == tree


NAMES = st.sampled_from(["a", "b-c", "d.e", "item", "div", "and", "пол"])
LEAVES = st.one_of(
    st.integers(0, 10_000).map(number),
    st.floats(0, 1e6, allow_nan=False).map(lambda value: Number(round(value, 3))),
    st.text(alphabet="abc '", max_size=6).map(Text),
)


def _larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    predicates = st.lists(inner, max_size=2).map(tuple)
    steps = st.lists(st.builds(Step, st.sampled_from(Axis), NAMES, predicates), min_size=1, max_size=3).map(tuple)
    # The parent and self axes take any name.
    steps = steps.map(
        lambda found: tuple(
            Step(each.axis, "*", each.predicates) if each.axis in (Axis.PARENT, Axis.SELF) else each for each in found
        )
    )
    return st.one_of(
        st.builds(Negative, inner),
        st.builds(Binary, st.sampled_from(["or", "and", "=", "<", "+", "*", "div", "|"]), inner, inner),
        st.builds(Call, st.sampled_from(["f", "jr:x", "count-selected"]), st.lists(inner, max_size=3).map(tuple)),
        st.builds(Path, st.sampled_from(["", "/"]), steps),
        st.builds(Filtered, st.builds(Call, st.just("current")), st.lists(inner, min_size=1, max_size=2).map(tuple)),
    )


@given(st.recursive(LEAVES, _larger, max_leaves=12))
def test_printed_trees_parse_to_themselves(tree: Expression) -> None:
    assert parse(unparse(tree)) == tree
