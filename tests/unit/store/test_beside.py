"""Two tables walked side by side: each row goes to its number, and those of no number are counted."""

from hypothesis import given
from hypothesis import strategies as st

from fieldkit.store.beside import Beside

numbers = st.sets(st.integers(-5, 40)).map(sorted)


@given(records=numbers, rows=numbers)
def test_every_row_is_given_to_its_record_or_counted(records: list[int], rows: list[int]) -> None:
    beside = Beside(((row, f"row {row}") for row in rows), "")
    assert [beside.of(record) for record in records] == [f"row {it}" if it in rows else "" for it in records]
    assert beside.strays() == len(set(rows) - set(records))
