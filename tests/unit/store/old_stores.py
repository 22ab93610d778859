"""Stores as earlier versions of fieldkit left them: an old schema with the rows of a store of today."""

import json

from fieldkit.store import migrate
from fieldkit.store.database import Database
from fieldkit.store.deflated import inflate

_MADE = ("sqlite_", "search_")
"""Tables that come with others."""


def make_old(database: Database, version: int) -> None:
    """Give an empty database the schema of that version."""
    for number, sql in migrate.migrations():
        if number <= version:
            with database.transaction():
                migrate.script(database, sql)
                database.set_version(number)


def fill(database: Database, source: Database) -> None:
    """Copy the rows of every table that the old schema has, as far as it has the columns."""
    with database.transaction():
        for table in tables(database):
            if table == "fact":  # a row for each fact, as it was before they were packed
                for number, body in source.rows(tuple[int, bytes], "SELECT record, body FROM facts"):
                    rows = ((number, place, *fact) for place, fact in enumerate(json.loads(inflate(body))))
                    database.run_many(
                        "INSERT INTO fact (record, ordinal, role, line, value) VALUES (?, ?, ?, ?, ?)", rows
                    )
                continue
            wanted = ", ".join(columns(database, table))
            rows = source._connection.execute(f"SELECT {wanted} FROM {table} ORDER BY 1").fetchall()
            if table == "facts" and ("body", "TEXT") in _types(database, table):  # before it was deflated
                rows = [(number, inflate(body).decode()) for number, body in rows]
            if table == "entry":
                at = columns(database, table).index("content")
                rows = [(*row[:at], row[at] and inflate(row[at]), *row[at + 1 :]) for row in rows]
            marks = ", ".join("?" * len(columns(database, table)))
            database.run_many(f"INSERT INTO {table} ({wanted}) VALUES ({marks})", rows)
        if "joined" not in tables(database):  # the older program took these for conflicts
            for (record,) in source.rows(tuple[str], "SELECT record FROM joined"):
                database.run("UPDATE record SET state = 'conflict', head = '' WHERE id = ?", record)
        for number, words in source.rows(tuple[int, str], "SELECT number, id FROM record"):
            database.run("INSERT INTO search (rowid, stems) VALUES (?, ?)", number, words.lower())


def tables(database: Database) -> list[str]:
    """Tables in an order in which rows may refer to earlier ones."""
    sql = "SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY rowid"
    return [name for (name,) in database.rows(tuple[str], sql) if not name.startswith(_MADE) and name != "search"]


def columns(database: Database, table: str) -> list[str]:
    return [name for (name,) in database.rows(tuple[str], f"SELECT name FROM pragma_table_info('{table}')")]


def _types(database: Database, table: str) -> list[tuple[str, str]]:
    return list(database.rows(tuple[str, str], f"SELECT name, type FROM pragma_table_info('{table}')"))
