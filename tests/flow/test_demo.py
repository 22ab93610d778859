"""The demo: the whole chain on sample data, by the command, and what is left on the disk afterwards."""

import subprocess
from pathlib import Path
from typing import Any

import pytest

from fieldkit.services.demo import PASSPHRASE
from tests.command import Done, run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo") / "out"


@pytest.fixture(scope="module")
def told(folder: Path) -> Any:
    done = run("demo", "--out", folder, "--monitors", 2, "--records", 36, "--json")
    assert done.code == 0, done.err
    return done.json


def ask(folder: Path, member: str, *arguments: object) -> Done:
    return run("--vault", folder / "vaults" / member, "--json", *arguments, phrase=PASSPHRASE)


def test_everybody_has_a_vault_and_all_records_arrive(told: Any, folder: Path) -> None:
    assert told["vaults"] == ["O01", "S01", "M01", "M02"]
    assert (told["recorded"], told["new"], told["bundles"], told["refused"]) == (36, 36, 2, 0)
    assert told["again"] >= 36
    assert (told["withdrawn"], told["duplicates"]) == (1, 1)
    assert told["accepted"] >= 26
    assert told["waiting"] >= 1
    assert len(list((folder / "stick").glob("FK-*.fkb"))) == 2


def test_the_sample_says_that_it_is_fictional_and_how_to_open_it(told: Any, folder: Path) -> None:
    text = (folder / "README.txt").read_text(encoding="utf-8")
    assert "Fictional" in text
    assert told["passphrase"] in text


def test_both_reports_are_whole_and_marked(told: Any, folder: Path) -> None:
    marks = {"en": "Fictional sample data", "ru": "данные"}
    assert {Path(report["file"]).name for report in told["reports"]} == {"report-en.pdf", "report-ru.pdf"}
    for report in told["reports"]:
        file = folder / Path(report["file"]).name
        assert subprocess.run(["qpdf", "--check", file], capture_output=True, check=False).returncode == 0
        text = subprocess.run(["pdftotext", file, "-"], capture_output=True, text=True, check=True).stdout
        assert text.count("\f") == report["pages"] >= 3
        assert marks[file.stem[-2:]] in text


def test_the_train_of_22_april_2008_shows_what_was_told(told: Any, folder: Path) -> None:
    shown = ask(folder, "S01", "record", "show", "EV01").json
    assert shown["state"] == "accepted"
    values = {
        item["ref"].rpartition("/")[2]: item["value"] for section in shown["sections"] for item in section["items"]
    }
    assert values["event_date"] == "2008-04-22"
    assert [values[name] for name in ("pay_payers", "pay_low", "pay_high", "pay_total", "pay_currency")][:4] == [
        "85",
        "150",
        "1500",
        "18930",
    ]
    figures = ask(folder, "S01", "stats", "--site", "train_moscow_bishkek").json
    assert figures["money_lost"]["by_currency"] == {"RUB": {"low": 18930, "high": 18930, "payments_known": 1}}


def test_the_supervisors_vault_is_in_order(told: Any, folder: Path) -> None:
    assert ask(folder, "S01", "vault", "check").json == {"ok": True, "findings": []}
    logs = ask(folder, "S01", "log", "verify").json
    assert logs["ok"]
    assert len(logs["logs"]) == 3
    assert told["recorded"] == ask(folder, "S01", "stats").json["records"]["all"]


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").touch()
    assert run("demo", "--out", tmp_path, "--json").refused == "file.exists"
    assert [path.name for path in tmp_path.iterdir()] == ["precious"]


def test_the_event_that_was_told_twice_is_proposed_and_little_else(told: Any, folder: Path) -> None:
    """EV25 is marked as a duplicate of EV24, so that it is proposed for nothing; asked about, it names EV24."""
    assert ask(folder, "S01", "review", "likely", "EV25").json["likely"][0]["id"] == "EV24"
    records = [row["id"] for row in ask(folder, "S01", "record", "list").json["records"]]
    with_proposals = [each for each in records if _likely(folder, each)]
    assert "EV24" not in with_proposals
    assert len(with_proposals) <= len(records) / 5


def _likely(folder: Path, record: str) -> list[str]:
    done = ask(folder, "S01", "review", "likely", record)
    return [each["id"] for each in done.json.get("likely", [])]
