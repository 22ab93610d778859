"""The summary report: a sound PDF with the right words and numbers, in both languages, the same bytes every time."""

import shutil
import subprocess
from dataclasses import replace
from datetime import date

import msgspec
import pytest

from fieldkit import i18n
from fieldkit.domain.figures import Quote
from fieldkit.domain.periods import period_between
from fieldkit.domain.query import Level, Query
from fieldkit.domain.statistics import compute
from fieldkit.progress import Cancelled, Progress
from fieldkit.reports import summary
from fieldkit.services import reference
from tests.unit.statistics.sample import demo, expected, paid, record

NBSP = "\u00a0"
HOSTILE = "<b>&amp;</b> <para><img src='x'/> \u202eright-to-left\u202c \x00\x07 " + "щ" * 4000 + " ]]> {n} %s"


def content(records=None, level=Level.INTERNAL, language="en", **fields):
    found = compute(demo() if records is None else records, reference.load(), Query(level=level))
    known = {"title": "Spring campaign", "notice": "Fictional sample data", **fields}
    return summary.Content(
        figures=found,
        reference=reference.load(),
        language=i18n.load(language),
        as_of=date(2026, 11, 24),
        **known,
    )


def run(*words):
    return subprocess.run(words, capture_output=True, check=True, text=True).stdout


@pytest.fixture
def text(tmp_path):
    """The words of a report, lines joined."""

    def of(report):
        path = tmp_path / "report.pdf"
        path.write_bytes(report.data)
        return " ".join(run("pdftotext", "-layout", path, "-").replace(NBSP, " ").split())

    return of


def test_needs_the_pdf_tools():
    for tool in ("qpdf", "pdftotext", "pdffonts"):
        assert shutil.which(tool)


@pytest.mark.parametrize("language", ["en", "ru"])
@pytest.mark.parametrize("level", list(Level))
def test_is_a_sound_pdf_with_embedded_fonts_only(tmp_path, language, level):
    report = summary.make(content(level=level, language=language))
    path = tmp_path / "report.pdf"
    path.write_bytes(report.data)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    fonts = [line.split() for line in run("pdffonts", path).splitlines()[2:]]
    assert {line[0].split("+")[1] for line in fonts} == {"NotoSans-Regular", "NotoSans-SemiBold"}
    assert all(line[-5:-2] == ["yes", "yes", "yes"] for line in fonts)  # embedded, subset, searchable
    assert f"Pages:           {report.pages}\n" in run("pdfinfo", path)


