-- The facts of a record in one row: thirty rows for each took half of the time of an import, and most of that of figures.
CREATE TABLE facts (
    record INTEGER PRIMARY KEY REFERENCES record (number) ON DELETE CASCADE,
    body TEXT NOT NULL
) STRICT;
INSERT INTO facts (record, body)
    SELECT record, json_group_array(json_array(role, line, value) ORDER BY ordinal) FROM fact GROUP BY record;
DROP TABLE fact;
