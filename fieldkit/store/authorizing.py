"""What SQLCipher may not do for us, whatever the SQL says."""

import sqlcipher3.dbapi2 as sqlcipher

_BANNED_PRAGMAS = frozenset({"rekey", "hexrekey", "key", "temp_store", "temp_store_directory", "mmap_size"})


def authorize(action: int, first: str | None, _second: str | None, _database: str | None, _trigger: str | None) -> int:
    """Refuse what could destroy or leak a store: rekey, other keys, temporary files, ATTACH, extensions."""
    if action == sqlcipher.SQLITE_PRAGMA and (first or "").lower() in _BANNED_PRAGMAS:
        return int(sqlcipher.SQLITE_DENY)
    if action == sqlcipher.SQLITE_ATTACH:
        return int(sqlcipher.SQLITE_DENY)
    if action == sqlcipher.SQLITE_FUNCTION and (_second or "").lower() == "load_extension":
        return int(sqlcipher.SQLITE_DENY)
    return int(sqlcipher.SQLITE_OK)
