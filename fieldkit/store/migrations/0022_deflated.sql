-- Facts are kept deflated from now on (store/deflated.py); those of before stay as they are, but for their type.
CREATE TABLE deflated (
    record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE,
    body BLOB NOT NULL
) STRICT;
INSERT INTO deflated (record, body) SELECT record, CAST(body AS BLOB) FROM facts;
DROP TABLE facts;
ALTER TABLE deflated RENAME TO facts;
