-- Home counts the records that were not handed over yet: without this, by reading every line of the own log.
CREATE INDEX entry_revision ON entry (device, epoch, seq) WHERE kind = 'revision';
