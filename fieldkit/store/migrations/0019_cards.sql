-- Identity cards of drafts, sealed already: they join the log with the record. No part of the projection.
CREATE TABLE pending_card (
    draft TEXT NOT NULL,
    code TEXT NOT NULL,
    use TEXT NOT NULL,
    at TEXT NOT NULL,
    sealed BLOB NOT NULL,
    PRIMARY KEY (draft, code, use)
) STRICT, WITHOUT ROWID;
CREATE INDEX entry_card ON entry (subject) WHERE kind IN ('contact', 'name', 'opening');
