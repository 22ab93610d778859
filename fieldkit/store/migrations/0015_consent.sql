-- The projection: uses of records that ended because consent for them was taken back.
CREATE TABLE closed_use (
    record TEXT NOT NULL,
    use TEXT NOT NULL,
    PRIMARY KEY (record, use)
) STRICT, WITHOUT ROWID;
