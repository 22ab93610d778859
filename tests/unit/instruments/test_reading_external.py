"""Files beside a form: they become part of it, and what is missing or no table is said."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit.clock import SteppingClock
from fieldkit.domain.findings import Flaw, Severity
from fieldkit.domain.forms import Session
from fieldkit.instruments import tables
from fieldkit.instruments.companions import Folder
from fieldkit.instruments.reading import Reading, examine, from_xform
from fieldkit.instruments.session import load

CSV = "name,label,region\nakjol,Ak-Jol,north\nkorday,Kordai,south\n"
XML = "<root><item><name>akjol</name><label>Ak-Jol</label><region>north</region></item><item><name>korday</name><label>Kordai</label><region>south</region></item></root>"
GEOJSON = json.dumps(
    {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": name,
                "properties": {"title": title, "region": region, "open": True},
                "geometry": {"type": "Point", "coordinates": [74.6, 42.9]},
            }
            for name, title, region in (("akjol", "Ak-Jol", "north"), ("korday", "Kordai", "south"))
        ],
    }
)
REGIONS = "| list_name | name | label |\n| region | north | North |\n| region | south | South |"


def read(folder: Path, *rows: str, choices: str = REGIONS, sheets: str = "", **files: str) -> Reading:
    """A form of these rows in a folder with these files."""
    for name, content in files.items():
        (folder / name).write_text(content, encoding="utf-8")
    lines = ["| survey |", "| | type | name | label | choice_filter | calculation | parameters |"]
    lines += [f"| {row}" for row in rows]
    lines += ["| choices |", *(f"| {row}" for row in choices.splitlines()), sheets]
    return examine("\n".join(lines).encode("utf-8"), "posts.md", Folder(folder / "posts.md"))


def session(reading: Reading) -> Session:
    assert reading.instrument is not None
    # What travels is the document alone.
    return load(from_xform(reading.instrument.xform), clock=SteppingClock())


REGION = "| select_one region | region | Region | | | |"


@pytest.mark.parametrize(
    ("file", "content", "parameters"),
    [
        ("posts.csv", CSV, ""),
        ("posts.csv", "\ufeff" + CSV.replace(",", ";"), ""),
        ("posts.xml", XML, ""),
        ("posts.geojson", GEOJSON, ""),
        ("posts.csv", CSV.replace("name,label", "code,words"), "value=code label=words"),
    ],
)
def test_choices_come_from_a_file_and_follow_their_filter(
    tmp_path: Path, file: str, content: str, parameters: str
) -> None:
    row = f"| select_one_from_file {file} | post | Post | region = ${{region}} | | {parameters} |"
    reading = read(tmp_path, REGION, row, **{file: content})
    assert reading.findings == ()
    assert reading.files == (file,)
    form = session(reading)
    form.set("/data/region", "south")
    assert [(each.value, each.label) for each in form.node("/data/post").choices or ()] == [("korday", "Kordai")]


def test_a_table_is_looked_up(tmp_path: Path) -> None:
    row = "| calculate | found | | | pulldata('posts', 'label', 'name', ${code}) | |"
    reading = read(tmp_path, "| text | code | Code | | | |", row, **{"posts.csv": CSV})
    assert reading.files == ("posts.csv",)
    form = session(reading)
    form.set("/data/code", "korday")
    assert form.node("/data/found").value == "Kordai"


@pytest.mark.parametrize(
    ("kind", "file", "content"), [("csv-external", "posts.csv", CSV), ("xml-external", "posts.xml", XML)]
)
def test_a_table_is_an_instance(tmp_path: Path, kind: str, file: str, content: str) -> None:
    rows = (f"| {kind} | posts | | | | |", "| calculate | n | | | count(instance('posts')//item) | |")
    assert session(read(tmp_path, *rows, **{file: content})).node("/data/n").value == "2"


EXTERNAL = """| external_choices |
| | list_name | name | label | region |
| | post | akjol | Ak-Jol | north |
| | post | korday | Kordai | south |
| | other | x | X | south |"""


def test_external_choices_of_a_sheet_are_a_select(tmp_path: Path) -> None:
    row = "| select_one_external post | post | Post | region = ${region} | | |"
    form = session(read(tmp_path, REGION, row, sheets=EXTERNAL))
    form.set("/data/region", "north")
    assert [(each.value, each.label) for each in form.node("/data/post").choices or ()] == [("akjol", "Ak-Jol")]
    form.set("/data/post", "akjol")
    assert form.node("/data/post").valid


def test_external_choices_need_a_filter(tmp_path: Path) -> None:
    reading = read(tmp_path, REGION, "| select_one_external post | post | Post | | | |", sheets=EXTERNAL)
    [error] = [each for each in reading.findings if each.severity is Severity.ERROR]
    assert (error.flaw, error.row, error.column) == (Flaw.FILTER_MISSING, 3, "choice_filter")


def test_external_choices_speak_the_languages_of_the_form(tmp_path: Path) -> None:
    text = """| survey |
