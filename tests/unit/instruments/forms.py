"""Small forms for the tests, written as XLSForm tables and read like any file of a person."""

from functools import cache

from fieldkit.clock import SteppingClock
from fieldkit.domain.forms import Instrument, Session
from fieldkit.instruments.reading import read_form
from fieldkit.instruments.session import load

SETTINGS = """
| settings |
|          | form_id | name  | form_title | version |{extra}
|          | small   | small | Small form | 1       |{values}
"""


@cache
def instrument(survey: str, choices: str = "", settings: str = "") -> Instrument:
    """The instrument of the rows of a survey table (its first row names the columns) and of a choices table."""
    names, values = settings.partition("=")[::2]
    extra = (f" {names} |", f" {values} |") if settings else ("", "")
    parts = ["| survey |", *_rows(survey)]
    if choices:
        parts += ["| choices |", *_rows(choices)]
    text = "\n".join(parts) + SETTINGS.format(extra=extra[0], values=extra[1])
    return read_form(text.encode("utf-8"), "small.md")


def session(survey: str, choices: str = "", settings: str = "") -> Session:
    """A new session of such a form."""
    return load(instrument(survey, choices, settings), clock=SteppingClock())


def _rows(table: str) -> list[str]:
    return [f"| {line.strip()}" for line in table.strip().splitlines()]
