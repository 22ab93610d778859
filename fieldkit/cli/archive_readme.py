"""README.txt of an archive: what lies in the folder and how to check it, for somebody who never heard of fieldkit."""

import textwrap

from fieldkit.i18n import Language

_WIDTH = 100


def text(language: Language) -> str:
    """The whole text in one language."""
    _ = language.gettext
    paragraphs = (
        _(
            "This folder holds records that monitors made with fieldkit, a tool for the documentation of human-rights "
            "violations. It is NOT encrypted. Whoever reads it learns what people told in confidence: keep it on an "
            "encrypted disk, and delete it as soon as it is no longer needed."
        ),
        _(
            "records/ has one file per record: every version of it in words, who wrote it and when, and what reviewers "
            "said of it. Members of the project are known by codes, never by names."
        ),
        _(
            "attachments/ has the files that answers name, in a folder per record: working copies without the details "
            "that devices write into files. The logs have the hash of each, and that of the file as it was given."
        ),
        _(
            "logs/ has one file per device. A device wrote each line once; each line names the hash of the line before "
            "it, and the device signed the last one. So nobody can change a line, drop one or move one unnoticed. "
            "The content of a line may be missing: it was erased because consent was withdrawn, the person did not "
            "agree that it is kept, or this copy never had it. The chain still holds."
        ),
        _("roster.json says which devices and members took part; the project's key signed it."),
        _("To check all this, install Python 3.9 or later and its package `cryptography`, and run in this folder:"),
        "    python verify.py",
        _(
            "It prints the project's key. Compare it with the one that the organisation gave you in another way; only "
            "then does the check mean anything. Dates are what each device's clock claimed; the order of the lines "
            "does not depend on them. The logs prove that nothing was changed. They do not prove that it is true."
        ),
    )
    wrapped = (each if each.startswith(" ") else textwrap.fill(each, _WIDTH) for each in paragraphs)
    return "\n\n".join(wrapped) + "\n"