| | type | name | label::English (en) | label::Русский (ru) | choice_filter |
| | select_one_external post | post | Post | Пост | name != '' |
| external_choices |
| | list_name | name | label::English (en) | label::Русский (ru) |
| | post | | | |
| | post | akjol | Ak-Jol | Ак-Жол |"""
    form = session(examine(text.encode(), "posts.md", Folder(tmp_path / "posts.md")))
    form.set_language("Русский (ru)")
    assert [each.label for each in form.node("/data/post").choices or ()] == ["Ак-Жол"]


def test_an_xform_takes_its_external_choices_from_the_file_beside_it(tmp_path: Path) -> None:
    document = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"><h:head><h:title>P</h:title>
    <model><instance><data id="p"><post/></data></instance><bind nodeset="/data/post" type="string"/></model></h:head>
    <h:body><input ref="/data/post" query="instance('post')/root/item[region='north']"><label>Post</label></input></h:body></h:html>"""
    bare = examine(document.encode(), "p.xml", Folder(tmp_path / "p.xml"))
    assert [(each.flaw, each.name) for each in bare.findings] == [(Flaw.FILE_MISSING, "itemsets.csv")]
    (tmp_path / "itemsets.csv").write_text("list_name,name,label,region\npost,akjol,Ak-Jol,north\n", "utf-8")
    reading = examine(document.encode(), "p.xml", Folder(tmp_path / "p.xml"))
    assert reading.files == ("itemsets.csv",)
    assert [each.value for each in session(reading).node("/data/post").choices or ()] == ["akjol"]


def test_a_missing_file_is_told_with_its_cell_and_leaves_no_choices(tmp_path: Path) -> None:
    reading = read(tmp_path, "| select_one_from_file posts.csv | post | Post | | | |")
    [missing] = [each for each in reading.findings if each.flaw is Flaw.FILE_MISSING]
    assert (missing.severity, missing.sheet, missing.row, missing.column, missing.name) == (
        Severity.WARNING,
        "survey",
        2,
        "type",
        "posts.csv",
    )
    assert session(reading).node("/data/post").choices == ()


@pytest.mark.parametrize(
    ("file", "content"),
    [
        ("posts.csv", b"\xff\xfe\x00name"),
        ("posts.csv", b""),
        ("posts.csv", b'name,label\n"' + b"x" * 200_000 + b'",b\n'),
        ("posts.xml", b"<root><item>"),
        ("posts.xml", b'<!DOCTYPE r [<!ENTITY a "b">]><root><item><name>&a;</name></item></root>'),
        ("posts.geojson", b"[]"),
        ("posts.geojson", b"[" * 100_000),
    ],
)
def test_a_file_that_is_no_table_is_an_error_at_its_cell(tmp_path: Path, file: str, content: bytes) -> None:
    (tmp_path / file).write_bytes(content)
    reading = read(tmp_path, f"| select_one_from_file {file} | post | Post | | | |")
    assert reading.instrument is None
    [bad] = [each for each in reading.findings if each.severity is Severity.ERROR]
    assert (bad.flaw, bad.sheet, bad.row, bad.column, bad.name) == (Flaw.FILE_BAD, "survey", 2, "type", file)


def test_a_table_too_large_is_no_table(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables, "MOST_CELLS", 5)
    reading = read(tmp_path, "| select_one_from_file posts.csv | post | Post | | | |", **{"posts.csv": CSV})
    assert [each.flaw for each in reading.findings if each.severity is Severity.ERROR] == [Flaw.FILE_BAD]


@pytest.mark.parametrize("name", ["../secret.csv", "/etc/secret.csv", "..\\secret.csv", ".", "..", "", "n" * 300])
def test_only_plain_names_are_looked_for(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.csv").write_text(CSV, "utf-8")
    (tmp_path / "inner").mkdir()
    beside = Folder(tmp_path / "inner" / "form.xml")
    assert not beside.has(name)
    assert beside.read(name) is None


def test_media_beside_the_form_are_found(tmp_path: Path) -> None:
    text = "| survey |\n| | type | name | label | image |\n| | text | a | A | gate.png |"
    path = tmp_path / "form.md"
    [missing] = examine(text.encode(), path.name, Folder(path)).findings
    assert (missing.flaw, missing.row, missing.column, missing.name) == (Flaw.MEDIA_MISSING, 2, "image", "gate.png")
    (tmp_path / "form-media").mkdir()
    (tmp_path / "form-media" / "gate.png").write_bytes(b"png")
    reading = examine(text.encode(), path.name, Folder(path))
    assert reading.findings == ()
    assert reading.instrument is not None
    assert "jr://images/gate.png" in reading.instrument.xform


def test_lines_and_shapes_of_maps_become_points() -> None:
    feature = {
        "type": "Feature",
        "properties": {"id": "a", "size": 1.5, "none": None},
        "geometry": {"type": "LineString", "coordinates": [[74.6, 42.9], [74.7, 43]]},
    }
    root = tables.root(json.dumps({"features": [feature]}).encode(), "x.geojson")
    [item] = root
    assert {child.tag.rpartition("}")[2]: child.text or "" for child in item} == {
        "id": "a",
        "size": "1.5",
        "none": "",
        "geometry": "42.9 74.6 0 0; 43 74.7 0 0",
    }


CELL = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20)


@given(st.lists(st.tuples(CELL, CELL), max_size=8))
def test_any_table_gives_its_cells_back(rows: list[tuple[str, str]]) -> None:
    quoted = "\n".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in rows)
    root = tables.csv_root(f"name,label\n{quoted}")
    kept = [row for row in rows if any(row)]
    assert [tuple(child.text or "" for child in item) for item in root] == kept


@given(st.text(max_size=30))
def test_any_header_becomes_a_name_of_an_element(header: str) -> None:
    name = tables.element_name(header)
    assert tables.csv_root(f'"{header.replace(chr(34), "")}",b\n1,2') is not None
    assert name == tables.element_name(name)
