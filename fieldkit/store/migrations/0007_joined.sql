-- What versions of a record that do not touch come to together: a revision that no log holds, made from those that do.
CREATE TABLE joined (record TEXT PRIMARY KEY, hash TEXT NOT NULL UNIQUE, body BLOB NOT NULL) STRICT, WITHOUT ROWID;
-- Records that an older program took for conflicts are looked at again once.
INSERT INTO setting (name, value)
    SELECT 'projection.look_again', '1' WHERE EXISTS (SELECT 1 FROM record WHERE state = 'conflict');
