"""Brings a store's schema up to date from the SQL files of this package.

Each is a transaction of its own; those of a new store, which is nothing before the last of them, are one together.
"""

from contextlib import nullcontext
from importlib import resources

from sqlcipher3.dbapi2 import complete_statement

from fieldkit.errors import Code, Refusal
from fieldkit.store.database import Database


def migrations() -> tuple[tuple[int, str], ...]:
    """Version number and SQL text of every migration, in order; file names are `0001_words.sql`."""
    folder = resources.files("fieldkit.store") / "migrations"
    found = [(int(item.name[:4]), item.read_text("utf-8")) for item in folder.iterdir() if item.name.endswith(".sql")]
    return tuple(sorted(found))


def migrate(database: Database) -> None:
    """Apply what is missing. Raises Refusal(VAULT_STORE_NEWER) for a store written by a later version."""
    steps = migrations()
    current = database.version()
    if current > steps[-1][0]:
        raise Refusal(Code.VAULT_STORE_NEWER)
    with database.transaction() if current == 0 else nullcontext():
        for number, sql in steps:
            if number > current:
                with database.transaction():
                    script(database, sql)
                    database.set_version(number)


def script(database: Database, sql: str) -> None:
    """Run the statements of a migration, each of which ends a line; those of triggers hold others."""
    statement = ""
    for line in sql.splitlines(keepends=True):
        statement += line
        if complete_statement(statement):
            database.run(statement)
            statement = ""
    if statement.strip():
        raise Refusal(Code.INTERNAL, place="migrate.script")


def is_behind(database: Database) -> bool:
    """Whether `migrate` would change a store that has a schema already."""
    return 0 < database.version() < migrations()[-1][0]


def check_current(database: Database) -> None:
    """Refuse a store of another version than this program's: VAULT_STORE_NEWER, or VAULT_STORE_DAMAGED if older."""
    newest = migrations()[-1][0]
    if database.version() != newest:
        raise Refusal(Code.VAULT_STORE_NEWER if database.version() > newest else Code.VAULT_STORE_DAMAGED)
