"""What stands beside the words of a form: pictures, sounds and guidance, in every language, of labels and choices."""

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fieldkit.domain.forms import Choice, Media, Medium, NodeState, Session
from fieldkit.instruments.wording import read_texts
from tests.unit.instruments.forms import session

SURVEY = """
| type                | name  | label::English (en) | label::Русский (ru) | hint::English (en) | guidance_hint::English (en) | guidance_hint::Русский (ru) | image::English (en) | audio::Русский (ru) | big-image::English (en) |
| integer             | count | Count               | Сколько             |                    | Not more than you saw       |                             |                     |                     |                         |
| select_one sign     | sign  |                     |                     | Look               | Seen ${count} times?        | Видели ${count} раз?        | signs.png           | signs.mp3           |                         |
| select_multiple way | ways  | Ways                | Пути                |                    |                             |                             | ways.png            |                     | ways-large.png          |
"""
CHOICES = """
| list_name | name | label::English (en) | label::Русский (ru) | image::English (en) | image::Русский (ru) |
| sign      | stop |                     |                     | stop.png            | stoi.png            |
| sign      | go   | Go                  | Идите               |                     |                     |
| way       | road | Road                | Дорога              | road.png            |                     |
"""


def form(language: str = "") -> Session:
    found = session(SURVEY, CHOICES)
    if language:
        found.set_language(language)
    return found


def test_a_label_may_be_a_picture_only() -> None:
    node = form().node("/small/sign")
    assert (node.label, node.media) == ("", (Media(Medium.IMAGE, "signs.png"),))
    assert form("Русский (ru)").node("/small/sign").media == (Media(Medium.AUDIO, "signs.mp3"),)


def test_pictures_stand_beside_words() -> None:
    node = form().node("/small/ways")
    assert node.label == "Ways"
    assert [each.file for each in node.media] == ["ways.png", "ways-large.png"]
    assert [each.medium for each in node.media] == [Medium.IMAGE, Medium.BIG_IMAGE]


def test_choices_have_pictures_in_the_language_of_the_session() -> None:
    stop, go = form().node("/small/sign").choices or ()
    assert stop == Choice("stop", "", (Media(Medium.IMAGE, "stop.png"),))
    assert go == Choice("go", "Go")
    assert (form("Русский (ru)").node("/small/sign").choices or ())[0].media == (Media(Medium.IMAGE, "stoi.png"),)


def test_guidance_follows_the_answers_that_it_shows() -> None:
    filled = form()
    assert filled.node("/small/count").guidance == "Not more than you saw"
    assert "/small/sign" in filled.set("/small/count", "3")
    assert filled.node("/small/sign").guidance == "Seen 3 times?"
    assert filled.node("/small/sign").hint == "Look"


def test_the_filler_of_a_missing_translation_is_no_guidance() -> None:
    assert form("Русский (ru)").node("/small/count").guidance == ""


def test_choices_are_translated_without_changing_the_language() -> None:
    filled = form()
    filled.set("/small/sign", "go")
    assert filled.translated_choices("/small/sign", "Русский (ru)") == (
        Choice("stop", "", (Media(Medium.IMAGE, "stoi.png"),)),
        Choice("go", "Идите"),
    )
    assert filled.translated_choices("/small/count", "Русский (ru)") is None
    assert filled.language == "English (en)"
    assert [each.label for each in filled.node("/small/sign").choices or ()] == ["", "Go"]


def test_states_kept_before_there_was_media_are_still_read() -> None:
    kept = b'{"ref":"/small/sign","kind":"select_one","label":"Sign","choices":[{"value":"go","label":"Go"}]}'
    state = msgspec.json.decode(kept, type=NodeState)
    assert (state.media, state.guidance, state.choices) == ((), "", (Choice("go", "Go"),))
    whole = form().node("/small/sign")
    assert msgspec.json.decode(msgspec.json.encode(whole), type=NodeState) == whole


@given(
    st.lists(
        st.sampled_from(["", "image", "audio", "video", "big-image", "guidance", "long", "short", "odd"]), max_size=6
    )
)
def test_no_order_of_values_hides_the_words(forms: list[str]) -> None:
    itext = etree.fromstring('<itext><translation lang="x"><text id="a"/></translation></itext>')
    text = itext[0][0]
    for place, name in enumerate(forms):
        value = etree.SubElement(text, "value", {"form": name} if name else {})
        value.text = f"jr://any/{place}"
    read = read_texts(itext)[1]["x"]["a"]
    worded = next((name for name in ("", "long", "short") if name in forms), None)
    assert read.parts == ((f"jr://any/{forms.index(worded)}",) if worded is not None else ())
    assert read.guidance == ((f"jr://any/{forms.index('guidance')}",) if "guidance" in forms else ())
    assert {each.medium: each.file for each in read.media} == {
        medium: str(forms.index(medium)) for medium in Medium if medium in forms
    }
