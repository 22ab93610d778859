"""The catalogues say what the sources say, and the tool that keeps them so does what it promises."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest
from babel.messages.catalog import Catalog

from tests.rules.tree import ROOT

SOURCE = """
_ = language.gettext
title = _("Open {name}")
count = self.language.ngettext("{n} draft", "{n} drafts", 3)
may = language.pgettext("month", "May")
"""


def _load() -> ModuleType:
    spec = importlib.util.spec_from_file_location("update", ROOT / "translations" / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = _load()


@pytest.mark.parametrize("language", update.languages(update.HERE))
def test_every_text_is_translated_with_its_placeholders(language: str) -> None:
    catalogue = update.read(update.HERE, language)
    assert [fault for message in catalogue if message.id for fault in update.faults(message, catalogue)] == []


def test_the_catalogues_hold_exactly_the_texts_of_the_sources() -> None:
    wanted = update.files(update.HERE, update.extract(ROOT / "fieldkit"))
    assert {path.parts[-3] for path in wanted} >= {"ru"}
    assert [path.name for path in update.drifted(wanted)] == []


def test_russian_has_three_plural_forms() -> None:
    assert update.read(update.HERE, "ru").num_plurals == 3


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The translations folder of a small project in two languages, not yet extracted."""
    (tmp_path / "fieldkit" / "gui").mkdir(parents=True)
    (tmp_path / "fieldkit" / "gui" / "page.py").write_text(SOURCE, encoding="utf-8")
    folder = tmp_path / "translations"
    catalogue = folder / "ru" / "LC_MESSAGES" / "fieldkit.po"
    catalogue.parent.mkdir(parents=True)
    catalogue.write_text(update.render(Catalog(locale="ru", header_comment="", fuzzy=False)), encoding="utf-8")
    return folder


def _fill(project: Path, translations: dict[str, list[str]]) -> int:
    entries = update.missing(update.read(project, "ru"))
    for entry in entries:
        entry["translations"] = translations.get(entry["id"], entry["translations"])
    filled = project.parent / "filled.json"
    filled.write_text(json.dumps({"language": "ru", "entries": entries}), encoding="utf-8")
    return update.main(["--fill", str(filled)], project)


def test_names_methods_and_contexts_are_extracted(project: Path) -> None:
    found = {(message.context, message.id) for message in update.extract(project.parent / "fieldkit") if message.id}
    assert found == {(None, "Open {name}"), (None, ("{n} draft", "{n} drafts")), ("month", "May")}


def test_drift_is_found_until_the_update_has_run(project: Path) -> None:
    assert update.main(["--check"], project) == 1
    assert update.main([], project) == 0
    assert update.main(["--check"], project) == 0
    page = project.parent / "fieldkit" / "gui" / "page.py"
    page.write_text(SOURCE.replace("Open", "Close"), encoding="utf-8")
    assert update.main(["--check"], project) == 1


def test_translations_come_back_and_outlive_the_next_update(project: Path) -> None:
    update.main([], project)
    forms = ["{n} черновик", "{n} черновика", "{n} черновиков"]
    assert _fill(project, {"Open {name}": ["Открыть {name}"], "{n} draft": forms, "May": ["Май"]}) == 0
    assert update.missing(update.read(project, "ru")) == []
    page = project.parent / "fieldkit" / "gui" / "page.py"
    page.write_text(SOURCE + 'more = _("More")\n', encoding="utf-8")
    assert update.main([], project) == 0
    catalogue = update.read(project, "ru")
    assert catalogue.get("{n} draft").string == tuple(forms)
    assert [entry["id"] for entry in update.missing(catalogue)] == ["More"]


def test_a_text_that_is_gone_leaves_the_catalogue(project: Path) -> None:
    update.main([], project)
    _fill(project, {"May": ["Май"]})
    page = project.parent / "fieldkit" / "gui" / "page.py"
    page.write_text('_("Other")\n', encoding="utf-8")
    update.main([], project)
    text = (project / "ru" / "LC_MESSAGES" / "fieldkit.po").read_text(encoding="utf-8")
    assert "Май" not in text
    assert "Other" in text


@pytest.mark.parametrize(
    ("text", "translations"),
    [
        ("Open {name}", ["Открыть {file}"]),
        ("Open {name}", ["Открыть"]),
        ("{n} draft", ["{n} черновик", "{n} черновика", ""]),
        ("{n} draft", ["{n} черновик", "{n} черновика", "черновиков"]),
        ("{n} draft", ["{n} черновик"]),
    ],
)
def test_a_faulty_translation_is_refused(project: Path, text: str, translations: list[str]) -> None:
    update.main([], project)
    given = {"Open {name}": ["Открыть {name}"], "{n} draft": ["{n} а", "{n} б", "{n} в"], "May": ["Май"]}
    assert _fill(project, given | {text: translations}) == 1
    assert [entry["id"] for entry in update.missing(update.read(project, "ru"))] == [text]
