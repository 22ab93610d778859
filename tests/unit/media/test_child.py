"""Hostile media end in the child: as a refusal, within its limits, and with nothing of ours in its reach."""

import io
import json
import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from fieldkit import apart
from fieldkit.domain.media import MAX_ATTACHMENT, MIB, MediaKind
from fieldkit.errors import Code, Refusal
from fieldkit.media import asking, child, images, pictures, work
from fieldkit.media.cleaning import clean
from fieldkit.media.orders import Done, Order, Refused, Seen, Task
from tests.unit.media import made

SAMPLES: dict[str, Callable[[], bytes]] = {
    "jpeg": made.jpeg,
    "png": made.png,
    "webp": made.webp,
    "gif": made.gif,
    "mp3": lambda: made.recorded("mp3", "libmp3lame"),
    "ogg": lambda: made.recorded("ogg", "libopus", rate=48_000),
    "flac": lambda: made.recorded("flac", "flac"),
    "wav": lambda: made.recorded("wav", "pcm_s16le"),
    "mp4": lambda: made.recorded("mp4", "aac", video="libx264"),
    "webm": lambda: made.recorded("webm", "libopus", rate=48_000, video="libvpx"),
}
CLEAN = Order(task=Task.CLEAN, kind=MediaKind.FILE)
ANSWERS = {
    Code.MEDIA_UNREADABLE,
    Code.MEDIA_NOT_CLEANABLE,
    Code.MEDIA_TOO_MANY_PIXELS,
    Code.MEDIA_WRONG_KIND,
    Code.MEDIA_TOO_LARGE,
}


def served(order: Order, data: bytes) -> Done | Seen | Refused:
    """What the child answers; in this process, for the many cases that take no time then."""
    head = msgspec.msgpack.encode(order)
    target = io.BytesIO()
    child.serve(io.BytesIO(len(head).to_bytes(4, "big") + head + data), target)
    return msgspec.msgpack.decode(target.getvalue(), type=Done | Seen | Refused)


def is_safe(answer: Done | Seen | Refused) -> bool:
    return isinstance(answer, Done | Seen) or answer.code in ANSWERS


def code(data: bytes, **how: float) -> Code:
    with pytest.raises(Refusal) as caught:
        asking.ask(CLEAN, data, **how)
    return caught.value.code


