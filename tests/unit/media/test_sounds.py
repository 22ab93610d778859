"""Working copies of sounds: the same to the ear, without titles, places and devices."""

import pytest

from fieldkit.domain.media import MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.media import chunks, frames, work
from fieldkit.media.cleaning import clean
from fieldkit.media.orders import Order, Task
from tests.unit.media import made

SOUNDS = {
    "mp3": ("mp3", "libmp3lame", 8000, "audio/mpeg"),
    "opus": ("ogg", "libopus", 48_000, "audio/ogg"),
    "wav": ("wav", "pcm_s16le", 8000, "audio/wav"),
    "aiff": ("aiff", "pcm_s16be", 8000, "audio/aiff"),
    "flac": ("flac", "flac", 8000, "audio/flac"),
    "aac": ("adts", "aac", 8000, "audio/aac"),
}
LAME = b"TAG" + made.MARK.encode().ljust(125, b"\0")
LONG = 70_000
"""Bytes of a comment that takes more than one page of Ogg."""


@pytest.fixture(params=SOUNDS)
def sound(request: pytest.FixtureRequest) -> tuple[bytes, str]:
    container, codec, rate, media_type = SOUNDS[request.param]
    return made.recorded(container, codec, rate=rate), media_type


def test_a_working_copy_says_nothing_and_sounds_the_same(sound: tuple[bytes, str]) -> None:
    original, media_type = sound
    working = clean(original, MediaKind.AUDIO)
    assert working.media_type == media_type
    assert made.MARK.encode() not in working.data
    assert b"42.8697" not in working.data
    assert made.told(working.data) == {}
    before, after = made.heard(original), made.heard(working.data)
    # The first frame of MP3 says how much silence the encoder added before and after; without it that is heard.
    assert before.strip(b"\0")[4000:12_000] in after if media_type == "audio/mpeg" else before == after


def test_cleaning_twice_changes_nothing(sound: tuple[bytes, str]) -> None:
    order = Order(task=Task.CLEAN, kind=MediaKind.AUDIO)
    once = work.do(order, sound[0])
    assert work.do(order, once.data) == once


def test_tags_at_every_place_of_an_mp3_go() -> None:
    bare = frames.mpeg(made.recorded("mp3", "libmp3lame"))
    id3 = b"ID3\3\0\0\0\0\0\x20" + made.MARK.encode().ljust(32, b"\0")
    half = bare.index(b"\xff\xfb", len(bare) // 2) if b"\xff\xfb" in bare[len(bare) // 2 :] else len(bare)
    tagged = (
        id3 * 2 + bare[:half] + b"junk" + made.MARK.encode() + bare[half:] + b"APETAGEX" + made.MARK.encode() + LAME
    )
    assert frames.mpeg(tagged) == bare


def test_comments_longer_than_a_page_of_ogg_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(made, "MARK", "Kordai-7731" * (LONG // 11))
    original = made.recorded("ogg", "libopus", rate=48_000)
    assert len(original) > LONG
    working = clean(original, MediaKind.AUDIO).data
    assert b"Kordai-7731" not in working
    assert made.heard(working) == made.heard(original)


def test_frames_of_amr_are_kept_up_to_the_first_that_is_none() -> None:
    narrow = b"#!AMR\n" + (b"\x3c" + bytes(31)) * 5 + b"\x7c"
    wide = b"#!AMR-WB\n" + (b"\x44" + bytes(60)) * 3
    order = Order(task=Task.CLEAN, kind=MediaKind.AUDIO)
    assert work.do(order, narrow + b"\xff" + made.MARK.encode()).data == narrow
    assert work.do(order, wide + b"\xff").media_type == "audio/amr-wb"
    with pytest.raises(Refusal) as caught:
        work.do(order, b"#!AMR\n\xff")
    assert caught.value.code is Code.MEDIA_UNREADABLE


def test_a_recording_that_was_cut_off_is_kept_as_far_as_it_goes() -> None:
    whole = chunks.wav(made.recorded("wav", "pcm_s16le"))
    cut = clean(whole[:-1001], MediaKind.AUDIO).data
    assert made.heard(cut)[:18_000] == made.heard(whole)[:18_000]
    assert int.from_bytes(cut[4:8], "little") == len(cut) - 8


def test_several_streams_in_one_ogg_are_refused() -> None:
    one = made.recorded("ogg", "libopus", rate=48_000)
    with pytest.raises(Refusal) as caught:
        clean(one + one, MediaKind.AUDIO)
    assert caught.value.code is Code.MEDIA_NOT_CLEANABLE


@pytest.mark.parametrize(
    "start", [b"RIFF\0\0\0\0WAVE", b"FORM\0\0\0\0AIFF", b"fLaC\x80\0\0\x22", b"OggS\1", b"ID3\3\0\0\0\0\0\0"]
)
def test_a_beginning_alone_is_no_sound(start: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        work.do(Order(task=Task.CLEAN, kind=MediaKind.AUDIO), start + b"\1" * 600)
    assert caught.value.code is Code.MEDIA_UNREADABLE
