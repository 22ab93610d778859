"""Three versions of a small questionnaire: what was asked moves, is renamed, gets choices, goes away. All is fictional."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from fieldkit.domain.forms import Instrument
from fieldkit.services import forms

_SETTINGS = """
| settings |
|          | form_id | name  | form_title    | version   | namespaces                           |
|          | stops   | stops | Stops, tested | {version} | fk="https://fieldkit.invalid/xforms" |
"""
_CHOICES = """
| choices |
|         | list_name | name          | label            |
|         | site      | kz_uz_control | Control point    |
|         | site      | site_unlisted | Not in the list  |
|         | looked    | event         | Money was taken  |
|         | looked    | asked_nothing | Nobody took any  |
"""
_FIRST = """
| survey |
|        | type              | name    | label           | bind::fk:fact      |
|        | select_one site   | site    | Site            | record.site        |
|        | date              | day     | Day             | record.date        |
|        | select_one looked | finding | What was found? | record.finding     |
|        | text              | story   | What was told   |                    |
|        | text              | remark  | Anything else   |                    |
|        | begin_repeat      | pay     | Payment         | payment            |
|        | decimal           | amount  | Amount          | payment.amount_low |
|        | text              | to      | To whom         |                    |
|        | end_repeat        |         |                 |                    |
"""
_SECOND = """
| survey |
|        | type              | name    | label           | required | constraint | bind::fk:fact      |
|        | begin_group       | where   | Where and when  |          |            |                    |
|        | select_one site   | place   | Site            | yes      |            | record.site        |
|        | date              | day     | Day             |          |            | record.date        |
|        | end_group         |         |                 |          |            |                    |
|        | select_one looked | finding | What was found? |          |            | record.finding     |
|        | begin_group       | told    | What was told   |          |            |                    |
|        | text              | story   | What was told   |          |            |                    |
|        | integer           | remark  | Anything else   |          |            |                    |
|        | begin_repeat      | pay     | Payment         |          |            | payment            |
|        | decimal           | amount  | Amount          |          | . > 0      | payment.amount_low |
|        | end_repeat        |         |                 |          |            |                    |
|        | end_group         |         |                 |          |            |                    |
"""


@cache
def version(number: str) -> Instrument:
    """Version 1; version 2, otherwise ordered and without `asked_nothing`; 2b, which says it has version 2; 3, like 2."""
    text = _FIRST + _CHOICES if number == "1" else _SECOND + _CHOICES.replace("asked_nothing", "not_looked")
    if number == "2b":
        text = text.replace("Where and when", "Another heading")
    with TemporaryDirectory() as folder:
        path = Path(folder) / "stops.md"
        path.write_text(text + _SETTINGS.replace("{version}", number.removesuffix("b")), "utf-8")
        return forms.read_file(path)
