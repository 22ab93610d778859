"""Pictures, sounds and videos as cameras and recorders leave them: with place, device, titles and previews inside."""

import array
import io
import math
import zlib
from fractions import Fraction

import av
from PIL import Image, ImageCms, PngImagePlugin, TiffImagePlugin

MARK = "Kordai-7731"
"""Stands in every detail; found in a working copy, it leaked."""
XMP = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF>{MARK}</rdf:RDF></x:xmpmeta>'.encode()
RATE = 8000


def scene(width: int = 96, height: int = 64, mode: str = "RGB") -> Image.Image:
    """Dark above, light below, a red corner at the top left: which way up it is can be told."""
    image = Image.new("RGB", (width, height), (40, 44, 48))
    image.paste((220, 216, 208), (0, height // 2, width, height))
    image.paste((200, 30, 30), (0, 0, width // 4, height // 4))
    return image.convert(mode)


def exif(orientation: int = 1) -> Image.Exif:
    """What a telephone writes: place, device, owner, orientation, a preview."""
    details = Image.Exif()
    details[0x0112] = orientation
    details[0x010E] = f"description {MARK}"
    details[0x010F], details[0x0110] = f"maker {MARK}", "P-7"
    details[0xA430] = f"owner {MARK}"
    details.get_ifd(0x8825).update({1: "N", 2: (42.0, 52.0, 11.0), 3: "E", 4: (74.0, 36.0, 7.0), 29: "2026:05:04"})
    details.get_ifd(0x8769)[0x9286] = f"ASCII\0\0\0comment {MARK}".encode()
    return details


def jpeg(image: Image.Image | None = None, orientation: int = 1) -> bytes:
    """A photo with EXIF, GPS, XMP, a comment, a colour profile, and a second picture behind the end."""
    target = io.BytesIO()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    (image or scene()).save(
        target, "JPEG", exif=exif(orientation), xmp=XMP, comment=f"comment {MARK}", icc_profile=profile, quality=95
    )
    return target.getvalue() + f"trailer {MARK}".encode()


def png(image: Image.Image | None = None) -> bytes:
    """A screenshot with every kind of text chunk, EXIF and a part that was cut off and stays behind the end."""
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", f"author {MARK}")
    text.add_text("Comment", f"long {MARK} " * 30, zip=True)
    text.add_itxt("XML:com.adobe.xmp", XMP.decode())
    target = io.BytesIO()
    (image or scene()).save(target, "PNG", pnginfo=text, exif=exif(), dpi=(72, 72))
    return target.getvalue() + f"trailer {MARK}".encode()


def webp(image: Image.Image | None = None) -> bytes:
    target = io.BytesIO()
    (image or scene()).save(target, "WEBP", exif=exif(), xmp=XMP)
    return target.getvalue()


def gif() -> bytes:
    target = io.BytesIO()
    frames = [scene().convert("P"), scene().transpose(Image.Transpose.ROTATE_180).convert("P")]
    frames[0].save(target, "GIF", save_all=True, append_images=frames[1:], comment=f"comment {MARK}".encode())
    return target.getvalue()


def tiff() -> bytes:
    target = io.BytesIO()
    scene().save(target, "TIFF", tiffinfo=TiffImagePlugin.ImageFileDirectory_v2())
    return target.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels would fill the memory."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return len(body).to_bytes(4, "big") + kind + body + zlib.crc32(kind + body).to_bytes(4, "big")

    head = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x02\0\0\0"
    lines = zlib.compress(bytes(1 + 3 * width) * min(height, 200), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def tone(rate: int) -> av.AudioFrame:
    """0.6 seconds of a'."""
    samples = array.array(
        "h", (int(12_000 * math.sin(2 * math.pi * 440 * each / rate)) for each in range(rate * 6 // 10))
    )
    frame = av.AudioFrame("s16", "mono", len(samples))
    frame.planes[0].update(samples.tobytes() + bytes(frame.planes[0].buffer_size - 2 * len(samples)))
    frame.sample_rate = rate
    return frame


def recorded(container: str, codec: str, *, rate: int = RATE, video: str = "", **options: str) -> bytes:
    """A recording with its details, made by FFmpeg: a tone, and with `video` moving pictures."""
    target = io.BytesIO()
    with av.open(target, "w", format=container, container_options=options) as out:
        for key in ("title", "artist", "comment", "description", "copyright", "encoder", "make"):
            out.metadata[key] = f"{key} {MARK}"
        out.metadata["location"] = "+42.8697+074.6022/"
        out.metadata["creation_time"] = "2026-05-04T10:11:12.000000Z"
        pictures = out.add_stream(video, rate=5) if video else None
        if pictures is not None:
            pictures.width, pictures.height, pictures.pix_fmt = 96, 64, "yuv420p"
            pictures.metadata["handler_name"] = f"handler {MARK}"
        sound = out.add_stream(codec, rate=rate) if codec else None
        if pictures is not None:
            for number in range(5):
                frame = av.VideoFrame.from_image(scene().rotate(number * 10))
                frame.pts, frame.time_base = number, Fraction(1, 5)
                out.mux(pictures.encode(frame))
            out.mux(pictures.encode(None))
        if sound is not None:
            sound.metadata["title"] = f"stream {MARK}"
            out.mux(sound.encode(tone(rate)))
            out.mux(sound.encode(None))
    return target.getvalue()


def heard(data: bytes, kind: str = "audio") -> bytes:
    """What a player makes of it: the samples, or the pixels."""
    with av.open(io.BytesIO(data)) as file:
        stream = next(stream for stream in file.streams if stream.type == kind)
        return b"".join(bytes(plane) for frame in file.decode(stream) for plane in frame.planes)


def told(data: bytes) -> dict[str, str]:
    """Every detail that FFmpeg finds, in the container and in its streams."""
    with av.open(io.BytesIO(data)) as file:
        details = dict(file.metadata)
        for stream in file.streams:
            details |= {f"{stream.type}.{key}": value for key, value in stream.metadata.items()}
        return details
