"""The four shipped questionnaires: whole, labelled in both languages, classified, and converted without loss."""

import io
import re
import zipfile

import pytest
from lxml import etree
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from fieldkit.errors import Code, Refusal
from fieldkit.instruments import shipped

FORMS = ("interview", "interview_short", "observation", "visit")
QUESTIONS = {"visit": 48, "observation": 80, "interview": 160, "interview_short": 47}
VERSIONS = dict.fromkeys(FORMS, "2026-11-01") | {"interview": "2026-11-27"}
CALCULATIONS = {"visit": {"finding"}, "observation": set(), "interview": set(), "interview_short": {"pay_nature"}}
IN_PART = ("Кыргызча (ky)", "Қазақша (kk)")
FK = "{https://fieldkit.invalid/xforms}"
NS = {"x": "http://www.w3.org/2002/xforms", "h": "http://www.w3.org/1999/xhtml"}

CODES_OF_NO_ANSWER = ("refused", "dont_know", "not_asked", "withheld_safety")

every_form = pytest.mark.parametrize("form", FORMS)


@pytest.fixture(scope="module")
def document():
    converted = {form: etree.fromstring(shipped.xform(form)) for form in FORMS}
    return converted.__getitem__


def canonical(xform):
    return etree.tostring(etree.fromstring(xform), method="c14n")


def is_question(row):
    return not row["type"].startswith(("begin_", "end_", "note", "calculate"))


def list_of(row):
    kind, _, name = row["type"].partition(" ")
    return name if kind.startswith("select_") else ""


def test_the_four_forms_are_shipped():
    assert shipped.shipped_ids() == FORMS


@pytest.mark.parametrize("make", [shipped.xform, shipped.xlsx, shipped.workbook])
def test_an_unknown_form_is_refused(make):
    with pytest.raises(Refusal) as refused:
        make("../visit")
    assert refused.value.code is Code.FORM_UNKNOWN
    assert refused.value.params == {"form": "../visit"}


@every_form
def test_the_form_converts_with_its_id_version_and_languages(form, document):
    root = document(form)
    data = root.find(".//x:instance/x:data", NS)
    assert (data.get("id"), data.get("version")) == (form, VERSIONS[form])
    languages = {node.get("lang"): node.get("default") for node in root.iterfind(".//x:translation", NS)}
    assert languages == {"English (en)": None, "Русский (ru)": "true()", **dict.fromkeys(IN_PART)}


@every_form
def test_the_number_of_questions_is_the_agreed_one(form, survey):
    rows = survey(form)
    assert sum(is_question(row) for row in rows) == QUESTIONS[form]
    assert {row["name"] for row in rows if row["type"] == "calculate"} == CALCULATIONS[form]


@every_form
def test_everything_shown_is_labelled_in_english_and_russian(form, survey):
    shown = [row for row in survey(form) if row["path"] and row["type"] != "calculate"]
    for row in shown:
        assert row["label::English (en)"].strip(), row["name"]
        assert re.search("[А-Яа-я]", row["label::Русский (ru)"]), row["name"]


@every_form
def test_every_constraint_says_what_is_wrong_in_both_languages(form, survey):
    for row in survey(form):
        said = [bool(row[f"constraint_message::{language}"]) for language in ("English (en)", "Русский (ru)")]
        assert said == [bool(row["constraint"])] * 2, row["name"]


@every_form
def test_every_question_says_whether_it_is_required(form, survey):
    for row in survey(form):
        assert row["required"] in (("yes", "no") if is_question(row) else ("",)), row["name"]


@every_form
def test_names_are_unique_and_every_reference_is_a_question(form, survey):
    names = [row["name"] for row in survey(form) if row["path"]]
    assert len(names) == len(set(names))
    for row in survey(form):
        for column in ("relevant", "constraint", "calculation", "choice_filter"):
            assert set(re.findall(r"\$\{(\w+)\}", row[column])) <= set(names), row["name"]


@every_form
def test_every_question_has_a_known_privacy_class(form, survey, codes):
    known = codes("privacy_class")
    for row in survey(form):
        expected = known if row["path"] and not row["type"].startswith("begin_") else {""}
        assert row["bind::fk:privacy"] in expected, row["name"]


@every_form
def test_every_fact_role_is_known(form, survey, codes, table):
    roles = codes("fact_role")
    tables = {row["code"] for row in table("codelists/fact_role.csv")} - roles
    for row in survey(form):
        role = row["bind::fk:fact"]
        known = tables if row["type"] == "begin_repeat" else roles
        assert role in known or (role == "" and row["type"] != "begin_repeat"), row["name"]


