-- How far the logs are held with all that they tell, and how far others say that they hold them: asked at every bundle.
CREATE INDEX entry_bodiless ON entry (device, epoch, seq) WHERE salt IS NULL;
CREATE INDEX entry_receipt ON entry (device, epoch, subject, seq) WHERE kind = 'receipt';
-- A log with more lines than one bundle carries can be parted only where its device signed a head.
CREATE TABLE waypoint (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    seq INTEGER NOT NULL,
    signed BLOB NOT NULL,
    PRIMARY KEY (device, epoch, seq)
) STRICT, WITHOUT ROWID;
