"""The documents agree with the project: dependencies, targets, versions, links."""

import os
import re
import tomllib

import fieldkit
from tests.rules.tree import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DOCUMENTS = ("README.md", "SECURITY.md", "CHANGELOG.md", "fieldkit/ARCHITECTURE.md")
FAMILIES = {"pyside6-essentials": "pyside6", "fontpkg-noto-sans": "noto sans", "fontpkg-noto-serif": "noto serif"}


def _read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_version_is_the_same_everywhere() -> None:
    assert PROJECT["version"] == fieldkit.__version__
    assert f"## [{fieldkit.__version__}]" in _read("CHANGELOG.md")
    assert f"fieldkit {fieldkit.__version__} protects" in _read("SECURITY.md")


def test_the_readme_names_every_library_with_its_licence() -> None:
    named = [re.split(r"[<>=;\[ ]", line)[0].lower() for line in PROJECT["dependencies"]]
    table = _read("README.md").split("## Licence")[1].lower()
    assert [name for name in named if FAMILIES.get(name, name) not in table] == []


def test_every_target_that_a_document_names_exists() -> None:
    targets = set(re.findall(r"^([a-z]+):.*##", _read("Makefile"), re.MULTILINE))
    named = {
        name for document in DOCUMENTS for name in re.findall(r"(?:`|^)make ([a-z]+)", _read(document), re.MULTILINE)
    }
    assert {"demo", "test"} <= named <= targets


def test_every_folder_of_tests_is_in_the_readme() -> None:
    folders = {path.name for path in (ROOT / "tests").iterdir() if any(path.glob("**/*.py"))}
    assert [name for name in sorted(folders) if f"tests/{name}" not in _read("README.md")] == []


def test_links_between_documents_lead_somewhere() -> None:
    for document in DOCUMENTS:
        for target in re.findall(r"(?<!!)\[[^\]]*\]\((?!https:)([^)#]+)", _read(document)):
            assert ((ROOT / document).parent / target).exists(), f"{document}: {target}"


def test_continuous_integration_runs_the_same_command_as_a_developer() -> None:
    assert "exec make test" in _read(".ci/run")
    for script in ("run", "setup"):
        assert os.access(ROOT / ".ci" / script, os.X_OK)


def test_the_licence_is_complete() -> None:
    text = _read("LICENSE")
    assert PROJECT["license"] == "Apache-2.0"
    assert "Version 2.0, January 2004" in text
    assert text.rstrip().endswith("limitations under the License.")
