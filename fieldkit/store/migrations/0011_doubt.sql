-- Records of which something is in doubt: signed by a revoked laptop, or by one of two that write as one device.
ALTER TABLE record ADD COLUMN doubt TEXT NOT NULL DEFAULT '';
CREATE INDEX record_doubt ON record (updated, id) WHERE doubt <> '';
-- Whether any log is written by two laptops is asked with every record.
CREATE INDEX head_part ON head (device, epoch) WHERE instr(epoch, '/') > 0;
-- Records of laptops that were revoked by an older program are looked at again once.
INSERT OR IGNORE INTO setting (name, value)
    SELECT 'projection.look_again', '1' WHERE EXISTS (SELECT 1 FROM roster);
