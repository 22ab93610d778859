"""The project's lists in forms: added choices are offered, renamed ones renamed, retired ones not offered, none lost."""

import msgspec
import pytest

from fieldkit.clock import SteppingClock
from fieldkit.domain.answers import Answer, Answers
from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.forms import Instrument
from fieldkit.domain.reference import EXTENSIBLE, SITES, UNLISTED, Reference
from fieldkit.domain.reference_changes import Told, merged
from fieldkit.domain.reference_rows import CodeRow, Label, SiteRow
from fieldkit.errors import Code, Refusal
from fieldkit.instruments import shipped
from fieldkit.instruments.migrating import migrate
from fieldkit.instruments.session import FormSession, load
from fieldkit.services import forms, reference
from fieldkit.services.merging import merge_by_form
from tests.flow.versions import version

SHIPPED = reference.load()
SITE, KIND, TRANSPORT = "/data/basics/site", "/data/basics/site_kind", "/data/basics/transport"
RUSSIAN, ENGLISH, KYRGYZ = "Русский (ru)", "English (en)", "Кыргызча (ky)"


def labels(**words: str) -> tuple[Label, ...]:
    return tuple(Label(language=language, words=words[language]) for language in sorted(words))


def changed(*rows: SiteRow | CodeRow) -> Reference:
    change = ReferenceChange(
        sites=tuple(row for row in rows if isinstance(row, SiteRow)),
        codes=tuple(row for row in rows if isinstance(row, CodeRow)),
        at="2026-01-05T10:00:00Z",
    )
    return merged(SHIPPED, (Told(entry="0" * 64, change=change),))


NEW = SiteRow(code="kg_new", labels=labels(ru="Новый рынок", en="New market"), kind="market", country="KG")
DORDOY = SiteRow(code="market_dordoy", labels=labels(ru="Бывший Дордой"), kind="market", country="KG", retired=True)
CART = CodeRow(list="transport", code="cart", labels=labels(ru="Арба"))
REFERENCE = changed(NEW, DORDOY, CART)


@pytest.fixture(scope="module")
def form() -> Instrument:
    return forms.builtin("observation")


def answered(form: Instrument, **values: str) -> Answers:
    refs = {"site": SITE, "kind": KIND, "transport": TRANSPORT}
    items = tuple(Answer(ref=refs[name], value=value) for name, value in sorted(values.items(), reverse=True))
    return Answers(form=form.form, version=form.version, items=items)


def session(form: Instrument, answers: Answers | None = None, **given: object) -> FormSession:
    named = {"reference": REFERENCE, "language": RUSSIAN} | given
    return load(form, clock=SteppingClock(), answers=answers, **named)  # type: ignore[arg-type]


def offered(found: FormSession, ref: str = SITE, language: str = RUSSIAN) -> dict[str, str]:
    return {each.value: each.label for each in found.translated_choices(ref, language) or ()}


def test_what_was_added_is_offered_in_every_language_of_the_form(form: Instrument) -> None:
    found = session(form)
    found.set(KIND, "market")
    assert offered(found)["kg_new"] == "Новый рынок"
    assert offered(found, language=ENGLISH)["kg_new"] == "New market"
    assert offered(found, language=KYRGYZ)["kg_new"] == "Новый рынок", "Russian where a language lacks a name"
    assert list(offered(found))[-2:] == ["kg_new", UNLISTED]
    assert "kg_new" not in offered(session(form, answered(form, kind="border_post")))
    found.set(SITE, "kg_new")
    assert found.answers().get(SITE) == "kg_new"
    assert offered(found, TRANSPORT)["cart"] == "Арба"


def test_what_was_retired_is_not_offered_but_for_those_who_answered_it(form: Instrument) -> None:
    new = session(form)
    new.set(KIND, "market")
    assert "market_dordoy" not in offered(new)
    with pytest.raises(Refusal) as caught:
        new.set(SITE, "market_dordoy")
    assert caught.value.code is Code.ANSWER_UNKNOWN_CHOICE
    old = session(form, answered(form, kind="market", site="market_dordoy"))
    assert offered(old)["market_dordoy"] == "Бывший Дордой"
    assert old.answers().get(SITE) == "market_dordoy"
    assert "Dordoy" in offered(old, language=ENGLISH)["market_dordoy"]


def test_a_code_that_only_others_know_is_kept_whatever_the_filter(form: Instrument) -> None:
    answers = answered(form, kind="market", site="uz_elsewhere")
    for known in (REFERENCE, SHIPPED, None):
        found = session(form, answers, reference=known)
        assert found.answers().get(SITE) == "uz_elsewhere"
        assert offered(found)["uz_elsewhere"] == "uz_elsewhere"
        found.set(KIND, "border_post")
        assert found.answers().get(SITE) == "uz_elsewhere"
    assert session(form, answers, unknown=False).answers().get(SITE) == ""


def test_versions_that_name_a_new_site_are_joined_whether_or_not_a_device_knows_of_it() -> None:
    """T30: the join asks the form alone, so that it is the same revision everywhere, and the site is not lost."""
    stops = version("1")

    def said(site: str, story: str) -> Answers:
        items = (Answer(ref="/stops/site", value=site), Answer(ref="/stops/story", value=story))
        return Answers(form=stops.form, version=stops.version, items=items)

    base, place, words = said("kz_uz_control", "told"), said("kg_new", "told"), said("kz_uz_control", "told better")
    joined = merge_by_form(stops, base, (place, words), "2026-01-05T10:00:00+00:00")
    assert joined is not None
    assert (joined.get("/stops/site"), joined.get("/stops/story")) == ("kg_new", "told better")


def test_a_form_is_itself_where_nothing_changed(form: Instrument) -> None:
    plain, other = session(form, reference=SHIPPED), session(form, reference=None)
    assert plain._form is other._form
    assert session(form)._form is session(form)._form, "made once for all sessions"
    assert offered(plain, SITE) == offered(other, SITE)


def test_a_record_that_moves_to_another_version_takes_a_new_site_along(form: Instrument) -> None:
    newer = msgspec.structs.replace(form, version="next", xform=form.xform.replace(form.version, "next"))
    answers = answered(form, kind="market", site="kg_new")
    done = migrate(form, newer, answers, clock=SteppingClock(), reference=REFERENCE)
    assert (done.lost, done.answers.get(SITE)) == ((), "kg_new")


def test_every_list_that_can_be_extended_is_found_in_a_shipped_form_under_its_name() -> None:
    found = {name.removesuffix("_nr") for form in shipped.shipped_ids() for name in _lists(form)}
    assert (EXTENSIBLE | {SITES}) - found <= {"recommendation_addressee", "recommendation_theme", "service_kind"}


def test_no_calculation_of_a_shipped_form_reads_a_question_with_a_list_that_can_be_extended() -> None:
    """Such a calculation would have to know every code; the forms that ask are told by their survey sheets."""
    for form_id in shipped.shipped_ids():
        survey, _, _ = shipped.workbook(form_id)
        asked = {
            name: kind.split()[1].removesuffix("_nr")
            for kind, name in zip(survey.column("type"), survey.column("name"), strict=True)
            if kind.startswith("select")
        }
        for formula in survey.column("calculation"):
            for name, listed in asked.items():
                assert f"${{{name}}}" not in formula or listed not in EXTENSIBLE


def _lists(form_id: str) -> set[str]:
    _, choices, _ = shipped.workbook(form_id)
    return set(choices.column("list_name"))
