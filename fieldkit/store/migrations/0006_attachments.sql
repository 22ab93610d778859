-- Files that answers name. The key of a blob is here and in the log's body only: without them the blob is noise.
CREATE TABLE attachment (
    number INTEGER PRIMARY KEY,
    owner TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    original_sha256 TEXT NOT NULL,
    sealed_size INTEGER NOT NULL,
    sealed_sha256 TEXT NOT NULL,
    key BLOB NOT NULL,
    blob TEXT NOT NULL,
    entry TEXT UNIQUE REFERENCES entry (hash)
) STRICT;
CREATE INDEX attachment_owner ON attachment (owner, name);
CREATE INDEX attachment_sealed ON attachment (sealed_sha256);
CREATE INDEX attachment_blob ON attachment (blob);
