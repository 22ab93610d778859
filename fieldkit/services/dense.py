"""What letters are worth of which one is a whole syllable or word: Chinese characters and Korean syllables.

The estimates for alphabets count such a letter like a digit. Six words are two characters each in Chinese, and two or
three syllables each in Korean; six words drawn from a list of two thousand are worth 66 bits, and we say a little less.
"""

from itertools import pairwise

_HAN, _HANGUL, _AGAIN = 5.0, 4.5, 1.0
"""Bits of a character, of a syllable, and of one that was there before or is what comes next in the run."""
_RUNS = (
    "一二三四五六七八九十百千万",
    "甲乙丙丁戊己庚辛壬癸",
    "子丑寅卯辰巳午未申酉戌亥",
    "春夏秋冬",
    "东南西北",
    "天地玄黄宇宙洪荒日月盈昃辰宿列张寒来暑往秋收冬藏",
    "床前明月光疑是地上霜举头望明月低头思故乡",
    "我爱你",
    "密码",
    "가나다라마바사아자차카타파하",
    "일이삼사오육칠팔구십",
    "비밀번호",
    "안녕하세요",
    "사랑해요",
    "동해물과백두산이마르고닳도록",
)
"""Runs that everybody knows; they are worth little in any part and order of parts."""
_FAMILIAR = frozenset(pair for run in _RUNS for pair in pairwise(run))


def is_dense(letter: str) -> bool:
    """Whether one letter is a Chinese character or a Korean syllable."""
    return _is_hangul(letter) or "\u3400" <= letter <= "\u9fff" or "\U00020000" <= letter <= "\U0003ffff"


def split(typed: str) -> tuple[str, str]:
    """The dense letters, and the rest without white space if there are any."""
    dense = "".join(letter for letter in typed if is_dense(letter))
    if not dense:
        return "", typed
    return dense, "".join(letter for letter in typed if not is_dense(letter) and not letter.isspace())


def bits(letters: str) -> float:
    """A cautious estimate for dense letters."""
    total, seen, before, step = 0.0, set[str](), "", 0
    for letter in letters:
        distance = ord(letter) - ord(before) if before else 0
        known = letter in seen or (before, letter) in _FAMILIAR or (before and distance == step)
        total += _AGAIN if known else _HANGUL if _is_hangul(letter) else _HAN
        seen.add(letter)
        before, step = letter, distance
    return total


def _is_hangul(letter: str) -> bool:
    return "\uac00" <= letter <= "\ud7a3"
