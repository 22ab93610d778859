#!/usr/bin/env python3
"""Checks an archive that fieldkit exported: python verify.py [FOLDER] [--project-key HEX]

Needs Python 3.9 or later and the package `cryptography`; nothing of fieldkit. It reads the folder and changes nothing.

What is checked:
  1. roster.json is signed by the project key that it names. Whether that key is the right one, only a copy of its
     fingerprint from another source can tell: compare it, or give it with --project-key.
  2. Each file in logs/ is one device's log: line 1 is its head, signed by a device of the roster; every further line
     is an entry that names the hash of the entry before it, up to the head. So none was changed, left out or moved.
  3. A body that is there has the salted hash that its entry names. A body may be missing: its content was erased, on
     purpose (withdrawn consent) or because this copy never had it. The chain holds without it.
  4. Who wrote what: a revision, review or file is in the name of the member whose device's log holds it.
  5. records/ shows what the logs say, no more and no less: every version of a record, and every answer in it.
  6. Each file in attachments/, by record, has the hash that its entry names. One may be missing: this copy never had it.

Exit code: 0 everything holds, 1 something does not, 2 this is no archive.
"""

import argparse
import hashlib
import json
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ROSTER_CONTEXT = b"fieldkit-roster-v1\0"
HEAD_CONTEXT = b"fieldkit-head-v1\0"
ENTRY_CONTEXT = b"fieldkit-entry-v1\0"
NO_HASH = "0" * 64


class NoArchive(Exception):
    """The folder does not have the files of an archive."""


