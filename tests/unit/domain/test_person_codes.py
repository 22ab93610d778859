"""Codes of people: by chance, typed in any way, and no mistyped one is taken for another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fieldkit import crockford
from fieldkit.clock import SteppingClock, StillClock, SystemClock
from fieldkit.domain import person_codes
from fieldkit.errors import Code, Refusal
from fieldkit.privacy.scanning import scan

SEEDS = st.binary(min_size=4, max_size=4)


def code_of(seed: bytes) -> str:
    return person_codes.new_code(StillClock(SteppingClock().now(), seed))


@given(seed=SEEDS, data=st.data())
def test_a_typed_code_is_the_one_meant_or_refused(seed: bytes, data: st.DataObject) -> None:
    code = code_of(seed)
    typed = (
        code.translate(str.maketrans({"0": "o", "1": "l", "V": "u"}))
        .lower()
        .replace("-", data.draw(st.sampled_from(["", " ", "-"])))
    )
    assert person_codes.read(typed) == person_codes.read(f" {code} ") == code
    place = data.draw(st.integers(2, 8))
    other = data.draw(st.sampled_from([each for each in crockford.ALPHABET if each != code[place]]))
    wrong = {code[:place] + other + code[place + 1 :]}
    if place < 8 and code[place] != code[place + 1]:
        wrong.add(code[:place] + code[place + 1] + code[place] + code[place + 2 :])
    for each in (*wrong, code[:-1], code + "0"):
        with pytest.raises(Refusal) as caught:
            person_codes.read(each)
        assert caught.value.code is Code.IDENTITY_BAD_CODE


def test_codes_are_drawn_by_chance_and_never_twice() -> None:
    clock = SystemClock()
    codes: set[str] = set()
    for _ in range(300):
        codes.add(person_codes.new_code(clock, codes))
    assert len(codes) == 300
    assert {code[2] for code in codes} == set(crockford.ALPHABET)
    first = code_of(b"seed")
    again = StillClock(SteppingClock().now(), b"seed")
    assert person_codes.new_code(again, {first}) != first


def test_the_linter_takes_no_code_for_a_document_or_a_plate() -> None:
    """A code is what a text shall have in the place of a name."""
    for number in range(400):
        code = code_of(number.to_bytes(4, "big"))
        for words in (f"{code} сказала, что заплатила.", f"Then {code} told us.", f"паспорт у {code} забрали"):
            assert scan(words) == (), (words, scan(words))
