-- Bodies that were sealed on the device that wrote them, and what it keeps of the revisions that it can no longer read.
ALTER TABLE entry ADD COLUMN sealed BLOB;
ALTER TABLE record ADD COLUMN sealed INTEGER NOT NULL DEFAULT 0;
CREATE TABLE stub (
    entry TEXT PRIMARY KEY REFERENCES entry (hash),
    revision TEXT NOT NULL UNIQUE,
    record TEXT NOT NULL,
    parents TEXT NOT NULL,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    author TEXT NOT NULL,
    day TEXT NOT NULL,
    region TEXT NOT NULL,
    month TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX stub_record ON stub (record);
