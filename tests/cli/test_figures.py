"""`fieldkit stats` and `fieldkit report`."""

from pathlib import Path

from tests.command import Office


def test_only_accepted_records_give_figures(office: Office) -> None:
    figures = office.do("stats")
    assert (figures["records"]["all"], figures["records"]["active"]) == (3, 1)
    assert figures["money_lost"]["by_currency"] == {"KZT": {"low": 4500, "high": 4500, "payments_known": 1}}


def test_figures_are_broken_down(office: Office) -> None:
    table = office.do("stats", "--by", "site,month")["by"]
    assert table["dimensions"] == ["site", "month"]
    assert [row["keys"] for row in table["rows"]] == [["kz_uz_control", "2009-06"]]
    assert "kz_uz_control" in office.say("stats", "--by", "site").out


def test_figures_of_a_period(office: Office) -> None:
    assert office.do("stats", "--period", "2009-06..2009-07")["records"]["active"] == 1
    assert office.do("stats", "--period", "2010")["records"]["active"] == 0


def test_outside_the_project_small_numbers_are_hidden(office: Office) -> None:
    assert office.do("stats", "--level", "public")["money_lost"]["by_currency"]["KZT"]["low"] is None
    assert "4,500" not in office.say("stats", "--level", "public").out
    assert "4,500" in office.say("stats").out


def test_wrong_questions_are_refused(office: Office) -> None:
    assert office.run("stats", "--period", "last year").refused == "stats.bad_period"
    assert office.run("stats", "--by", "shoe_size").refused == "stats.unknown_dimension"
    assert office.run("stats", "--site", "atlantis").refused == "site.unknown"


def test_a_report_is_printed_in_the_language_asked_for(office: Office, tmp_path: Path) -> None:
    assert "summary" in office.do("report", "list")["kinds"]
    out = tmp_path / "report.pdf"
    printed = office.do("report", "pdf", "--kind", "summary", "--lang", "ru", "--out", out)
    assert printed["language"] == "ru"
    assert printed["pages"] >= 3
    assert out.read_bytes().startswith(b"%PDF-")
    assert office.run("report", "pdf", "--kind", "novel", "--out", out).refused == "report.unknown_kind"
    assert office.run("report", "pdf", "--kind", "summary", "--lang", "xx", "--out", out).refused == "language.unknown"


def test_too_few_records_are_not_shared_with_a_partner(office: Office, tmp_path: Path) -> None:
    assert office.run("export", "partner", "--out", tmp_path / "partner").refused == "microdata.too_few"
    assert not (tmp_path / "partner").exists()
