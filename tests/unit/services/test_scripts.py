"""T22: a passphrase in any script opens the vault however the keyboard composes its letters, and only as it was typed."""

import unicodedata

import pytest

from fieldkit.clock import SystemClock
from fieldkit.crypto import kdf, recovery, slots
from fieldkit.crypto.slots import SlotType
from fieldkit.errors import Code, Refusal
from fieldkit.paths import VaultFiles
from fieldkit.services import vaults

CLOCK = SystemClock()
CHEAP = vaults.TEST_COST
SCRIPTS = {
    "Latin": "nhà cũ bên dòng sông yên tĩnh",
    "Cyrillic": "ёлка й старый ўрач под мостом",
    "Greek": "το παλιό σπίτι δίπλα στη θάλασσα",
    "Armenian": "ցուրտ ձմեռը լեռներում երկար և",
    "Georgian": "ბებიას სახლი მთის ძირას დგას",
    "Hebrew": "גֶּשֶׁר יָשָׁן מֵעַל נַחַל שָׁקֵט בַּלַּיְלָה",
    "Arabic": "قِطّة صغيرة تنام فوق الكتاب القديم آ أ إ ؤ",
    "Devanagari": "पुरानी नाव नदी के किनारे सोती है क़",
    "Thai": "แมวตัวเล็กหลับบนหนังสือเก่าเล่มหนึ่งน้ำ",
    "Ethiopic": "ትንሽ ድመት በአሮጌው መጽሐፍ ላይ ተኝታለች",
    "Han": "旧船河岸小猫蓝窗木桥雨伞",
    "Hangul": "작은 고양이가 낡은 책상 위에서 졸고 있다",
    "Kana": "ガラスのふねがしずかなパンのかわでねむる",
}


def refused(call, *arguments, **named):
    with pytest.raises(Refusal) as caught:
        call(*arguments, **named)
    return caught.value.code


def file_with(phrase):
    master = slots.new_master_key(CLOCK)
    return slots.create(master, phrase, recovery.new_code(CLOCK), CHEAP, CLOCK)


@pytest.mark.parametrize("phrase", SCRIPTS.values(), ids=SCRIPTS)
def test_t22_composed_and_decomposed_letters_give_the_same_key(phrase):
    keys = {kdf.stretch(unicodedata.normalize(form, phrase), bytes(16), CHEAP) for form in ("NFC", "NFD")}
    assert len(keys) == 1
    assert keys != {kdf.stretch(phrase[:-1], bytes(16), CHEAP)}
    file = file_with(unicodedata.normalize("NFD", phrase))
    for form in ("NFC", "NFD"):
        typed = unicodedata.normalize(form, phrase)
        assert slots.unlock(file, SlotType.PASSPHRASE, typed, CHEAP).made(file)


def test_t22_there_are_twelve_scripts_and_some_differ_in_their_forms():
    assert len(SCRIPTS) >= 12
    assert (
        sum(unicodedata.normalize("NFD", each) != unicodedata.normalize("NFC", each) for each in SCRIPTS.values()) >= 6
    )


@pytest.mark.parametrize(
    ("phrase", "almost"),
    [
        ("пять слов, которых никто не знает ", "пять слов, которых никто не знает"),
        (" пять слов, которых никто не знает", "пять слов, которых никто не знает"),
        ("пять слов,  которых никто не знает", "пять слов, которых никто не знает"),
        ("пять слов, которых никто\tне знает", "пять слов, которых никто не знает"),
        ("Пять слов, которых никто не знает", "пять слов, которых никто не знает"),
        ("пять слов, которых никто не знает", "gznm ckjd? rjnjhs[ ybrnj yt pyftn"),
        ("ﬁve words that nobody knows at all", "five words that nobody knows at all"),
        ("５ words that nobody knows at all", "5 words that nobody knows at all"),
        ("שלוש מילים\u200f שאיש לא יודע אותן", "שלוש מילים שאיש לא יודע אותן"),
        ("кот 🐈\u200d⬛ спит на старой книге", "кот 🐈⬛ спит на старой книге"),
    ],
)
def test_t22_nothing_is_trimmed_folded_or_guessed(tmp_path, phrase, almost):
    """Spaces, case, another keyboard layout, letters that only look alike, invisible marks."""
    files = VaultFiles(tmp_path / "v")
    vaults.create(files, phrase, CLOCK, cost=CHEAP)
    assert refused(vaults.unlock, files, almost, CLOCK, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
    vaults.unlock(files, phrase, CLOCK, floor=CHEAP).close()


@pytest.mark.parametrize(
    "phrase",
    [
        "🐈 📚 🌙 ⛵ 🏔️ 🌧️ 🕯️ 🍞 🧭 🪵 🎻 🐝 🧶",
        "слово за словом и снова слово " * 34 + "и конец!",
        "عشر كلمات لا يعرفها أحد\u200e and two more",
    ],
    ids=["emoji", "1,024 characters and more", "both directions"],
)
def test_t22_odd_and_long_ones_open_and_their_ends_count(tmp_path, phrase):
    files = VaultFiles(tmp_path / "v")
    vaults.create(files, phrase, CLOCK, cost=CHEAP)
    vaults.unlock(files, phrase, CLOCK, floor=CHEAP).close()
    for almost in (phrase[:-1], phrase + " ", phrase[:1024] if len(phrase) > 1024 else phrase[1:]):
        assert refused(vaults.unlock, files, almost, CLOCK, floor=CHEAP) is Code.VAULT_WRONG_PASSPHRASE
