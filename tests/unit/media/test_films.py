"""Working copies of videos, and of sounds in the same containers: every stream as it was, nothing said besides."""

import io
from pathlib import Path

import av
import pytest

from fieldkit.domain.media import MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.media import boxes, spans, work
from fieldkit.media.cleaning import clean
from fieldkit.media.orders import Done, Order, Task
from tests.unit.media import made

FILMS = {
    "mp4": ("mp4", "aac", {"video": "libx264"}, "video/mp4", "mp4"),
    "mp4 with tags": ("mp4", "aac", {"video": "mpeg4", "movflags": "use_metadata_tags"}, "video/mp4", "mp4"),
    "quicktime": ("mov", "aac", {"video": "libx264"}, "video/quicktime", "mov"),
    "3gp": ("3gp", "aac", {"video": "mpeg4"}, "video/3gpp", "3gp"),
    "silent": ("mp4", "", {"video": "libx264"}, "video/mp4", "mp4"),
    "webm": ("webm", "libopus", {"video": "libvpx", "rate": 48_000}, "video/webm", "webm"),
    "matroska": ("matroska", "aac", {"video": "libx264"}, "video/x-matroska", "mkv"),
    "m4a": ("ipod", "aac", {}, "audio/mp4", "m4a"),
    "webm sound": ("webm", "libopus", {"rate": 48_000}, "audio/webm", "webm"),
}
PLACES = (b"42.8697", b"074.6022", made.MARK.encode(), b"2026-05-04", b"Lavf")
STRUCTURE = {
    "major_brand",
    "minor_version",
    "compatible_brands",
    "video.language",
    "audio.language",
    "audio.vendor_id",
    "video.vendor_id",
}


def cleaned(data: bytes, kind: MediaKind = MediaKind.VIDEO) -> Done:
    return work.do(Order(task=Task.CLEAN, kind=kind), data)


def code(data: bytes, kind: MediaKind = MediaKind.VIDEO) -> Code:
    with pytest.raises(Refusal) as caught:
        cleaned(data, kind)
    return caught.value.code


def box(kind: bytes, body: bytes) -> bytes:
    return (8 + len(body)).to_bytes(4, "big") + kind + body


@pytest.fixture(params=FILMS)
def film(request: pytest.FixtureRequest) -> tuple[bytes, str, str]:
    container, codec, options, media_type, extension = FILMS[request.param]
    return made.recorded(container, codec, **options), media_type, extension


def test_a_working_copy_says_nothing_and_plays_the_same(film: tuple[bytes, str, str]) -> None:
    original, media_type, extension = film
    kind = MediaKind(media_type.partition("/")[0])
    assert made.MARK.encode() in original
    working = clean(original, kind)
    assert [place for place in PLACES if place in working.data] == []
    said = made.told(working.data)
    assert {key for key, value in said.items() if value} <= STRUCTURE, said
    assert {said.get("audio.vendor_id", ""), said.get("video.vendor_id", "")} <= {"", "[0][0][0][0]"}
    assert (working.media_type, working.extension) == (media_type, extension)
    with av.open(io.BytesIO(original)) as file:
        streams = [stream.type for stream in file.streams]
    assert [made.heard(working.data, each) == made.heard(original, each) for each in streams] == [True] * len(streams)


def test_cleaning_twice_changes_nothing(film: tuple[bytes, str, str]) -> None:
    once = cleaned(film[0], MediaKind.FILE)
    assert cleaned(once.data, MediaKind.FILE) == once


def test_a_film_that_begins_with_its_tables_plays_the_same(tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    path.write_bytes(made.recorded("mp4", "aac", video="libx264"))
    fast = tmp_path / "fast.mp4"
    with av.open(path) as source, av.open(fast, "w", options={"movflags": "faststart"}) as target:
        streams = {stream: target.add_stream_from_template(stream) for stream in source.streams}
        for packet in source.demux():
            if packet.dts is not None:
                packet.stream = streams[packet.stream]
                target.mux(packet)
    data = fast.read_bytes()
    assert data.index(b"moov") < data.index(b"mdat")
    working = cleaned(data)
    assert made.heard(working.data, "video") == made.heard(data, "video")


def test_tracks_of_positions_go_with_their_samples() -> None:
    """As action cameras record them: a third track whose samples are coordinates."""
    target = io.BytesIO()
    with av.open(target, "w", format="mp4") as out:
        sound, words = out.add_stream("aac", rate=8000), out.add_stream("mov_text")
        words.codec_context.subtitle_header = b""
        out.mux(sound.encode(made.tone(8000)))
        out.mux(sound.encode(None))
        packet = av.Packet((11).to_bytes(2, "big") + b"42.86974.60")
        packet.stream, packet.pts, packet.dts, packet.duration, packet.time_base = words, 0, 0, 500, words.time_base
        out.mux(packet)
    original = target.getvalue()
    assert b"42.86974.60" in original
    working = cleaned(original, MediaKind.AUDIO)
    assert b"42.86974.60" not in working.data
    assert made.heard(working.data) == made.heard(original)
    with av.open(io.BytesIO(working.data)) as file:
        assert [stream.type for stream in file.streams] == ["audio"]


def test_what_lies_between_samples_and_boxes_is_gone() -> None:
    original = made.recorded("mp4", "aac", video="libx264")
    planted = original + box(b"free", made.MARK.encode()) + box(b"uuid", bytes(16) + made.MARK.encode())
    [data] = [each for each in boxes.boxes(original, 0, len(original)) if each.kind == b"mdat"]
    # The sample data is the last thing before the tables: a longer box has room that no sample uses.
    size = int.from_bytes(original[data.start : data.start + 4], "big") + 11
    planted = (
        original[: data.start]
        + size.to_bytes(4, "big")
        + original[data.start + 4 : data.end]
        + b"Kordai-7731"
        + planted[data.end :]
    )
    working = cleaned(planted).data
    assert made.MARK.encode() not in working
    assert made.heard(working, "video") == made.heard(original, "video")


def test_what_cannot_be_cleaned_with_certainty_is_refused() -> None:
    fragments = made.recorded("mp4", "aac", video="libx264", movflags="frag_keyframe+empty_moov")
    assert code(fragments) is Code.MEDIA_NOT_CLEANABLE
    assert code(made.recorded("avi", "libmp3lame", video="mpeg4")) is Code.MEDIA_NOT_CLEANABLE
    assert code(made.recorded("matroska", "libmp3lame", video="libx264")) is Code.MEDIA_NOT_CLEANABLE


def test_a_question_for_sound_takes_no_video_and_the_other_way() -> None:
    assert code(made.recorded("mp4", "aac", video="libx264"), MediaKind.AUDIO) is Code.MEDIA_WRONG_KIND
    assert code(made.recorded("ipod", "aac"), MediaKind.VIDEO) is Code.MEDIA_WRONG_KIND
    assert code(made.recorded("mp3", "libmp3lame"), MediaKind.VIDEO) is Code.MEDIA_WRONG_KIND


def test_only_what_is_used_stays() -> None:
    data = bytearray(b"abcdefghij")
    spans.keep_only(data, [(6, 8), (2, 4)], [(1, 9)])
    assert bytes(data) == b"a\0cd\0\0gh\0j"
    for outside in [(0, 2), (8, 10), (9, 10)]:
        with pytest.raises(Refusal):
            spans.keep_only(bytearray(10), [outside], [(1, 9)])
