"""Runs every bench_*.py of this folder: `python -m tests.bench.run [NAME...]`.

A benchmark is a module with `main()` that gives `Result`s. Exit code 1 if a target is missed.
"""

import sys
from dataclasses import asdict

from tests import runners
from tests.bench.measure import Result


def main(wanted: list[str]) -> int:
    """Measure, print one line per figure, write build/bench.json."""
    rows: list[dict[str, object]] = []
    for name, module in runners.discover("bench", "bench", wanted):
        print(name, flush=True)
        for result in module.main():
            print(line(result), flush=True)
            rows.append({"bench": name, **asdict(result), "reached": result.reached})
    print(f"figures: {runners.write('bench', rows).relative_to(runners.ROOT)}")
    missed = sum(not row["reached"] for row in rows)
    if missed:
        print(f"{missed} of {len(rows)} figures missed their target", file=sys.stderr)
    return 1 if missed else 0


def line(result: Result) -> str:
    """One figure as a line of the table."""
    verdict = ("ok" if result.reached else "MISSED") if result.target else ""
    return (
        f"  {result.what:44} {result.value:10.3f} {result.unit:6} {result.target:9} {verdict:7} {result.note}".rstrip()
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
