"""Error codes of the vault and its keys as sentences; `fieldkit.messages` has the others and gives them out."""

from collections.abc import Mapping
from types import MappingProxyType

from fieldkit.errors import Code
from fieldkit.i18n import N_

_VAULT: dict[Code, str] = {
    Code.VAULT_MISSING: N_("There is no vault in this folder. Check the path, or create a vault here."),
    Code.VAULT_EXISTS: N_("There is a vault in this folder already. Choose another folder."),
    Code.VAULT_FOLDER_NOT_EMPTY: N_("The folder is not empty. Choose an empty folder or one that does not exist yet."),
    Code.VAULT_FOLDER_SYNCED: N_(
        "This folder is copied to the internet by a cloud program, and the vault would be too. "
        "Choose a folder that stays on this computer."
    ),
    Code.VAULT_WRONG_PASSPHRASE: N_(
        "The passphrase is wrong. Check the keyboard layout and Caps Lock, then try again."
    ),
    Code.VAULT_SLOTS_DAMAGED: N_(
        "The key files of this vault (slots.a and slots.b) are damaged or were changed. "
        "Do not delete anything; bring the laptop to your officer."
    ),
    Code.VAULT_KDF_REFUSED: N_(
        "The key files of this vault ask for settings that fieldkit refuses; somebody may have changed them. "
        "Do not type your passphrase again, and tell your officer."
    ),
    Code.VAULT_NO_MEMORY: N_(
        "There is not enough free memory to open the vault. Close other programs, then try again."
    ),
    Code.VAULT_IN_USE: N_("The vault is open in another window or program. Close it there, then try again."),
    Code.VAULT_READ_ONLY: N_(
        "fieldkit may not write into the vault's folder. Nothing was changed. "
        "Make the folder writable or move the vault to another place."
    ),
    Code.VAULT_DISK_FULL: N_(
        "The disk is full. What was saved before is kept, this last change is not. Free some space, then repeat it."
    ),
    Code.VAULT_DISK_ERROR: N_(
        "The disk reported an error while the vault was read or written. What was saved before is kept. "
        "Try again; if it happens again, copy the vault's folder to another disk."
    ),
    Code.VAULT_STORE_DAMAGED: N_(
        "The vault's database is damaged or does not belong to these key files. Do not delete anything: "
        "the newest file in its folder backups can be restored into a new folder. Ask your officer for help."
    ),
    Code.VAULT_STORE_NEWER: N_("This vault was written by a newer fieldkit. Install the newer version to open it."),
    Code.VAULT_PASSPHRASE_WEAK: N_(
        "This passphrase is too easy to guess. Use at least six random words or twenty mixed characters."
    ),
    Code.VAULT_PASSPHRASE_MISSING: N_(
        "No passphrase was given. Type it when asked, or use --passphrase-file or the variable FIELDKIT_PASSPHRASE."
    ),
    Code.VAULT_RECOVERY_CODE_MISSING: N_("No recovery code was given. Type it when asked, or use --code-file."),
    Code.VAULT_NOT_CONFIRMED: N_("Nothing was destroyed: the word was not typed. Repeat, or add --yes."),
    Code.CLOCK_TURNED_BACK: N_(
        "The clock of this laptop was turned back before your last entry. Set it right. "
        "Entries keep the times that they have, and the order in which they were made."
    ),
    Code.TRAVEL_READER: N_(
        "This laptop belongs to a supervisor, officer or analyst and holds what others recorded. "
        "Leave it at the office; only a monitor's laptop can be emptied for the way."
    ),
    Code.TRAVEL_DRAFTS: N_(
        "There are drafts in this vault, and drafts never leave it. Nothing was written. "
        "Decide first whether they stay on the laptop (--keep-drafts) or are thrown away (--discard-drafts)."
    ),
    Code.BACKUP_NOT_MADE: N_(
        "No backup of the vault could be made. The work itself is safe. "
        "Free some space on this disk, or write a backup to a stick."
    ),
    Code.BACKUP_NOT_ONE: N_(
        "This file is no backup of a vault. Choose one that was written as a backup, "
        "or one in the folder backups of a vault."
    ),
    Code.VAULT_CHANGES_UNREAD: N_(
        "fieldkit ended without closing the vault, and what was saved last before that cannot be read. "
        "Look whether the last entries are there; a check of the vault takes this note away."
    ),
    Code.VAULT_LOG_BROKEN: N_(
        "A log in this vault does not hold together: an entry or a signature was changed. Tell your officer."
    ),
}
_ESCROW: dict[Code, str] = {
    Code.ESCROW_NO_OFFICERS: N_(
        "No other officer takes part in the project, so there is nobody to entrust the key to. "
        "Ask your officer, or take in a bundle with the newest roster first."
    ),
    Code.ESCROW_NONE: N_(
        "The key of this vault is entrusted to nobody. Only the passphrase and the recovery code open it."
    ),
    Code.ESCROW_NOT_YOURS: N_(
        "The key in this request is not entrusted to this device. Ask an officer to whom it is entrusted."
    ),
    Code.ESCROW_LAPTOP_REVOKED: N_(
        "The laptop that asks was revoked, so it gets no answer. If it is back in good hands, "
        "restore a backup or enrol it anew."
    ),
    Code.ESCROW_OFFICER_REVOKED: N_(
        "This device was revoked and may not answer requests. Ask another officer of the project."
    ),
    Code.RECOVERY_REQUEST_DAMAGED: N_("This is not an intact request for recovery. Ask the person to write it again."),
    Code.RECOVERY_ANSWER_DAMAGED: N_(
        "This is not an intact answer to a request for recovery. Ask your officer to write it again."
    ),
    Code.RECOVERY_ANSWER_ELSEWHERE: N_(
        "This answer belongs to another vault. Use it on the laptop on which the request was written."
    ),
    Code.RECOVERY_ANSWER_OLD: N_(
        "The keys of this vault have changed since the request was written, so its answer counts no longer. "
        "Write a new request."
    ),
    Code.RECOVERY_WRONG_PASSPHRASE: N_(
        "This is not the new passphrase that was chosen when the request was written. "
        "Try again, or write a new request."
    ),
    Code.RECOVERY_NOT_CONFIRMED: N_(
        "Nothing was written: nobody has confirmed the numbers. Compare them, then repeat with --yes."
    ),
}
SENTENCES: Mapping[Code, str] = MappingProxyType(_VAULT | _ESCROW)
"""English sentence of each code."""
