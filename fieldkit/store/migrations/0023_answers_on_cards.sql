-- Cards that stand for an answer go if no answer names them when the draft is submitted. Records that an older program
-- drew with names in them are drawn anew (store/catching_up.py).
ALTER TABLE pending_card ADD COLUMN answer INTEGER NOT NULL DEFAULT 0;
INSERT OR IGNORE INTO setting (name, value) SELECT 'projection.unname', '1' WHERE EXISTS (SELECT 1 FROM record);
