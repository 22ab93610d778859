-- Bundles of devices that no roster names yet: each whole as it came, in a blob of which only this table has the key.
CREATE TABLE waiting (
    sha256 TEXT PRIMARY KEY,
    bundle TEXT NOT NULL UNIQUE,
    device TEXT NOT NULL,
    epoch TEXT NOT NULL,
    number INTEGER NOT NULL,
    sign_key TEXT NOT NULL,
    member TEXT NOT NULL,
    recipient TEXT NOT NULL,
    awaited TEXT NOT NULL,
    came TEXT NOT NULL,
    size INTEGER NOT NULL,
    code TEXT NOT NULL,
    key BLOB NOT NULL,
    blob TEXT NOT NULL
) STRICT;