@pytest.mark.parametrize("name", SAMPLES)
def test_files_cut_at_any_place_are_answered(name: str) -> None:
    data = SAMPLES[name]()
    for length in range(0, len(data), max(1, min(1024, len(data) // 12))):
        assert is_safe(served(CLEAN, data[:length])), length


@pytest.mark.parametrize("name", SAMPLES)
def test_files_changed_at_random_places_are_answered(name: str) -> None:
    seed = random.SystemRandom().randrange(2**32)
    print("seed", seed)
    chance = random.Random(seed)
    data = SAMPLES[name]()
    for _ in range(100):
        mutant = bytearray(data)
        for _ in range(chance.randint(1, 8)):
            mutant[chance.randrange(len(mutant))] = chance.randrange(256)
        for task in (CLEAN, Order(task=Task.THUMBNAIL, edge=64)):
            answer = served(task, bytes(mutant))
            assert is_safe(answer)
            if task is CLEAN and isinstance(answer, Done) and answer.media_type.startswith(("image/", "video/")):
                assert made.MARK.encode() not in answer.data


def test_a_decoder_that_crashes_never_ends_or_says_nonsense_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """The real process is replaced by programs that do what a captured decoder might."""
    monkeypatch.setattr(apart, "_KEPT_ENVIRONMENT", ("PATH",))
    for executable in ("false", "true", "yes"):
        monkeypatch.setattr(sys, "executable", executable)
        assert code(made.png()) is Code.MEDIA_FAILED


@pytest.mark.parametrize(
    "ending", ["while True: pass", "os.kill(os.getpid(), 11)", "os.abort()", "sys.stdout.write('x' * 10**8)"]
)
def test_a_child_that_is_killed_or_late_is_a_refusal(
    ending: str, monkeypatch: pytest.MonkeyPatch, tmp_path: object
) -> None:
    monkeypatch.setattr(asking, "_CHILD", "captured")
    real = subprocess.Popen

    def captured(command: list[str], **how: object) -> object:
        assert command[1:] == ["-I", "-m", "captured"]
        return real([command[0], "-I", "-c", f"import os, sys\n{ending}"], **how)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "Popen", captured)
    started = time.monotonic()
    assert code(made.png(), time_limit=1.0) is Code.MEDIA_FAILED
    assert time.monotonic() - started < 30
    monkeypatch.undo()
    assert clean(made.png(), MediaKind.IMAGE).extension == "png"


def test_the_child_inherits_nothing_and_may_open_nothing() -> None:
    """Asked in the very way it is started, with a secret in our environment and an open file of ours."""
    probe = (
        "import json, os, resource as r\n"
        "from fieldkit import apart\n"
        "from fieldkit.media import child, images\n"
        "images.warm_up()\n"
        "before = [n for n in os.listdir('/proc/self/fd')]\n"
        "apart.limit_resources(memory=child.MEMORY, seconds=child.CPU_SECONDS, files=0)\n"
        "try: open('/etc/hostname'); opened = True\n"
        "except OSError: opened = False\n"
        "print(json.dumps([sorted(os.environ), before, opened, r.getrlimit(r.RLIMIT_CORE), r.getrlimit(r.RLIMIT_AS),"
        " r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_FSIZE)]))"
    )
    command = [sys.executable, "-I", "-c", probe]
    with Path(__file__).open("rb") as ours:
        os.environ["FIELDKIT_PASSPHRASE"] = made.MARK
        try:
            told = subprocess.run(command, capture_output=True, check=True, env=apart.environment()).stdout
        finally:
            del os.environ["FIELDKIT_PASSPHRASE"]
        assert ours.fileno() > 2
    names, files, opened, core, memory, seconds, size = json.loads(told)
    assert set(names) <= {"LC_CTYPE", "LD_LIBRARY_PATH"}
    assert len(files) <= 4  # three pipes, and the folder that was listed
    assert opened is False
    assert core == size == [0, 0]
    assert memory == [1024 * MIB] * 2
    assert seconds == [45, 45]


def test_a_file_beyond_the_limit_is_refused_before_a_child_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "false")
    with pytest.raises(Refusal) as caught:
        clean(bytes(MAX_ATTACHMENT + 1), MediaKind.FILE)
    assert (caught.value.code, caught.value.params) == (Code.MEDIA_TOO_LARGE, {"limit": 25})


def test_a_result_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    huge = Done(data=bytes(MAX_ATTACHMENT + 1), media_type="image/png", extension="png")
    monkeypatch.setattr(work, "do", lambda order, data: huge)
    assert served(CLEAN, b"") == Refused(code=Code.MEDIA_TOO_LARGE, limit=25)


def test_memory_that_ends_is_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def exhausted(data: bytes) -> Done:
        raise MemoryError

    monkeypatch.setattr(images, "cleaned", exhausted)
    assert served(CLEAN, made.png()) == Refused(code=Code.MEDIA_TOO_MANY_PIXELS)
    monkeypatch.setattr(work, "do", lambda order, data: exhausted(data))
    assert served(CLEAN, b"") == Refused(code=Code.MEDIA_UNREADABLE)


def test_an_answer_with_an_unknown_code_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "_decoded", lambda answer: Refused(code="of.the.future"))
    assert code(made.png()) is Code.MEDIA_FAILED


@pytest.mark.parametrize(
    ("data", "media_type", "extension"),
    [
        (b"%PDF-1.7\n", "application/pdf", "pdf"),
        ("Слова".encode(), "text/plain", "txt"),
        (
            b"PK\3\4...word/document.xml",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "docx",
        ),
        (
            b"PK\3\4" + bytes(26) + b"mimetypeapplication/vnd.oasis.opendocument.text",
            "application/vnd.oasis.opendocument.text",
            "odt",
        ),
        (b"MZ\x90\0\3\0\0\0\xfe\xff", "application/octet-stream", "bin"),
    ],
)
def test_documents_are_kept_as_they_are_and_named_by_what_they_are(
    data: bytes, media_type: str, extension: str
) -> None:
    working = clean(data, MediaKind.FILE)
    assert (working.data, working.media_type, working.extension) == (data, media_type, extension)


def test_a_photo_given_as_a_file_is_cleaned_too() -> None:
    assert made.MARK.encode() not in clean(made.jpeg(), MediaKind.FILE).data


@pytest.mark.parametrize(
    "answer",
    [
        Seen(pixels=bytes(11), width=2, height=2, channels=3, whole_width=2, whole_height=2),
        Seen(pixels=b"", width=0, height=5, channels=3, whole_width=2, whole_height=2),
        Seen(pixels=bytes(8), width=2, height=2, channels=2, whole_width=2, whole_height=2),
        Done(data=b"\x89PNG\r\n\x1a\n", media_type="image/png", extension="png"),
    ],
    ids=["too few", "no width", "odd channels", "a file"],
)
def test_a_small_picture_that_is_none_is_a_failure(answer: Done | Seen, monkeypatch: pytest.MonkeyPatch) -> None:
    """A captured child can choose pixels, and nothing else, for the program to decode."""
    monkeypatch.setattr(asking, "_decoded", lambda _: answer)
    with pytest.raises(Refusal) as caught:
        pictures.thumbnail(made.png(), 32)
    assert caught.value.code is Code.MEDIA_FAILED
