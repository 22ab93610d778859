"""Small shares of the soak runs about full disks, faults after faults, cut files, and a vault that is open elsewhere."""

import random
import re

import pytest

from fieldkit.store.authorizing import _BANNED_PRAGMAS
from tests.flow.hardships import can_mount
from tests.rules import tree
from tests.soak import soak_chains, soak_rekey, soak_second, soak_truncations
from tests.soak.outcome import Outcome


def held(outcome: Outcome, seed: int, **least: int) -> None:
    """Nothing failed, and there were as many cases."""
    assert outcome.failures == [], f"seed {seed}"
    assert {number: outcome.proving(number) for number in least} == least


@pytest.mark.slow
@pytest.mark.parametrize("disks", [10] if can_mount() else [])
def test_t4_a_disk_that_is_too_small_refuses_in_words_keeps_all_and_works_when_it_has_room(disks: int) -> None:
    seed = random.getrandbits(32)
    held(soak_chains.main(seed, chains=0, disks=disks), seed, T4=disks)


@pytest.mark.slow
def test_t8_faults_while_faults_are_mended_lose_nothing() -> None:
    seed = random.getrandbits(32)
    held(soak_chains.main(seed, chains=16, disks=0), seed, T8=16)


def test_t5_no_source_changes_the_key_of_a_store_in_place() -> None:
    spelt = re.compile(r"pragma[\s_.\"'(]*(hex)?rekey|sqlite3_rekey", re.IGNORECASE)
    assert spelt.search("PRAGMA rekey='x'")
    assert [module.name for module in tree.modules() if spelt.search(module.text)] == []
    assert {"rekey", "hexrekey"} <= _BANNED_PRAGMAS


def test_t5_no_spelling_of_it_passes_the_authorizer() -> None:
    seed = random.getrandbits(32)
    held(soak_rekey.main(seed, share=0.2), seed, T5=200)


@pytest.mark.slow
def test_t11_cut_files_are_refused_with_a_code_or_open_whole() -> None:
    seed = random.getrandbits(32)
    outcome = soak_truncations.main(seed, share=0.06)
    held(outcome, seed)
    assert outcome.proving("T11") > 60


def test_t16_a_second_process_is_told_within_a_second_and_writes_nothing() -> None:
    held(soak_second.main(0, share=0.06), 0, T16=6)
