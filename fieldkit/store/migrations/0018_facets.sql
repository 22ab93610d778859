-- What figures read of records (domain/facets.py): equal facets once, and how many records have each of them by standing.
CREATE TABLE facet (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE record_facet (
    record INTEGER PRIMARY KEY REFERENCES record (number),
    standing INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    author INTEGER NOT NULL,
    time INTEGER NOT NULL,
    money INTEGER,
    price INTEGER,
    visit INTEGER,
    wait INTEGER,
    stay INTEGER
) STRICT;
CREATE TABLE facet_count (
    standing INTEGER NOT NULL,
    name TEXT NOT NULL,
    facet INTEGER NOT NULL,
    records INTEGER NOT NULL,
    PRIMARY KEY (standing, name, facet)
) STRICT, WITHOUT ROWID;
CREATE INDEX facet_count_facet ON facet_count (facet);
-- Records of before are divided at the next opening.
INSERT OR IGNORE INTO setting (name, value)
    SELECT 'projection.divide', '1' WHERE EXISTS (SELECT 1 FROM record);
