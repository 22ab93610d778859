"""What a file is, judged by its content; its name is never asked."""

from enum import StrEnum

from fieldkit.domain.media import MediaKind


class Format(StrEnum):
    """What is told apart; the value is the media type, where one follows from the format alone."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    GIF = "image/gif"
    WEBP = "image/webp"
    OTHER_IMAGE = "image/*"
    """A picture that is not read: HEIC, AVIF, TIFF, BMP."""
    MP3 = "audio/mpeg"
    AAC = "audio/aac"
    AMR = "audio/amr"
    AMR_WIDE = "audio/amr-wb"
    OGG = "audio/ogg"
    FLAC = "audio/flac"
    WAV = "audio/wav"
    AIFF = "audio/aiff"
    ISO = "video/mp4"
    """MP4, M4A, 3GP and QuickTime: what it is depends on its tracks."""
    MATROSKA = "video/x-matroska"
    """And WebM."""
    OTHER_VIDEO = "video/*"
    """AVI, Windows Media, MPEG streams: not read."""
    PDF = "application/pdf"
    DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
    XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
    ODT = "application/vnd.oasis.opendocument.text"
    ODS = "application/vnd.oasis.opendocument.spreadsheet"
    ZIP = "application/zip"
    OLD_OFFICE = "application/x-ole-storage"
    TEXT = "text/plain"
    UNKNOWN = "application/octet-stream"


IMAGES = frozenset({Format.JPEG, Format.PNG, Format.GIF, Format.WEBP, Format.OTHER_IMAGE})
SOUNDS = frozenset({
    Format.MP3, Format.AAC, Format.AMR, Format.AMR_WIDE, Format.OGG, Format.FLAC, Format.WAV, Format.AIFF,
})  # fmt: skip
MIXED = frozenset({Format.ISO, Format.MATROSKA, Format.OTHER_VIDEO})
"""Sound or video."""
EXTENSIONS = {
    Format.MP3: "mp3", Format.AAC: "aac", Format.AMR: "amr", Format.AMR_WIDE: "awb", Format.OGG: "ogg",
    Format.FLAC: "flac", Format.WAV: "wav", Format.AIFF: "aiff", Format.PDF: "pdf", Format.DOCX: "docx",
    Format.XLSX: "xlsx", Format.PPTX: "pptx", Format.ODT: "odt", Format.ODS: "ods", Format.ZIP: "zip",
    Format.OLD_OFFICE: "ole", Format.TEXT: "txt", Format.UNKNOWN: "bin",
}  # fmt: skip

_STARTS = (
    (b"\xff\xd8\xff", Format.JPEG),
    (b"\x89PNG\r\n\x1a\n", Format.PNG),
    (b"GIF87a", Format.GIF),
    (b"GIF89a", Format.GIF),
    (b"II*\0", Format.OTHER_IMAGE),
    (b"MM\0*", Format.OTHER_IMAGE),
    (b"BM", Format.OTHER_IMAGE),
    (b"OggS", Format.OGG),
    (b"fLaC", Format.FLAC),
    (b"#!AMR\n", Format.AMR),
    (b"#!AMR-WB\n", Format.AMR_WIDE),
    (b"\x1aE\xdf\xa3", Format.MATROSKA),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Format.OTHER_VIDEO),
    (b"\0\0\1\xba", Format.OTHER_VIDEO),
    (b"%PDF-", Format.PDF),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Format.OLD_OFFICE),
)
_RIFF = {b"WAVE": Format.WAV, b"WEBP": Format.WEBP, b"AVI ": Format.OTHER_VIDEO}
_STILL_BRANDS = (b"hei", b"hev", b"mif1", b"msf1", b"avi")
_ZIPPED = (
    (b"word/document.xml", Format.DOCX),
    (b"xl/workbook.", Format.XLSX),
    (b"ppt/presentation.xml", Format.PPTX),
    (b"mimetypeapplication/vnd.oasis.opendocument.text", Format.ODT),
    (b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet", Format.ODS),
)


def recognised(data: bytes) -> Format:
    """The format of a file."""
    for start, form in _STARTS:
        if data.startswith(start):
            return form
    if data[:4] == b"RIFF":
        return _RIFF.get(data[8:12], Format.UNKNOWN)
    if data[:4] == b"FORM" and data[8:12] in {b"AIFF", b"AIFC"}:
        return Format.AIFF
    if data[4:8] == b"ftyp":
        return Format.OTHER_IMAGE if data[8:12].startswith(_STILL_BRANDS) else Format.ISO
    if data[4:8] in {b"moov", b"mdat", b"wide"}:
        return Format.ISO
    if data[:4] == b"PK\3\4":
        return next((form for mark, form in _ZIPPED if mark in data), Format.ZIP)
    return _sound_or_text(data)


def fits(form: Format, kind: MediaKind) -> bool:
    """Whether a question of this kind may take it, as far as the format tells."""
    match kind:
        case MediaKind.IMAGE:
            return form in IMAGES
        case MediaKind.AUDIO:
            return form in SOUNDS | MIXED
        case MediaKind.VIDEO:
            return form in MIXED
        case MediaKind.FILE:
            return True


def _sound_or_text(data: bytes) -> Format:
    """Formats without a mark of their own: frames of MPEG sound, and plain text."""
    if data[:3] == b"ID3":
        size = (data[6] & 127) << 21 | (data[7] & 127) << 14 | (data[8] & 127) << 7 | (data[9] & 127)
        after = data[10 + size : 14 + size]
        return Format.FLAC if after == b"fLaC" else Format.AAC if _is_adts(after) else Format.MP3
    if _is_adts(data):
        return Format.AAC
    if len(data) > 4 and data[0] == 0xFF and data[1] & 0xE0 == 0xE0:
        return Format.MP3
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        return Format.UNKNOWN
    return Format.UNKNOWN if "\0" in text else Format.TEXT


def _is_adts(data: bytes) -> bool:
    return len(data) > 2 and data[0] == 0xFF and data[1] & 0xF6 == 0xF0
