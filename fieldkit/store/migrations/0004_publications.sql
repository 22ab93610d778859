-- A version that came along with records is for reading them only; one brought here, shipped or published starts new ones.
ALTER TABLE instrument ADD COLUMN here INTEGER NOT NULL DEFAULT 1;
CREATE TABLE publication (
    entry TEXT PRIMARY KEY REFERENCES entry (hash),
    device TEXT NOT NULL,
    form TEXT NOT NULL,
    version TEXT NOT NULL,
    at TEXT NOT NULL,
    follows TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX publication_form ON publication (form, version);
