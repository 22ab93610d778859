-- The log and what is known of the project.
CREATE TABLE keyring (name TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE roster (generation INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
CREATE TABLE entry (
    number INTEGER PRIMARY KEY,
    hash TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    entry BLOB NOT NULL,
    salt BLOB,
    content BLOB,
    CHECK ((salt IS NULL) = (content IS NULL)),
    UNIQUE (device, epoch, seq)
) STRICT;
CREATE INDEX entry_subject ON entry (subject, kind);
CREATE TABLE head (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    signed BLOB NOT NULL,
    PRIMARY KEY (device, epoch)
) STRICT, WITHOUT ROWID;

-- What people work on.
CREATE TABLE draft (
    id TEXT PRIMARY KEY,
    form TEXT NOT NULL,
    record TEXT NOT NULL,
    updated TEXT NOT NULL,
    body BLOB NOT NULL
) STRICT, WITHOUT ROWID;
CREATE TABLE instrument (
    number INTEGER PRIMARY KEY,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    body BLOB NOT NULL,
    UNIQUE (form, version)
) STRICT;

-- The projection: always rebuildable from the log.
CREATE TABLE withdrawal (record TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
CREATE TABLE revision (
    hash TEXT PRIMARY KEY,
    record TEXT NOT NULL,
    parents TEXT NOT NULL,
    entry TEXT NOT NULL REFERENCES entry (hash)
) STRICT, WITHOUT ROWID;
CREATE INDEX revision_record ON revision (record);
CREATE TABLE record (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    head TEXT NOT NULL,
    author TEXT NOT NULL,
    updated TEXT NOT NULL,
    site TEXT NOT NULL,
    happened TEXT NOT NULL,
    reason TEXT NOT NULL,
    duplicate_of TEXT NOT NULL
) STRICT;
CREATE INDEX record_updated ON record (updated, id);
CREATE INDEX record_state ON record (state, updated, id);
CREATE TABLE fact (
    record INTEGER NOT NULL REFERENCES record (number) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,
    role TEXT NOT NULL,
    line INTEGER NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (record, ordinal)
) STRICT, WITHOUT ROWID;
CREATE INDEX fact_role ON fact (role, value, record);
CREATE VIRTUAL TABLE search USING fts5 (stems, content='', contentless_delete=1, tokenize='unicode61');
