"""XLSForm sheets to an XForm document by pyxform, without Java and without files.

pyxform is imported when a form is converted: it loads slowly, and filling a form does not need it.
"""

import re
import unicodedata
import warnings as python_warnings

from fieldkit.domain.findings import Finding, Flaw
from fieldkit.instruments.collecting import Flawed
from fieldkit.instruments.complaints import finding
from fieldkit.instruments.workbook import Book

_NO_IDENTIFIER = re.compile(r"[^A-Za-z0-9_.-]+")


def convert(book: Book, stem: str) -> str:
    """The XForm of a book; a form without an id is called like its file.

    Raises Flawed with what pyxform objects to, which is only the first thing that it sees.
    """
    from pyxform.errors import PyXFormError  # noqa: PLC0415
    from pyxform.xls2xform import convert as pyxform_convert  # noqa: PLC0415

    try:
        with python_warnings.catch_warnings():
            python_warnings.simplefilter("ignore")
            made = pyxform_convert({**book.raw, "fallback_form_name": identifier(stem) or None}, validate=False)
    except PyXFormError as error:
        raise Flawed(finding(str(error))) from None
    except Exception as error:  # noqa: BLE001  pyxform lets errors of any type through on workbooks it did not foresee
        raise Flawed(Finding(flaw=Flaw.BROKEN, detail=type(error).__name__)) from None
    return str(made.xform)


def identifier(text: str) -> str:
    """A text as a form id: only letters, digits, `_`, `-` and `.`, beginning with a letter or `_`; may be empty."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii")
    found = _NO_IDENTIFIER.sub("_", plain).strip("_")[:64]
    return found if not found or found[0].isalpha() else f"_{found}"[:64]
