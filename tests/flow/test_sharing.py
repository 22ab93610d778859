"""T38: records for a partner from a real vault: whose consent it takes, what is written, and that it is noted."""

import csv
import json
from collections import Counter
from pathlib import Path

import pytest

from fieldkit.domain.consent import Use
from fieldkit.domain.products import ProductKind
from fieldkit.errors import Code, Refusal
from fieldkit.services.consenting import Consenting
from fieldkit.services.forms import Forms
from fieldkit.services.given_out import Register
from fieldkit.services.reviewing import Reviewing
from fieldkit.services.sharing import ABOUT, RECORDS, Sharing
from tests.flow import talk
from tests.flow.team import Team

SHARING = (*talk.AGREED, "partner")


def test_t38_a_partner_gets_coarse_rows_of_those_who_agreed(tmp_path: Path) -> None:
    team = Team(tmp_path, codes=("S1",), form=None)
    try:
        office = team["S1"]
        Forms(office).import_file(talk.form_file(tmp_path))
        shared = [talk.tell(office, SHARING, sex="female", story="quillwort told") for _ in range(6)]
        others = [
            talk.tell(office, sex="male"),
            talk.tell(office, SHARING, sex="male", flag="monitor_incriminating"),
            talk.tell(office, SHARING),  # tells of nobody
        ]
        for record in (*shared, *others):
            Reviewing(office).accept(record)
        talk.tell(office, SHARING, sex="male")  # not reviewed

        done = Sharing(office).write(tmp_path / "out")
        text = (tmp_path / "out" / RECORDS).read_text("utf-8")
        head, *rows = csv.reader(text.splitlines())
        assert (len(rows), done.without_consent) == (6, 1)
        assert min(Counter(map(tuple, rows)).values()) >= 5
        assert dict(zip(head, rows[0], strict=True))["time"] == "2026-01"
        assert not any(secret in text for secret in (*shared, "quillwort", "2026-01-05", "kz_uz_control", "S1"))
        about = json.loads((tmp_path / "out" / ABOUT).read_text("utf-8"))
        assert (about["level"], about["k"], about["smallest_class"], about["records"]) == ("partner", 5, 6, 6)
        assert about["told"]["place"]["changed"] == 6

        [noted] = Register(office).holding(shared[0])
        assert (noted.product.kind, noted.uses) == (ProductKind.MICRODATA, (Use.SHARE_PARTNER,))
        assert Register(office).holding(others[0]) == ()
        Consenting(office).withdraw(shared[0], (Use.SHARE_PARTNER,))
        assert [each.product.kind for each in Register(office).to_recall()] == [ProductKind.MICRODATA]
        assert len(Sharing(office).write(tmp_path / "less").microdata.rows) == 5
        Consenting(office).withdraw(shared[1])
        with pytest.raises(Refusal) as refused:
            Sharing(office).write(tmp_path / "too few")
        assert refused.value.code is Code.MICRODATA_TOO_FEW
        assert not (tmp_path / "too few").exists()
        assert office.store.products.count() == 2
    finally:
        team.close()
