"""Records for a partner as a table: coarsened, without names, ids and words, of people who agreed to be shared so."""

import csv
import io
import json
from pathlib import Path

import msgspec

from fieldkit import logs
from fieldkit.domain.consent import Use
from fieldkit.domain.microdata import Microdata, release
from fieldkit.domain.products import ProductKind
from fieldkit.domain.query import Level
from fieldkit.errors import Code, Refusal
from fieldkit.exchange.new_folder import new_folder, write_file
from fieldkit.services.given_out import Register
from fieldkit.services.releasing import Releasing
from fieldkit.services.risk import K, RiskMeter
from fieldkit.services.workspace import Workspace

RECORDS, ABOUT = "records.csv", "about.json"
RULE = "Every row is like at least k - 1 others in all key variables. No ids, names or free text. Public: never."


class Shared(msgspec.Struct, frozen=True, kw_only=True):
    """What was written."""

    microdata: Microdata
    without_consent: int
    """Records that would be in it, had those who told them agreed to share them with a partner."""


class Sharing:
    """For partners of one vault."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace

    def write(self, out: Path) -> Shared:
        """Write a new folder with the rows and a file about them, whole or not at all. It is not encrypted.

        Raises Refusal: MICRODATA_TOO_FEW if there are fewer than k records; FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE.
        """
        refused = Releasing(self._workspace, Use.SHARE_PARTNER, Level.PARTNER).refused
        people = RiskMeter(self._workspace).people(Level.PARTNER)
        cases = [case for case in people if case.record not in refused]
        found = release(cases, self._workspace.reference, K)
        if found is None:
            raise Refusal(Code.MICRODATA_TOO_FEW, count=len(cases), limit=K)
        shared = Shared(microdata=found, without_consent=len(people) - len(cases))
        parts = {Use.SHARE_PARTNER: [case.record for case in cases]}
        register = Register(self._workspace)
        with (
            register.noted(ProductKind.MICRODATA, parts, level=Level.PARTNER, name=out.name),
            new_folder(out, self._workspace.clock) as folder,
        ):
            write_file(folder / RECORDS, _table(found))
            write_file(folder / ABOUT, _about(shared))
        logs.event("microdata.exported", records=len(cases))
        return shared


def _table(found: Microdata) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([found.columns, *found.rows])
    return text.getvalue().encode("utf-8")


def _about(shared: Shared) -> bytes:
    """Level, k, rule and what was changed, for whoever has the table."""
    found = shared.microdata
    document = {
        "level": Level.PARTNER.value,
        "k": found.k,
        "rule": RULE,
        "records": len(found.rows),
        "classes": found.risk.classes,
        "smallest_class": found.risk.smallest,
        "highest_risk": found.risk.highest,
        "told": {each.variable.value: {"as": each.rung.value, "changed": each.changed} for each in found.told},
        "left_out": {"without_consent": shared.without_consent},
    }
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode("utf-8")
