-- Which record a revision corrects because its author's device could not read that any more.
ALTER TABLE revision ADD COLUMN corrects TEXT NOT NULL DEFAULT '';
ALTER TABLE stub ADD COLUMN corrects TEXT NOT NULL DEFAULT '';
CREATE INDEX revision_corrects ON revision (corrects) WHERE corrects <> '';
