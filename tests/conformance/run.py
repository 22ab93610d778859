"""Compares our form engine with ODK's JavaScript engine: `python -m tests.conformance.run [--walks N] [FORM...]`.

Every form of `forms/` runs with the steps written for it and with generated ones. Exit code 1 if a difference is not
explained in DIFFERENCES.md. Needs Node; says so where it is missing.
"""

import argparse
import sys
import time
import zlib

from pyxform.errors import PyXFormError

from fieldkit.errors import Refusal
from tests.conformance import cases, walks
from tests.conformance.compare import Difference, Explained, differences
from tests.conformance.engines import MissingError, Oracle, oracle, ours

_LENGTH = 12
_SHOWN = 40


def main(arguments: list[str]) -> int:
    """Compare, print what differs and a summary."""
    parser = argparse.ArgumentParser(prog="python -m tests.conformance.run")
    parser.add_argument("forms", nargs="*")
    parser.add_argument("--walks", type=int, default=20, help="generated scripts for each form")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    explained, found, scripts, begun = Explained(), [], 0, time.monotonic()
    chosen = list(cases.load(options.forms))
    try:
        with oracle() as theirs:
            for case in chosen:
                count, differing = compare(theirs, case, options.walks, options.seed, explained)
                scripts += count
                found += differing
    except MissingError as missing:
        print(missing, file=sys.stderr)
        return 1
    first = {(each.form, each.ref, each.field): each for each in reversed(found)}
    for each in list(first.values())[::-1][:_SHOWN]:
        print(each)
    for name, times in sorted(explained.used.items()):
        print(f"  explained: {name}, {times} times")
    unused = set(explained.rules) - set(explained.used) if not options.forms else set()
    for name in sorted(unused):
        print(f"  explained but not seen: {name}")
    print(
        f"{len(chosen)} forms, {scripts} scripts, {time.monotonic() - begun:.0f} s: {len(found)} unexplained differences"
    )
    return 1 if found or unused else 0


def compare(
    theirs: Oracle, case: cases.Case, count: int, seed: int, explained: Explained
) -> tuple[int, list[Difference]]:
    """All scripts of one form; returns how many there were and where the engines differ without an explanation."""
    try:
        instrument = case.instrument
    except (Refusal, PyXFormError) as refusal:
        return 0, [Difference(case.name, "", "loads", refusal, "", "loading")]
    start = zlib.crc32(case.name.encode()) + seed
    scripts = [*case.scripts(), *(walks.walk(instrument, start + number, _LENGTH) for number in range(count))]
    answer = theirs.ask(instrument.xform, scripts)
    if answer.error:
        return len(scripts), [Difference(case.name, "", "loads", "", answer.error, "loading")]
    return len(scripts), [
        difference
        for script, run in zip(scripts, answer.runs, strict=True)
        for difference in differences(case.name, script, ours(instrument, script), run, explained)
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
