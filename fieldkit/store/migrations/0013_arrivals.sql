-- Which bundles came from whom, and which entries they jumped over.
CREATE TABLE arrival (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    number INTEGER NOT NULL,
    part INTEGER NOT NULL,
    parts INTEGER NOT NULL,
    written TEXT NOT NULL,
    refused INTEGER NOT NULL,
    PRIMARY KEY (device, epoch, number)
) STRICT, WITHOUT ROWID;
CREATE TABLE gap (
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    last INTEGER NOT NULL,
    sender TEXT NOT NULL,
    sender_epoch TEXT NOT NULL,
    number INTEGER NOT NULL,
    written TEXT NOT NULL,
    since TEXT NOT NULL,
    PRIMARY KEY (device, epoch, last, sender, sender_epoch, number)
) STRICT, WITHOUT ROWID;
