-- Entries whose body this version cannot read: kept as they came, counted, and tried again at each opening.
CREATE TABLE quarantine (entry TEXT PRIMARY KEY REFERENCES entry (hash)) STRICT, WITHOUT ROWID;
