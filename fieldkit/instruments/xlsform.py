"""XLSForm workbooks to XForm documents by pyxform, without Java and without files.

pyxform is imported when a workbook is converted: it loads slowly, and filling a form does not need it.
"""

import io
import re
import zipfile

from fieldkit.errors import Code, Refusal
from fieldkit.instruments import markup

_ROW = re.compile(r"\[row\s*:\s*(\d+)\]")
_SHEET = re.compile(r"'(survey|choices|settings|entities|external_choices|osm)'")
_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = b"PK\x03\x04"
_UNPACKED = 10 * markup.LARGEST
"""Bytes that a workbook may unpack to."""


def convert(untrusted: bytes, name: str) -> str:
    """The XForm of a workbook.

    Raises Refusal: FORM_NOT_A_FORM for files of any other kind, FORM_BROKEN for forms that pyxform refuses.
    """
    kind = _kind(untrusted, name)
    sheets = _sheets(untrusted, kind)
    if not sheets.get("survey"):
        raise Refusal(Code.FORM_NOT_A_FORM)
    return _xform(untrusted, kind)


def _kind(untrusted: bytes, name: str) -> str:
    """The ending that says how pyxform reads the file; by content, since endings of people's files are often wrong."""
    if untrusted.startswith(_ZIP):
        _check_unpacked(untrusted)
        return ".xlsx"
    if untrusted.startswith(_XLS):
        return ".xls"
    try:
        text = untrusted.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(Code.FORM_NOT_A_FORM) from None
    if "\0" in text:
        raise Refusal(Code.FORM_NOT_A_FORM)
    return ".md" if text.lstrip().startswith("|") or name.lower().endswith(".md") else ".csv"


def _check_unpacked(untrusted: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(untrusted)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError):
        raise Refusal(Code.FORM_NOT_A_FORM) from None
    if size > _UNPACKED:
        raise Refusal(Code.FORM_TOO_LARGE, limit=_UNPACKED)


def _sheets(untrusted: bytes, kind: str) -> dict[str, object]:
    from pyxform.errors import PyXFormError, PyXFormReadError  # noqa: PLC0415
    from pyxform.xls2json_backends import csv_to_dict, md_to_dict, xls_to_dict, xlsx_to_dict  # noqa: PLC0415

    readers = {".xlsx": xlsx_to_dict, ".xls": xls_to_dict, ".csv": csv_to_dict, ".md": md_to_dict}
    try:
        return dict(readers[kind](io.BytesIO(untrusted)))
    except PyXFormReadError:
        raise Refusal(Code.FORM_NOT_A_FORM) from None
    except PyXFormError as error:
        raise _broken(str(error)) from None
    except Exception:  # noqa: BLE001  foreign readers fail in any way on files that are no workbooks
        raise Refusal(Code.FORM_NOT_A_FORM) from None


def _xform(untrusted: bytes, kind: str) -> str:
    from pyxform.errors import PyXFormError  # noqa: PLC0415
    from pyxform.xls2xform import convert as pyxform_convert  # noqa: PLC0415

    try:
        return str(pyxform_convert(untrusted, validate=False, file_type=kind).xform)
    except PyXFormError as error:
        raise _broken(str(error)) from None
    except Exception:  # noqa: BLE001  pyxform lets errors of any type through on workbooks it did not foresee
        raise Refusal(Code.FORM_BROKEN) from None


def _broken(message: str) -> Refusal:
    """Only the place goes into the refusal: the message quotes cells of the form."""
    if "does not appear to be a valid XLSForm" in message or "not recognized as a supported type" in message:
        return Refusal(Code.FORM_NOT_A_FORM)
    row, sheet = _ROW.search(message), _SHEET.search(message)
    return Refusal(Code.FORM_BROKEN, place=sheet[1] if sheet else "", row=int(row[1]) if row else 0)
