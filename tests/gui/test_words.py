"""Words that several pages show."""

import pytest

from fieldkit import i18n
from fieldkit.domain.listing import RecordRow
from fieldkit.domain.records import Doubt, State
from fieldkit.gui import words


@pytest.mark.parametrize(
    ("state", "sealed", "doubt", "said"),
    [
        (State.ACCEPTED, False, "", "accepted"),
        (State.ACCEPTED, False, Doubt.REVOKED, "accepted, in doubt"),
        (State.SUBMITTED, True, "", "submitted, sealed"),
        (State.SUBMITTED, True, Doubt.REVOKED, "submitted, sealed, in doubt"),
        (State.DOUBTFUL, False, Doubt.TWINS, "in doubt"),
        (State.DOUBTFUL, True, Doubt.TWINS, "in doubt, sealed"),
    ],
)
def test_the_word_for_a_record_says_all_that_its_icon_says(state: State, sealed: bool, doubt: str, said: str) -> None:
    row = RecordRow(id="R", form="visit", state=state.value, sealed=sealed, doubt=doubt)
    assert words.state_of(row, i18n.load("en")) == said
