"""Every error code has a sentence in every language, and what fills a sentence cannot hold content."""

import ast

import pytest

from fieldkit import i18n, messages
from fieldkit.domain.findings import Finding, Flaw
from fieldkit.domain.form_changes import Change, FormChange
from fieldkit.domain.migration import Loss
from fieldkit.errors import Code, Refusal
from fieldkit.messages import form as form_messages
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


@pytest.mark.parametrize("flaw", Flaw)
def test_every_finding_in_a_form_has_a_whole_sentence_with_its_place(flaw: Flaw, language: i18n.Language) -> None:
    finding = Finding(flaw=flaw, sheet="survey", row=7, column="label", name="x1", detail="x2")
    line = form_messages.line(finding, language)
    assert {"survey", "7", "label"} <= set(line.replace(":", ",").replace(",", " ").split())
    assert flaw.value not in line
    assert line.endswith((".", "x2"))


@pytest.mark.parametrize("change", Change)
def test_every_difference_between_versions_has_words(change: Change, language: i18n.Language) -> None:
    told = form_messages.change(FormChange(change=change, name="x1", before="x2", after="x3"), language)
    assert told
    assert not {"{", "}"} & set(told)


@pytest.mark.parametrize("why", Loss)
def test_every_loss_has_words(why: Loss, language: i18n.Language) -> None:
    assert form_messages.loss(why, language)


def test_findings_have_the_codes_of_refusals_where_both_speak_of_the_same() -> None:
    assert {"form.not_a_form", "form.broken", "form.expression", "form.cycle"} <= {*Code} & {*Flaw}


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
