"""No product without asking: one module knows the roles of consent, and every door out of the vault has its gate."""

import ast
from collections.abc import Iterator

from tests.rules import tree
from tests.rules.tree import Module

KNOW_THE_ROLES = {
    "fieldkit/domain/consent.py",
    "fieldkit/gui/form/filling.py",  # stops an interview that may not be kept
}
CODES = "fieldkit/errors.py"
DOORS = {
    ("fieldkit.services.output", "write_whole"),
    ("fieldkit.services.output", "write_new"),
    ("fieldkit.exchange.new_folder", "new_folder"),
    ("fieldkit.exchange.odk_storage", "new_storage"),
    ("fieldkit.reports", "summary"),
    ("fieldkit.services", "figures_json"),
}
"""What writes outside the vault, in the clear."""
GATES = {
    "fieldkit/services/odk_export.py": "Releasing",
    "fieldkit/services/archiving.py": "Releasing",
    "fieldkit/services/attachments.py": "Releasing",
    "fieldkit/services/reporting.py": "FigureBoard",
    "fieldkit/services/sharing.py": "Releasing",
    "fieldkit/cli/stats.py": "FigureBoard",
}
"""Modules that give out what people said, or figures of it, and whom they ask. Figures ask in `domain/case.py`."""
NO_TESTIMONY = {
    "fieldkit/cli/project_enrol.py",
    "fieldkit/cli/vault_answer.py",
    "fieldkit/cli/vault_recover.py",
    "fieldkit/exchange/odk_storage.py",
    "fieldkit/gui/gate/opening.py",
    "fieldkit/gui/project/answering.py",
    "fieldkit/gui/project/beginning.py",
    "fieldkit/gui/project/enrolling.py",
    "fieldkit/services/demo.py",
    "fieldkit/services/forms.py",
    "fieldkit/services/odk_trial.py",
    "fieldkit/services/reference_changes.py",
}
"""Modules that write something else: papers of enrolment, requests for help, questionnaires, lists, what others bring."""
OPEN_CARDS = {
    "fieldkit/cli/identity.py",
    "fieldkit/gui/records/cards.py",
    "fieldkit/services/naming.py",  # for people who agreed again
}
"""Modules that open identity cards; none of the others can put a name into a product."""
BODIES = {"revision", "joined", "about", "lines", "lines_to", "all_lines", "facts"}
"""Ways to the words of records, as attributes of the store and of its tables."""


def doors(module: Module) -> set[str]:
    """Names of doors that a module imports."""
    return {
        alias.name
        for node in ast.walk(module.tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
        if (node.module, alias.name) in DOORS
    }


def imported(module: Module) -> set[str]:
    imports = (node for node in ast.walk(module.tree) if isinstance(node, ast.ImportFrom))
    return {alias.name for node in imports for alias in node.names}


def ways_to_words(module: Module) -> Iterator[str]:
    """`self._store.records.revision` and its like."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Attribute) and node.attr in BODIES and "store" in ast.unparse(node.value):
            yield ast.unparse(node)


def test_one_module_knows_the_roles_of_consent() -> None:
    found = {
        module.name
        for module in tree.modules()
        for node in ast.walk(module.tree)
        if isinstance(node, ast.Constant) and str(node.value).startswith("consent.")
    }
    assert found == KNOW_THE_ROLES | {CODES}


def test_every_door_out_of_the_vault_has_its_gate() -> None:
    found = {module.name: module for module in tree.modules() if doors(module)}
    assert found.keys() == GATES.keys() | NO_TESTIMONY
    for name, gate in GATES.items():
        assert gate in imported(found[name]), name
        assert list(ways_to_words(found[name])) == [], name


def test_the_rule_sees_a_module_that_goes_around_the_gate() -> None:
    around = Module("fieldkit/x.py", "def give(self):\n    return self._workspace.store.records.revision('a')\n")
    assert list(ways_to_words(around)) == ["self._workspace.store.records.revision"]
    assert doors(Module("fieldkit/x.py", "from fieldkit.services.output import write_new")) == {"write_new"}


def opens_cards(module: Module) -> bool:
    calls = (node.func for node in ast.walk(module.tree) if isinstance(node, ast.Call))
    opened = any(isinstance(call, ast.Attribute) and call.attr == "open" for call in calls)
    return opened and "Cards" in imported(module)


def test_names_come_into_products_by_one_way_only() -> None:
    assert {module.name for module in tree.modules() if opens_cards(module)} == OPEN_CARDS
    around = "from fieldkit.services.cards import Cards\n\ndef name(it):\n    return Cards(it).open('P', 'u', 'r')\n"
    assert opens_cards(Module("fieldkit/x.py", around))
