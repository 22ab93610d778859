"""Numbers, dates and plural forms in the manner of a language; Babel comes only when it is needed."""

import datetime as dt
import subprocess
import sys
from decimal import Decimal

import pytest

from fieldkit import i18n
from fieldkit.errors import Code, Refusal

DAY = dt.datetime(2009, 6, 3, 8, 5, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("code", "number", "percent", "date", "month", "moment"),
    [
        ("en", "18,930.5", "12.4\u00a0%", "Jun 3, 2009", "June 2009", "6/3/09, 8:05\u202fAM"),
        ("ru", "18\u00a0930,5", "12,4\u00a0%", "3 июн. 2009\u202fг.", "06.2009", "03.06.2009, 08:05"),
    ],
)
def test_each_language_has_its_manner(code: str, number: str, percent: str, date: str, month: str, moment: str) -> None:
    language = i18n.load(code)
    assert language.number(Decimal("18930.5")) == number
    assert language.percent(12.35) == percent
    assert (language.date(DAY.date()), language.month(DAY.date()), language.moment(DAY)) == (date, month, moment)
    assert language.money(Decimal(150), "RUB").endswith("\u00a0RUB")
    assert not language.right_to_left


@pytest.mark.parametrize(
    ("count", "words"), [(1, "1 черновик"), (3, "3 черновика"), (5, "5 черновиков"), (21, "21 черновик")]
)
def test_russian_has_three_plural_forms(count: int, words: str) -> None:
    assert i18n.load("ru").ngettext("{n} draft", "{n} drafts", count) == words


@pytest.mark.parametrize(
    ("wanted", "code"), [("ru_KG.UTF-8", "ru"), ("RU", "ru"), ("C", "en"), ("tlh", "en"), (None, "en")]
)
def test_the_language_of_the_system_is_taken_if_shipped(wanted: str | None, code: str) -> None:
    assert i18n.preferred(wanted).code == code


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(Refusal) as caught:
        i18n.load("tlh")
    assert caught.value.code is Code.LANGUAGE_UNKNOWN


def test_texts_need_no_babel_in_the_source_language() -> None:
    script = "import sys; from fieldkit import i18n; i18n.load('en').gettext('Open'); sys.exit('babel' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], check=False).returncode == 0
