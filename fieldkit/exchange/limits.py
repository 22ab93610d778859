"""How large any part of a bundle may be (security notes, section 4.2); what is beyond is refused unread."""

KIB = 1024
MIB = 1024 * KIB

MAX_FILE = 512 * MIB
MAX_MANIFEST = 64 * KIB
MAX_ENTRIES = 100_000
MAX_LOGS = 20_000
MAX_RECORD = MIB
"""Body of a revision, review or withdrawal, in bytes of canonical JSON."""
MAX_SEALED = MAX_RECORD + 32 * KIB
"""Sealed form of such a body: salt, the header of an age file, a tag for each piece."""
MAX_LINE = 25 * MIB
"""Any line of the payload; only instruments come near it."""
MAX_EXPANDED = 1024 * MIB
MAX_RATIO = 200
MAX_WINDOW = 8 * MIB
PAD_UNIT = 64 * KIB
MAX_RECIPIENTS = 60
"""Below the 64 stanzas of an age header, one of which is random."""
MAX_ROSTER_FILE = 32 * MIB
MAX_REQUEST_FILE = 16 * KIB
MAX_BLOBS = 10_000
MAX_BLOB_TABLE = 2 * MIB
BLOBS_PER_BUNDLE = 96 * MIB
"""Bytes of blobs that are put into one bundle; more go into further ones, so that no laptop runs out of memory."""
ENTRIES_PER_BUNDLE = 50_000
BYTES_PER_BUNDLE = 128 * MIB
"""Of log lines, likewise."""