@every_form
def test_a_coded_role_takes_its_codes_from_the_list_it_names(form, survey, table):
    notes = {row["code"]: row["note"] for row in table("codelists/fact_role.csv")}
    for row in survey(form):
        wanted = re.match(r"(?:code )?([a-z_]+)", notes.get(row["bind::fk:fact"], "-"))
        if list_of(row) and wanted:
            assert list_of(row).removesuffix("_nr") == wanted.group(1), row["name"]


@every_form
def test_every_list_offers_exactly_its_codes(form, survey, codes):
    _, choices, _ = shipped.workbook(form)
    offered = {}
    for list_name, code, *labels, _kind in choices.rows:
        assert len(labels) == 4
        assert all(labels), (list_name, code)
        offered.setdefault(list_name, []).append(code)
    assert set(offered) == {list_of(row) for row in survey(form)} - {""}
    for list_name, found in offered.items():
        assert len(found) == len(set(found)), list_name
        assert set(found) == codes(list_name), list_name


@every_form
def test_kyrgyz_and_kazakh_are_those_of_the_code_lists_and_russian_for_the_rest(form, table):
    _, choices, _ = shipped.workbook(form)
    spoken = 0
    for list_name, code, _, russian, *said, _kind in choices.rows:
        rows = table("sites.csv") if list_name == "site" else table(f"codelists/{list_name.removesuffix('_nr')}.csv")
        row = next((row for row in rows if row["code"] == code), {})
        for language, label in zip(("ky", "kk"), said, strict=True):
            own = row.get(f"label_{language}", "")
            assert label == (own or russian) or code in CODES_OF_NO_ANSWER, (list_name, code)
            spoken += bool(own)
    assert spoken > 100


@every_form
def test_questions_in_kyrgyz_and_kazakh_are_in_russian_until_somebody_translates_them(form):
    survey, _, _ = shipped.workbook(form)
    for name in IN_PART:
        for column in ("label", "constraint_message"):
            assert survey.column(f"{column}::{name}") == survey.column(f"{column}::Русский (ru)")


def test_reasons_for_no_answer_stand_last():
    _, choices, _ = shipped.workbook("visit")
    segments = [row[1] for row in choices.rows if row[0] == "site_segment_nr"]
    assert segments[-4:] == list(CODES_OF_NO_ANSWER)


@every_form
def test_sites_are_filtered_where_the_kind_is_asked_and_never_without_a_way_out(form, survey, document):
    _, choices, _ = shipped.workbook(form)
    assert [row[1] for row in choices.rows if row[0] == "site"][-1] == "site_unlisted"
    asks_kind = any(row["name"] == "site_kind" for row in survey(form))
    (items,) = document(form).xpath("//x:itemset[contains(@nodeset, \"instance('site')\")]/@nodeset", namespaces=NS)
    assert ("type = " in items) is asks_kind
    assert ("or name = 'site_unlisted'" in items) is asks_kind


@every_form
def test_privacy_and_fact_reach_the_xform(form, survey, document):
    binds = {node.get("nodeset"): node for node in document(form).iterfind(".//x:bind", NS)}
    declared = 0
    for row in survey(form):
        for name in ("privacy", "fact"):
            value = row[f"bind::fk:{name}"]
            if value:
                declared += 1
                assert binds[row["path"]].get(f"{FK}{name}") == value, row["path"]
    found = sum(key.startswith(FK) for node in binds.values() for key in node.attrib)
    assert found == declared > 80


@every_form
def test_comments_stay_out_of_the_xform(form, survey):
    comments = {row["seed"] for row in survey(form)} - {""}
    assert comments
    text = shipped.xform(form).decode()
    assert not [comment for comment in comments if comment in text]


@every_form
def test_the_workbook_converts_to_the_same_xform(form):
    assert canonical(convert(shipped.xlsx(form), validate=False).xform.encode()) == canonical(shipped.xform(form))


def test_the_workbook_holds_nothing_of_the_moment_it_was_made():
    made = shipped.xlsx("visit")
    assert made == shipped.xlsx("visit")
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert {member.date_time for member in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    properties = load_workbook(io.BytesIO(made)).properties
    assert properties.created == properties.modified
    assert properties.created.date().isoformat() == "2026-11-01"


def test_long_digit_runs_are_found_in_any_line_of_a_text(survey):
    narrative = next(row for row in survey("interview") if row["name"] == "narrative")
    pattern = re.search(r"regex\(\., '(.*)'\)", narrative["constraint"]).group(1)
    assert re.fullmatch(pattern, "first line\ncall 555123456 soon\nlast line")
    assert not re.fullmatch(pattern, "12 people\n34 cars")
