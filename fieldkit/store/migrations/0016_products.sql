-- What was given out of this vault, and the records that each part of it rests on. No part of the projection.
CREATE TABLE product (
    number INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    level TEXT NOT NULL,
    at TEXT NOT NULL,
    name TEXT NOT NULL,
    sha256 TEXT NOT NULL
) STRICT;
CREATE TABLE product_part (
    product INTEGER NOT NULL REFERENCES product (number) ON DELETE CASCADE,
    use TEXT NOT NULL,
    members BLOB NOT NULL,
    PRIMARY KEY (product, use)
) STRICT, WITHOUT ROWID;
