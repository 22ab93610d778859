"""A questionnaire that asks for photographs, and photographs to give; everything is fictional."""

import io
from pathlib import Path

from PIL import Image

from fieldkit.services.forms import Forms
from fieldkit.services.workspace import Workspace

FORM = """
| survey |
|        | type         | name   | label    | required | relevant |
|        | text         | story  | Story    |          |          |
|        | image        | photo  | Photo    | yes      |          |
|        | begin_repeat | more   | More     |          |          |
|        | image        | extra  | Extra    |          |          |
|        | end_repeat   |        |          |          |          |
| settings |
|          | form_id | name   | form_title | version |
|          | photos  | photos | Photos     | 1       |
"""
PHOTO = "/photos/photo"


def picture(colour: str = "red", size: int = 64) -> bytes:
    """A small picture with metadata in it."""
    data = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "MARKER of a maker"
    Image.new("RGB", (size, size), colour).save(data, "JPEG", exif=exif)
    return data.getvalue()


def file_of(folder: Path, data: bytes = b"", name: str = "IMG_20260105_Aigul.jpg") -> Path:
    """A picture, or other bytes, as a file of a person."""
    path = folder / name
    path.write_bytes(data or picture())
    return path


def import_form(workspace: Workspace, folder: Path) -> None:
    """Let a vault know the questionnaire."""
    form = folder / "photos.md"
    form.write_text(FORM, "utf-8")
    Forms(workspace).import_file(form)