def test_says_nothing_about_who_made_it_where_and_when(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(summary.make(content()).data)
    about = run("pdfinfo", path)
    assert "Title:           Report\n" in about
    assert "Spring" not in about
    assert "2000" in about.split("CreationDate:")[1].splitlines()[0]
    assert "Author:          \n" in about
    assert str(tmp_path).encode() not in path.read_bytes()


def test_the_same_content_gives_the_same_bytes():
    first = summary.make(content(language="ru"))
    summary.make(content(level=Level.PUBLIC))
    assert summary.make(content(records=demo()[::-1], language="ru")).data == first.data


def test_shows_the_worked_figures(text):
    words = text(summary.make(content()))
    assert "38,500 39,500" in words
    assert "18,930 18,930" in words
    assert "EV05.1 500-1000 UZS" in words
    assert "0.81–3.40" in words
    assert "112.5" in words
    assert "registered on day 7, limit 5, late by 2" in words


def test_a_rule_on_registration_is_printed_with_what_it_rests_on(text):
    words = text(summary.make(content()))
    basis = "State of June 2009. Source: the report, lines L1986-1988; L2914-2915. Printed in several places."
    assert f"may then stay 90 days. {basis}" in words
    for wrong in expected()["if_rules_are_broken"].values():
        assert f"{wrong:,}" not in words


def printed(words, label, *values):
    """Whether a line of the report says these values after the label."""
    return f"{label} {' '.join(values)}" in words


def test_nothing_printed_contradicts_the_worked_figures(text):
    """Every expected figure is looked up under its label, as a reader would."""
    words, known = text(summary.make(content())), expected()
    lists = reference.load().lists

    def label(name, code):
        return lists[name][code].label("en").removesuffix(" (group)")

    records, tally = known["records"], known["tally"]
    assert printed(words, "Records in all", str(records["all"]))
    assert printed(words, "consent or without need of it", str(records["active"]))
    assert printed(words, "Consent withdrawn", str(records["withdrawn"]))
    assert printed(words, "Duplicates", str(records["duplicates"]))
    assert printed(words, "Records that concern children", str(records["with_children"]))
    for code, count in records["active_by_finding"].items():
        assert printed(words, label("finding_kind", code), str(count))
    for code, count in known["payments_by_status"].items():
        assert printed(words, label("payment_status", code), str(count))
    lost = known["money_lost"]
    assert f"Payments: {lost['payments']}; amount unknown: {lost['amount_unknown']}." in words
    for currency, row in lost["by_currency"].items():
        assert printed(words, currency, str(row["payments_known"]), f"{row['low']:,}", f"{row['high']:,}")
    for code, count in lost["payments_by_payee"].items():
        assert printed(words, label("actor", code), str(count))
    assert printed(words, "KZT", "2", f"{known['private_loss_open']['by_currency']['KZT']:,}")
    for row in known["shown_apart_never_summed"].values():
        assert all(entry in words for entry in row["listed"])
    assert printed(words, "All sites", str(tally["watched"]))
    low, high = tally["wilson_95"]
    rate = f"{tally['payments_per_100_people']:.2f} {low:.2f}–{high:.2f}"
    assert f"{tally['people_processed']} {tally['payments_seen']} {rate}" in words
    assert f"at {tally['not_looked']} of {tally['visits']} visits" in words
    wait = known["waiting_minutes_median_of_midpoints"]["kz_uz_control"]
    assert printed(words, "Kazakh control point opposite Mayskiy", str(wait["n"]), str(wait["median"]))


def test_russian_has_russian_codes_numbers_and_names(text):
    words = text(summary.make(content(language="ru")))
    assert "38 500 39 500" in words
    assert "1,67" in words
    assert "Полиция, милиция" in words
    assert "Казахский контрольный пункт" in words


def test_head_and_foot_of_every_page(tmp_path):
    report = summary.make(content(level=Level.PARTNER))
    path = tmp_path / "report.pdf"
    path.write_bytes(report.data)
    pages = run("pdftotext", "-layout", path, "-").split("\f")[:-1]
    assert len(pages) == report.pages
    for number, page in enumerate(pages, 1):
        assert "FOR PARTNERS" in page
        assert "Fictional sample data" in page
        assert "as of Nov 24, 2026" in page
        assert f"page {number} of {report.pages}" in page


@pytest.mark.parametrize("level", [Level.PARTNER, Level.PUBLIC])
def test_outer_levels_name_no_record(text, level):
    words = text(summary.make(content(level=level)))
    assert not any(each.record in words for each in demo())
    assert "Paid in a monitor's test" not in words
    assert "Train Dushanbe - Moscow" in words  # a negative observation is always shown


def test_public_values_on_few_records_do_not_appear(text):
    words = text(summary.make(content(level=Level.PUBLIC)))
    assert "18,930" not in words
    assert "222.71" not in words
    assert "Rows hidden" in words
    assert "38,500 39,500" in words


@pytest.mark.parametrize("language", ["en", "ru"])
def test_an_empty_vault_gives_a_report(text, language):
    report = summary.make(content(records=[], language=language, title="", notice=""))
    assert report.pages >= 2
    assert "Wilson" in text(report) or "Уилсон" in text(report)


def test_hostile_texts_and_codes_are_printed_as_text(text):
    facts = {"record.site": HOSTILE, "record.finding": HOSTILE, "text.quote": HOSTILE, "consent.anonymous_quote": "yes"}
    consent = {"consent.store_record": "yes", "consent.statistics": "yes"}
    rows = (paid("100", payee=HOSTILE, purpose=HOSTILE), {"status": HOSTILE}, {"status": "feared", "payee": HOSTILE})
    visit = {
        "count.payments_seen": "1",
        "count.processed_people": "3",
        "wait.minutes_low": "1",
        "wait.minutes_high": "2",
    }
    records = [record("R1", {**facts, **consent, **visit}, rows, instrument="interview")]
    report = summary.make(content(records=records, title=HOSTILE, notice=HOSTILE[:60]))
    words = text(report)
    assert "<b>&amp;</b> <para><img src='x'/>" in words
    assert "\x07" not in words


def test_quotes_are_printed_with_their_month(text):
    given = content()
    quote = Quote(record="", month="2009-06", text="They asked everybody on the bus.")
    words = text(
        summary.make(
            summary.Content(
                figures=msgspec.structs.replace(given.figures, quotes=(quote,)),
                reference=given.reference,
                language=given.language,
                as_of=given.as_of,
            )
        )
    )
    assert "“They asked everybody on the bus.” June 2009" in words
    assert "left out, because something" not in words


def test_a_report_says_how_many_quotations_it_leaves_out(text):
    given = content()
    figures = msgspec.structs.replace(given.figures, quotes=(), withheld=2)
    left_out = summary.Content(figures=figures, reference=given.reference, language=given.language, as_of=given.as_of)
    words = text(summary.make(left_out))
    assert "2 quotations are left out, because something in them may give somebody away." in words


def test_an_open_period_ends_where_the_records_end(text):
    words = {}
    for name, period in (("open", period_between("2009", "")), ("closed", period_between("2009", "2009-08"))):
        found = compute(demo(), reference.load(), Query(period=period))
        words[name] = text(summary.make(replace(content(), figures=found)))
    assert "Jan 1, 2009 – Dec 31, 2009" in words["open"]
    assert "Jan 1, 2009 – Aug 31, 2009" in words["closed"]
    assert "9999" not in words["open"]


def test_currencies_of_one_payee_stand_under_its_name_said_once(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(summary.make(content()).data)
    lines = [line.split() for line in run("pdftotext", "-layout", path, "-").splitlines() if line.strip()]
    first = next(at for at, line in enumerate(lines) if line[:3] == ["Market", "owner", "KGS"])
    assert "owner" not in lines[first + 1]
    assert lines[first + 1][0] == "amount"


def test_opens_with_its_bookmarks(tmp_path):
    path = tmp_path / "report.pdf"
    path.write_bytes(summary.make(content(language="ru")).data)
    shown = run("qpdf", "--json", "--json-key=qpdf", "--json-key=outlines", path)
    assert '"/PageMode": "/UseOutlines"' in shown
    assert '"/Lang": "u:ru"' in shown
    assert "Миссия и метод" in shown


def test_a_person_can_stop_it():
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        summary.make(content(), progress)
