"""What the lines of a table would change in a reference: pure, and strict about what each line may say.

A code never means something else than before: the kind of a place, its countries, its region and the heading of a code
stay as they are once they are given. An empty cell leaves things as they are.
"""

from collections.abc import Iterable, Mapping

import msgspec

from fieldkit.domain.reference import EXTENSIBLE, SITES, Code, Reference, Site
from fieldkit.domain.reference_plan import Fault, Planned, ReferencePlan, Step, Wrong
from fieldkit.domain.reference_rows import CodeRow, Country, Label, RefCode, SiteRow, Words
from fieldkit.services.reference import LANGUAGES
from fieldkit.services.reference_table import LIST, Line

_REGION = "region"
"""The kind of place that a new region is entered as."""
_COUNTRIES = "country"
_RETIRED: Mapping[str, bool] = {"no": False, "нет": False, "yes": True, "да": True}


def planned(lines: Iterable[Line], current: Reference, shipped: Reference) -> ReferencePlan:
    """The plan of a table.

    Args:
        lines: of the table.
        current: the reference in force.
        shipped: the one that comes with the program.
    """
    lines = tuple(lines)
    check = _Check(lines, current, shipped)
    found: list[Planned] = []
    wrong: list[Wrong] = []
    for line in lines:
        try:
            found.append(check.site(line) if line.of_sites else check.code(line))
        except _WrongError as error:
            wrong.append(Wrong(line=line.number, fault=error.fault))
    return ReferencePlan(planned=tuple(found), wrong=tuple(wrong))


class _WrongError(ValueError):
    def __init__(self, fault: Fault) -> None:
        super().__init__(fault)
        self.fault = fault


class _Check:
    """Looks at the lines of one table."""

    def __init__(self, lines: Iterable[Line], current: Reference, shipped: Reference) -> None:
        self._current, self._shipped = current, shipped
        self._seen: set[tuple[str, str]] = set()
        entered = {line.cells["region"] for line in lines if line.of_sites and line.cells["type"] == _REGION}
        self._regions = entered | {site.region for site in current.sites.values()}

    def site(self, line: Line) -> Planned:
        """What a line says of a site. Raises _WrongError."""
        cells, code = line.cells, self._code(SITES, line)
        known = self._current.sites.get(code)
        kind = cells["type"] or (known.kind if known else "")
        country = cells["country"].replace(" ", "") or (known.country if known else "")
        region = cells["region"] or (known.region if known else "")
        kinds, countries = self._current.lists["site_type"], self._current.lists[_COUNTRIES]
        _check(kind in kinds and not kinds[kind].heading, Fault.KIND_UNKNOWN)
        _check(_fits(country, Country) and set(country.split(";")) <= countries.keys(), Fault.COUNTRY_UNKNOWN)
        _check(region in self._regions and (not region or _fits(region, Words)), Fault.REGION_UNKNOWN)
        if known is not None and not (known.disputed and code not in self._shipped.sites):
            same = (kind, country) == (known.kind, known.country) and known.region in ("", region)
            _check(same, Fault.MEANING)
        retired = _retired(line, known)
        row = SiteRow(
            code=code,
            labels=_labels(line, known),
            kind=kind,
            country=country,
            region=region or msgspec.UNSET,
            retired=True if retired else msgspec.UNSET,
        )
        steps = _steps(row, known)
        if known is not None and region and not known.region:
            steps = (*steps, Step.COMPLETED)
        return Planned(list=SITES, row=row, steps=steps)

    def code(self, line: Line) -> Planned:
        """What a line says of a code of a list. Raises _WrongError."""
        name = line.cells[LIST]
        _check(name in EXTENSIBLE, Fault.LIST_FIXED)
        code, codes = self._code(name, line), self._current.lists[name]
        known = codes.get(code)
        parent = line.cells["parent"] or (known.parent if known else "")
        if known is not None and not (known.disputed and code not in self._shipped.lists[name]):
            _check(parent == known.parent, Fault.MEANING)
        else:
            headings = {each.code for each in codes.values() if each.heading}
            _check(parent in headings if headings else not parent, Fault.PARENT_UNKNOWN)
        row = CodeRow(
            list=name,
            code=code,
            labels=_labels(line, known),
            parent=parent or msgspec.UNSET,
            retired=True if _retired(line, known) else msgspec.UNSET,
        )
        return Planned(list=name, row=row, steps=_steps(row, known))

    def _code(self, name: str, line: Line) -> str:
        code = line.cells["code"]
        fits = _fits(code, RefCode) and code.isupper() == (name == _COUNTRIES)
        _check(fits or code in self._current.codes(name), Fault.CODE_BAD)
        _check(self._current.may_change(name, code), Fault.CODE_KEPT)
        _check((name, code) not in self._seen, Fault.CODE_TWICE)
        self._seen.add((name, code))
        return code


def _check(holds: bool, fault: Fault) -> None:
    if not holds:
        raise _WrongError(fault)


def _fits(text: str, shape: object) -> bool:
    try:
        msgspec.convert(text, shape)
    except msgspec.ValidationError:
        return False
    return True


def _labels(line: Line, known: Site | Code | None) -> tuple[Label, ...]:
    """The names that it has, with those of the line in their place."""
    given = {language: words for language in LANGUAGES if (words := line.cells[f"label_{language}"])}
    _check(all(_fits(words, Words) for words in given.values()), Fault.NAME_BAD)
    labels = {**(known.labels if known else {}), **given}
    _check("ru" in labels, Fault.NAME_MISSING)
    return tuple(Label(language=language, words=labels[language]) for language in sorted(labels))


def _retired(line: Line, known: Site | Code | None) -> bool:
    cell = line.cells["retired"].casefold()
    _check(cell in _RETIRED or not cell, Fault.RETIRED_BAD)
    return _RETIRED[cell] if cell else known is not None and known.retired


def _steps(row: SiteRow | CodeRow, known: Site | Code | None) -> tuple[Step, ...]:
    retired = row.retired is True
    if known is None:
        return (Step.ADDED, Step.RETIRED) if retired else (Step.ADDED,)
    taken = {
        Step.SETTLED: known.disputed,
        Step.RENAMED: {label.language: label.words for label in row.labels} != dict(known.labels),
        Step.RETIRED: retired and not known.retired,
        Step.RESTORED: known.retired and not retired,
    }
    return tuple(step for step, holds in taken.items() if holds)