def canonical(value):
    """One byte string per value: sorted keys, UTF-8, no white space."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def sha256(data):
    """Hex SHA-256."""
    return hashlib.sha256(data).hexdigest()


def is_signed(key, message, signature):
    """Whether the holder of `key` (hex) signed `message`."""
    try:
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(bytes.fromhex(signature), message)
    except (InvalidSignature, ValueError):
        return False
    return True


def load(path):
    """A JSON document."""
    try:
        return json.loads(path.read_bytes())
    except (OSError, ValueError):
        raise NoArchive(path.name) from None


class Verifier:
    """Collects what does not hold; each finding names the file and says what is wrong, never a content."""

    def __init__(self, folder):
        self.folder = folder
        self.findings = []
        self.entries = self.bodies = 0
        self.revisions = {}
        """Record -> name of a revision -> its answers as pairs of ref and value."""
        self.attachments = {}
        """Record and name of a file -> hashes of what was recorded under this name."""
        signed = load(folder / "roster.json")
        try:
            self.roster = signed["roster"]
            self.key = self.roster["project_key"]
            self.members = {device["id"]: device for device in self.roster["devices"]}
            self.roles = {member["code"]: member["role"] for member in self.roster["members"]}
            signatures = signed["signatures"]
        except (KeyError, TypeError):
            raise NoArchive("roster.json") from None
        if not any(is_signed(self.key, ROSTER_CONTEXT + canonical(self.roster), each) for each in signatures):
            self.found("roster.json", "is not signed by its project key")

    def found(self, where, what):
        """Note a finding."""
        self.findings.append(where + ": " + what)

    def logs(self):
        """Check every log."""
        for path in sorted((self.folder / "logs").glob("*.jsonl")):
            try:
                self.log(path)
            except (KeyError, TypeError, ValueError, AttributeError):
                self.found(path.name, "cannot be read")

    def log(self, path):
        """Check one log: its head, its chain, its bodies."""
        with path.open("rb") as file:
            signed = json.loads(file.readline())
            head = signed["head"]
            device = self.members.get(head["device"])
            if head["project"] != self.roster["project"]:
                self.found(path.name, "belongs to another project")
            if device is None:
                self.found(path.name, "is of a device that is not in the roster")
            elif not is_signed(device["sign_key"], HEAD_CONTEXT + canonical(head), signed["signature"]):
                self.found(path.name, "its head is not signed by its device")
            number, before = 0, NO_HASH
            for text in file:
                line = json.loads(text)
                entry = line["entry"]
                number += 1
                same = all(entry[name] == head[name] for name in ("project", "device", "epoch"))
                if not same or entry["seq"] != number or entry["prev"] != before:
                    self.found(path.name, "the chain breaks at entry %d" % number)
                    return
                before = sha256(ENTRY_CONTEXT + canonical(entry))
                self.entries += 1
                if line["content"] is not None:
                    self.body(path.name, entry, line, device)
            if (number, before) != (head["seq"], head["hash"]):
                self.found(path.name, "ends before its head, or goes on after it")

    def body(self, where, entry, line, device):
        """Check one body against its entry, and keep what records and attachments have to show."""
        self.bodies += 1
        data = line["content"].encode("utf-8")
        if sha256(bytes.fromhex(line["salt"]) + data) != entry["body"]:
            self.found(where, "the body of entry %d is not the one that was recorded" % entry["seq"])
            return
        content = json.loads(data)
        if entry["kind"] == "revision":
            answers = {item["ref"]: item["value"] for item in content["answers"]["items"]}
            self.revisions.setdefault(content["record"], {})[sha256(data)] = answers
        if entry["kind"] == "attachment":
            self.attachments.setdefault((content["record"], content["name"]), set()).add(content["sha256"])
        if entry["kind"] in ("revision", "review", "attachment"):
            writer = content["reviewer" if entry["kind"] == "review" else "author"]
            if device is not None and device["member"] != writer:
                self.found(where, "entry %d is in the name of somebody else" % entry["seq"])

    def records(self):
        """Check that records/ shows what the logs say."""
        shown = set()
        for path in sorted((self.folder / "records").glob("*.json")):
            try:
                shown.add(self.record(path))
            except (NoArchive, KeyError, TypeError, AttributeError):
                self.found(path.name, "cannot be read")
        for record in sorted(set(self.revisions) - shown):
            self.found(record + ".json", "is missing, though the logs hold this record")

    def record(self, path):
        """Check one record; gives its id."""
        told = load(path)
        held = self.revisions.get(told["id"], {})
        names = [revision["name"] for revision in told["revisions"]]
        if path.stem != told["id"] or sorted(names) != sorted(held):
            self.found(path.name, "does not show the versions that the logs hold")
            return told["id"]
        for revision in told["revisions"]:
            answers = held[revision["name"]]
            shown = [item for section in revision["sections"] for item in section["answers"]]
            if any(answers.get(item["ref"]) != item["value"] for item in shown):
                self.found(path.name, "shows an answer that is not in the logs")
            if set(answers) != {item["ref"] for item in shown} | set(revision["unasked"]):
                self.found(path.name, "leaves out an answer that is in the logs")
        return told["id"]

    def files(self):
        """Check the hashes of attachments."""
        for path in sorted((self.folder / "attachments").glob("*/*")):
            wanted = self.attachments.get((path.parent.name, path.name))
            if wanted is None:
                self.found(path.name, "is not an attachment of these logs")
            elif sha256(path.read_bytes()) not in wanted:
                self.found(path.name, "is not the file that was recorded")


def main():
    """Verify, tell, and give the exit code."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", nargs="?", type=Path, default=Path(__file__).resolve().parent)
    parser.add_argument("--project-key", metavar="HEX", default="", help="the key that must have signed the roster")
    given = parser.parse_args()
    try:
        verifier = Verifier(given.folder)
        if given.project_key and given.project_key.replace(" ", "").lower() != verifier.key:
            verifier.found("roster.json", "is of another project key")
        verifier.logs()
        verifier.records()
        verifier.files()
    except NoArchive as missing:
        print("This is no archive of fieldkit: %s" % missing)
        return 2
    print("Project key  %s" % " ".join(verifier.key[at : at + 8] for at in range(0, 64, 8)))
    for device in verifier.roster["devices"]:
        state = "revoked from %s" % device["revoked_at"] if device.get("revoked_at") else "trusted"
        print("Device       %s  %s  %s  %s" % (device["id"], device["member"], verifier.roles.get(device["member"]), state))
    print("Checked      %d entries, %d bodies, %d records" % (verifier.entries, verifier.bodies, len(verifier.revisions)))
    for finding in verifier.findings:
        print("WRONG        " + finding)
    print("Everything holds together." if not verifier.findings else "%d findings." % len(verifier.findings))
    return 1 if verifier.findings else 0


if __name__ == "__main__":
    sys.exit(main())
