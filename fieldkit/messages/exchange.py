"""Sentences for what is wrong with things that come or go: bundles, archives, submissions of ODK's tools."""

from collections.abc import Mapping
from types import MappingProxyType

from fieldkit.errors import Code
from fieldkit.i18n import N_

_BUNDLES: dict[Code, str] = {
    Code.BUNDLE_DAMAGED: N_(
        "The bundle is damaged or incomplete. Nothing was taken over. "
        "Copy it again from the stick, or ask for a new one."
    ),
    Code.BUNDLE_NOT_A_BUNDLE: N_("This file is not a bundle. Bundles are named FK-….fkb."),
    Code.BUNDLE_NONE_HERE: N_("There is no bundle in this folder. Bundles are named FK-….fkb."),
    Code.BUNDLE_NOT_FOR_YOU: N_(
        "The bundle is sealed for somebody else. Nothing was taken over. Ask for a bundle written for you."
    ),
    Code.BUNDLE_UNKNOWN_DEVICE: N_(
        "This comes from a laptop that is not in the roster, so nothing of it counts yet. "
        "Taken in, it is kept until the officer has compared that laptop's numbers and enrolled it."
    ),
    Code.BUNDLE_REVOKED_DEVICE: N_(
        "The bundle comes from a device that was revoked, and may be forged. Nothing of it was taken over. "
        "To look at it all the same, take it in as doubtful: it counts for nothing until somebody accepts it."
    ),
    Code.BUNDLE_OTHER_PROJECT: N_(
        "The bundle belongs to another project. Nothing was taken over. Open the vault of that project."
    ),
    Code.BUNDLE_BAD_SIGNATURE: N_(
        "A signature in the bundle is wrong: somebody may have changed it. Nothing was taken over. Tell the officer."
    ),
    Code.BUNDLE_TOO_LARGE: N_(
        "The bundle is larger than fieldkit opens safely. Nothing was taken over. Ask for several smaller ones."
    ),
    Code.BUNDLE_NEWER_FORMAT: N_(
        "The bundle was written by a newer fieldkit. Install the newer version, then import it again."
    ),
    Code.BUNDLE_DOWNGRADED: N_(
        "The bundle says that it is of a format older than any that fieldkit wrote, as a forger would. "
        "Nothing was taken over. Tell the officer."
    ),
    Code.BUNDLE_WEAK_KEY: N_(
        "The list of people in the bundle holds a key that protects nothing. Nothing was taken over. Tell the officer."
    ),
    Code.BUNDLE_ROSTER_JUMP: N_(
        "The list of people in the bundle is numbered far ahead of the one known here: taking it would lock out every "
        "later one. Nothing was taken over. Tell the officer."
    ),
    Code.BUNDLE_GAP: N_(
        "Earlier entries of that device are missing. Import its earlier bundles too, in any order. "
        "If there are none, hand your own bundle to the sender, or ask for one with everything from the beginning."
    ),
    Code.BUNDLE_FORK: N_(
        "Two laptops write as that device, and the bundle lacks the entries from which on they differ. "
        "Nothing was taken over. Ask for a complete bundle of that laptop, and tell the officer."
    ),
    Code.BUNDLE_NOTHING_TO_SEND: N_(
        "There is nothing to hand over: nothing was submitted yet, or the receivers have confirmed all of it."
    ),
    Code.BUNDLE_NO_ROOM: N_(
        "This comes from a laptop that is not in the roster, and too much of that kind is kept already. It was not "
        "taken over: keep the stick. Have those laptops enrolled, or discard what waits, then import it again."
    ),
    Code.BUNDLE_NOT_WAITING: N_("No bundle of this name waits. See `fieldkit bundle waiting`."),
    Code.BUNDLE_IMPORTER_FAILED: N_(
        "The separate program that reads bundles stopped. Nothing was taken over. Try again with one bundle at a time."
    ),
}
_ARCHIVES: dict[Code, str] = {
    Code.ARCHIVE_NOT_ONE: N_("This folder is no archive of fieldkit, or files of it are missing or damaged."),
    Code.ARCHIVE_BAD_SIGNATURE: N_(
        "The roster in this archive is not signed by its project. Nothing in it can be relied on: ask for another copy."
    ),
}
_ODK: dict[Code, str] = {
    Code.ODK_NOTHING_FOUND: N_(
        "There are no submissions in this folder. Choose the storage folder of Briefcase or the ODK folder of Collect."
    ),
    Code.ODK_NOT_A_SUBMISSION: N_("The folder does not hold one submission that can be read. Nothing was taken over."),
    Code.ODK_TOO_LARGE: N_("This is larger than fieldkit opens safely. Nothing was taken over."),
    Code.ODK_NO_INSTANCE_ID: N_(
        "The submission has no instanceID, so it cannot be told from others. Nothing was taken over."
    ),
    Code.ODK_CONFLICT: N_(
        "The vault holds a submission with this instanceID and other answers. The one in the vault stays as it is; "
        "compare the two and amend the record if the other one is right."
    ),
    Code.ODK_OUT_OF_DATE: N_(
        "The vault holds a later version of this submission. It stays as it is; "
        "compare the two and amend the record if something is missing."
    ),
    Code.ODK_KEY_NEEDED: N_("The submission is encrypted. Give the private key of its form with --private-key."),
    Code.ODK_BAD_KEY: N_("This is no private key. Choose the PEM file that belongs to the form's public key."),
    Code.ODK_KEY_LOCKED: N_("The private key has a passphrase, and it was not given or is wrong."),
    Code.ODK_WRONG_KEY: N_(
        "The submission is encrypted for another key. Choose the private key that belongs to its form."
    ),
    Code.ODK_ATTACHMENT_MISSING: N_(
        "A file that belongs to the encrypted submission is missing. Nothing was taken over. "
        "Copy the whole folder again."
    ),
    Code.ODK_DAMAGED: N_(
        "The encrypted submission is damaged or incomplete. Nothing was taken over. Copy the whole folder again."
    ),
}
SENTENCES: Mapping[Code, str] = MappingProxyType(_BUNDLES | _ARCHIVES | _ODK)
"""English sentence of each of these codes."""
