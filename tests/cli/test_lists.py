"""`project lists` by command: shown, saved as a file, changed by one, in words and as JSON."""

from pathlib import Path

import pytest

from tests.command import Office, Person

TABLE = (
    "code;label_ru;type;country;region;retired\n"
    "kg_new;Новый рынок;market;KG;Bishkek;\n"
    "market_dordoy;Дордой;;;;yes\n"
    "kz_uz_control;;;;;\n"
)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    return Office(tmp_path_factory.mktemp("lists") / "office")


def test_a_file_is_tried_then_taken_in(office: Office, tmp_path: Path) -> None:
    table = tmp_path / "sites.csv"
    table.write_text(TABLE, encoding="utf-8-sig")
    before = office.do("project", "lists", "show")
    tried = office.do("project", "lists", "import", table, "--dry-run")
    assert (tried["added"], tried["renamed"], tried["retired"]) == (["kg_new"], ["market_dordoy"], ["market_dordoy"])
    assert (tried["same"], tried["done"]) == (1, False)
    assert office.do("project", "lists", "show") == before
    assert office.do("project", "lists", "import", table)["done"]
    shown = {each["code"]: each for each in office.do("project", "lists", "show")["codes"]}
    assert shown["kg_new"]["region"] == "Bishkek"
    assert shown["market_dordoy"]["retired"]
    again = office.do("project", "lists", "import", table)
    assert (again["same"], again["done"]) == (3, False), "taking it twice is taking it once"
    out = tmp_path / "out.csv"
    assert "not encrypted" in office.run("project", "lists", "export", "--out", out).err
    assert office.do("project", "lists", "import", out)["done"] is False
    assert "Новый рынок" in out.read_text(encoding="utf-8-sig")


def test_a_faulty_file_is_refused_line_by_line_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    before = office.do("project", "lists", "show")
    table = tmp_path / "sites.csv"
    table.write_text(TABLE + "kg_a;;market;KG;;\nkg_b;Двор;market;ZZ;;\n", encoding="utf-8")
    done = office.run("project", "lists", "import", table)
    assert done.refused == "reference.wrong"
    assert done.json["wrong"] == [
        {"line": 5, "code": "name_missing"},
        {"line": 6, "code": "country_unknown"},
    ]
    assert "Line 6:" in done.err
    assert "Двор" not in done.err + done.out, "a line is told by its number"
    assert office.do("project", "lists", "show") == before


def test_lists_of_codes_too(office: Office, tmp_path: Path) -> None:
    table = tmp_path / "codes.csv"
    table.write_text("list,code,label_ru\ntransport,cart,Арба\n", encoding="utf-8")
    said = office.say("project", "lists", "import", table)
    assert said.code == 0
    assert "transport  cart  is added  Арба" in said.out
    assert "Арба" in office.say("project", "lists", "show", "transport").out
    assert office.run("project", "lists", "show", "no_such_list").refused == "reference.list_unknown"
    assert office.run("project", "lists", "export", "--list", "nothing", "--out", tmp_path / "x.csv").code == 1


def test_outside_a_project_nothing_can_be_changed(tmp_path: Path) -> None:
    person = Person(tmp_path / "alone")
    table = tmp_path / "sites.csv"
    table.write_text(TABLE, encoding="utf-8")
    assert person.run("project", "lists", "import", table).refused == "project.missing"
    assert len(person.do("project", "lists", "show")["codes"]) == 115
