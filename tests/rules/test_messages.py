"""Every error code has a sentence in every language, and what fills a sentence cannot hold content."""

import ast

import pytest

from fieldkit import i18n, messages
from fieldkit.errors import Code, Refusal
from tests.rules import tree

NAMES = {
    "ref",
    "record",
    "form",
    "member",
    "device",
    "role",
    "site",
    "kind",
    "dimension",
    "language",
    "name",
    "place",
    "known",
}
COUNTS = {"count", "group", "row", "line", "seq", "generation", "version", "size", "limit", "length"}


@pytest.fixture(params=i18n.available())
def language(request: pytest.FixtureRequest) -> i18n.Language:
    return i18n.load(request.param)


def test_every_code_has_a_sentence_and_every_sentence_a_code() -> None:
    assert messages.all_codes() == set(Code)


@pytest.mark.parametrize("code", Code)
def test_a_sentence_is_whole_without_and_with_its_parameters(code: Code, language: i18n.Language) -> None:
    bare = messages.sentence(Refusal(code), language)
    filled = messages.sentence(Refusal(code, **dict.fromkeys(NAMES, "x1"), **dict.fromkeys(COUNTS, 3)), language)
    assert bare.endswith(".")
    assert not {"{", "}"} & set(bare + filled)
    assert code.value not in bare + filled


def test_sentences_that_are_not_filled_have_no_placeholders() -> None:
    assert [code for code, text in messages.SENTENCES.items() if "{" in text or "}" in text] == []


def test_the_thing_in_question_follows_in_brackets(language: i18n.Language) -> None:
    assert messages.sentence(Refusal(Code.RECORD_UNKNOWN, record="R-17"), language).endswith("(R-17)")


def test_refusals_carry_only_codes_counts_and_ids() -> None:
    found = [
        f"{module.name}:{node.lineno}: {keyword.arg}"
        for module in tree.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Refusal"
        for keyword in node.keywords
        if keyword.arg not in NAMES | COUNTS
    ]
    assert found == []
