"""Tables of sites and codes: written and read again they say the same, and what is wrong is told by its line."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.domain.bodies import ReferenceChange
from fieldkit.domain.reference import EXTENSIBLE, SITES, Reference
from fieldkit.domain.reference_changes import Told, merged
from fieldkit.domain.reference_plan import Fault, ReferencePlan, Step
from fieldkit.domain.reference_rows import MAX_ROWS, CodeRow, Label, SiteRow
from fieldkit.services import reference, reference_check, reference_table
from fieldkit.services.reference import LANGUAGES
from fieldkit.services.reference_table import BadTableError

SHIPPED = reference.load()
HEAD = "code,label_ru,type,country,region,retired\n"


def plan(table: str | bytes, current: Reference = SHIPPED) -> ReferencePlan:
    raw = table.encode() if isinstance(table, str) else table
    try:
        return reference_check.planned(reference_table.read(raw), current, SHIPPED)
    except BadTableError as error:
        return ReferencePlan(wrong=error.wrong)


def wrong(table: str | bytes, current: Reference = SHIPPED) -> list[tuple[int, Fault]]:
    found = plan(table, current)
    assert found.changing == (), "a file with a fault changes nothing"
    return [(each.line, each.fault) for each in found.wrong]


def taken(found: ReferencePlan, current: Reference = SHIPPED) -> Reference:
    """The reference after a plan."""
    rows = [each.row for each in found.changing]
    change = ReferenceChange(
        sites=tuple(row for row in rows if isinstance(row, SiteRow)),
        codes=tuple(row for row in rows if isinstance(row, CodeRow)),
        at="2026-01-05T10:00:00Z",
    )
    return merged(current, (Told(entry="0" * 64, change=change),)) if rows else current


SIGNS = st.characters(blacklist_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Zs"), blacklist_characters="<>")
NAMES = st.text(SIGNS, min_size=1, max_size=40).filter(lambda text: text[0] not in "=+-@" and text == text.strip())


@given(st.lists(st.tuples(st.sampled_from(LANGUAGES), NAMES), max_size=4), NAMES, st.booleans())
def test_a_table_that_was_written_and_read_again_changes_nothing(
    labels: list[tuple[str, str]], russian: str, retired: bool
) -> None:
    cells = {f"label_{language}": name for language, name in labels} | {"label_ru": russian}
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["code", *cells, "type", "country", "region", "retired"])
    writer.writerow(["kg_new", *cells.values(), "market", "KG", "Bishkek", "yes" if retired else ""])
    first = plan(out.getvalue())
    assert first.wrong == ()
    current = taken(first)
    written = reference_table.write(current, (SITES,))
    again = plan(written, current)
    assert (again.wrong, again.changing) == ((), ())
    assert taken(plan(written)).sites == current.sites


@pytest.mark.parametrize("lists", [(SITES,), tuple(sorted(EXTENSIBLE)), *((name,) for name in sorted(EXTENSIBLE))])
def test_what_is_shipped_can_be_written_and_read_again(lists: tuple[str, ...]) -> None:
    found = plan(reference_table.write(SHIPPED, lists))
    assert found.wrong == ()
    assert found.changing == ()
    assert len(found.planned) == sum(
        1 for name in lists for row in SHIPPED.codes(name).values() if not getattr(row, "heading", False)
    )


@pytest.mark.parametrize("mark", ["", "\ufeff"])
@pytest.mark.parametrize("separator", [",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_tables_of_every_spreadsheet_are_read(mark: str, separator: str, end: str) -> None:
    rows = (("code", "label_ru", "type", "country"), ("kg_new", "Рынок й", "market", '"KG;KZ"'))
    found = plan(mark + end.join(separator.join(row) for row in rows) + end)
    assert found.wrong == ()
    [row] = [each.row for each in found.changing]
    assert isinstance(row, SiteRow)
    assert (row.country, row.labels) == ("KG;KZ", (Label(language="ru", words="Рынок й"),))


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        (HEAD.encode() + "a,Рынок,market,KG,,\n".encode("cp1251"), (2, Fault.NOT_TEXT)),
        ("".encode("utf-16"), (1, Fault.NOT_TEXT)),
        (HEAD + "a,b\0,market,KG,,\n", (2, Fault.NOT_TEXT)),
        (b"x" * (reference_table.LARGEST + 1), (0, Fault.TOO_LARGE)),
        (HEAD + "a,b,market,KG,,\n" * (MAX_ROWS + 1), (0, Fault.TOO_LARGE)),
        ("", (0, Fault.EMPTY)),
        (HEAD, (0, Fault.EMPTY)),
        ("code,label_ru,lable_en\na,b,c\n", (1, Fault.COLUMN_UNKNOWN)),
        ("code,label_ru,code\na,b,c\n", (1, Fault.COLUMN_TWICE)),
        ("code,label_en\na,b\n", (1, Fault.COLUMN_MISSING)),
        (HEAD + "\nkg_new,Рынок,market,KG\n", (3, Fault.CELLS)),
        (HEAD + 'kg_new,"Рынок,market,KG,,\n', (2, Fault.CELLS)),
        (HEAD + "Новый,Рынок,market,KG,,\n", (2, Fault.CODE_BAD)),
        (HEAD + f"{'a' * 65},Рынок,market,KG,,\n", (2, Fault.CODE_BAD)),
        (HEAD + "KG,Рынок,market,KG,,\n", (2, Fault.CODE_BAD)),
        (HEAD + "kg_new,Рынок,market,KG,,\nkg_new,Рынок,market,KG,,\n", (3, Fault.CODE_TWICE)),
        (HEAD + "site_unlisted,Рынок,market,KG,,\n", (2, Fault.CODE_KEPT)),
        (HEAD + "kg_new,,market,KG,,\n", (2, Fault.NAME_MISSING)),
        (HEAD + "kg_new,=1+1,market,KG,,\n", (2, Fault.NAME_BAD)),
        (HEAD + "kg_new,<b>Рынок</b>,market,KG,,\n", (2, Fault.NAME_BAD)),
        (HEAD + "kg_new,Ры\u202eнок,market,KG,,\n", (2, Fault.NAME_BAD)),
        (HEAD + f"kg_new,{'я' * 201},market,KG,,\n", (2, Fault.NAME_BAD)),
        (HEAD + 'kg_new,"Ры\nнок",market,KG,,\n', (2, Fault.NAME_BAD)),
        (HEAD + "kg_new,Рынок,bazaar,KG,,\n", (2, Fault.KIND_UNKNOWN)),
        (HEAD + "kg_new,Рынок,,KG,,\n", (2, Fault.KIND_UNKNOWN)),
        (HEAD + "kg_new,Рынок,market,,,\n", (2, Fault.COUNTRY_UNKNOWN)),
        (HEAD + "kg_new,Рынок,market,KG;XX,,\n", (2, Fault.COUNTRY_UNKNOWN)),
        (HEAD + "kg_new,Рынок,market,KG,Bishkeck,\n", (2, Fault.REGION_UNKNOWN)),
        (HEAD + "kg_new,Рынок,market,KG,,maybe\n", (2, Fault.RETIRED_BAD)),
        (HEAD + "kz_uz_control,Пост,market,KZ,,\n", (2, Fault.MEANING)),
        (HEAD + "kz_uz_control,Пост,border_post,UZ,,\n", (2, Fault.MEANING)),
        (HEAD + "market_dordoy,Рынок,,,Osh region,\n", (2, Fault.MEANING)),
        ("list,code,label_ru\nconsent_use,new,Новое\n", (2, Fault.LIST_FIXED)),
        ("list,code,label_ru\n,new,Новое\n", (2, Fault.LIST_FIXED)),
        ("list,code,label_ru\ntransport,refused,Новое\n", (2, Fault.CODE_KEPT)),
        ("list,code,label_ru\ncountry,xx,Новое\n", (2, Fault.CODE_BAD)),
        ("list,code,label_ru,parent\nsite_type,new,Новое,\n", (2, Fault.PARENT_UNKNOWN)),
        ("list,code,label_ru,parent\nsite_type,new,Новое,market\n", (2, Fault.PARENT_UNKNOWN)),
        ("list,code,label_ru,parent\ntransport,new,Новое,other\n", (2, Fault.PARENT_UNKNOWN)),
        ("list,code,label_ru,parent\ntransport,plane,Новое,other\n", (2, Fault.MEANING)),
    ],
)
def test_each_fault_is_told_by_its_line(table: str | bytes, fault: tuple[int, Fault]) -> None:
    found = wrong(table)
    assert found == [fault]


def test_all_faulty_rows_are_told_at_once_and_the_lines_are_those_of_the_file() -> None:
    table = HEAD + 'kg_new,"Рынок",market,KG,,\n\n"kg_a",,market,KG,,\nkg_b,Двор,nothing,KG,,\n'
    assert wrong(table) == [(4, Fault.NAME_MISSING), (5, Fault.KIND_UNKNOWN)]


def test_a_new_region_is_entered_as_a_place_of_its_own() -> None:
    found = plan(HEAD + "kg_new,Рынок,market,KG,Batken region,\nkg_batken,Баткен,region,KG,Batken region,\n")
    assert (found.wrong, found.count(Step.ADDED)) == ((), 2)


def test_an_empty_cell_leaves_things_as_they_are() -> None:
    current = taken(plan(HEAD + "market_dordoy,Дордой,,,,yes\n"))
    assert current.sites["market_dordoy"].retired
    found = plan("code,label_ru\nmarket_dordoy,\n", current)
    assert (found.wrong, found.changing) == ((), ())
    [again] = plan(HEAD + "market_dordoy,,,,,no\n", current).changing
    assert again.steps == (Step.RESTORED,)


def test_a_site_without_a_region_gets_one_once() -> None:
    [first] = plan(HEAD + "kg_south,,,,Osh region,\n").changing
    assert first.steps == (Step.COMPLETED,)
    current = taken(plan(HEAD + "kg_south,,,,Osh region,\n"))
    assert current.sites["kg_south"].region == "Osh region"
    assert wrong(HEAD + "kg_south,,,,Bishkek,\n", current) == [(2, Fault.MEANING)]


@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: (HEAD + text).encode()))
def test_any_bytes_are_a_table_or_told_to_be_none(raw: bytes) -> None:
    found = plan(raw)
    assert found.wrong or found.planned
