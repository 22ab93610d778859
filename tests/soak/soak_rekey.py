"""T5: 1,000 spellings of what changes a key in place or leads a store elsewhere; the authorizer refuses them all."""

import random
import tempfile
from pathlib import Path

from fieldkit.errors import Refusal
from fieldkit.store.database import Database
from tests.soak.outcome import Outcome

FIGURES = {"T5": 1_000}
_VALUES = ("'x'", "\"x'00'\"", "x'00'", "''", "1", "NULL")


def main(seed: int, share: float) -> Outcome:
    """Try 1,000 spellings (times `share`)."""
    chance, outcome = random.Random(seed), Outcome()
    key = chance.randbytes(48)
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "store.db"
        database = Database(path, key)
        database.run("CREATE TABLE kept (word TEXT)")
        database.run("INSERT INTO kept VALUES ('told')")
        for _ in range(round(FIGURES["T5"] * share)):
            statement = spelling(chance, Path(name) / "other.db")
            try:
                database.run(statement)
            except Refusal:
                outcome.take("T5 refused", ())
            else:
                outcome.take("T5 done", (statement,))
        database.close()
        database = Database(path, key)
        if database.row(tuple[str], "SELECT word FROM kept") != ("told",) or [*Path(name).glob("other*")]:
            outcome.failures.append("the store is not what it was")
        database.close()
    return outcome


def spelling(chance: random.Random, elsewhere: Path) -> str:
    """One way to write a statement that must never run."""
    value = chance.choice(_VALUES)
    schema = chance.choice(("", "main.", '"main".'))
    name = chance.choice(("rekey", "hexrekey", "key", "temp_store", "temp_store_directory", "mmap_size"))
    words = chance.choice(
        (
            ["PRAGMA", f"{schema}{name}", "=", value],
            ["PRAGMA", f"{schema}{name}", f"({value})"],
            ["ATTACH", chance.choice(("", "DATABASE")), f"'{elsewhere}'", "AS", "other", chance.choice(("", "KEY ''"))],
            ["SELECT", "load_extension", f"({value})"],
        )
    )
    gaps = (chance.choice((" ", "\n\t", " /* a */ ", " -- b\n")) for _ in words)
    return "".join(_in_any_case(word, chance) + gap for word, gap in zip(words, gaps, strict=True))


def _in_any_case(word: str, chance: random.Random) -> str:
    if "'" in word:
        return word
    return "".join(chance.choice((letter.lower(), letter.upper())) for letter in word)
