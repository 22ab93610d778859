"""Runs every soak_*.py of this folder: `python -m tests.soak.run [--seed N] [--share F] [--keep] [NAME...]`.

A soak run is a module with `main(seed, share)` that gives an `Outcome`; `share` scales its number of cases, 1.0 being
the full figure. `FIGURES` of a module says how many cases prove which number of the test catalogue; a full run that
has fewer fails. The seed is printed and saved, so that a failure can be run again. Exit code 1 if anything failed.
With `--keep` the results are joined into tests/soak/results/, to be committed: one file for each day and commit, in which
each row says its commit. What counts of a module is its newest row in any of the files.
"""

import argparse
import json
import secrets
import subprocess
import sys
import time
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from tests import runners
from tests.soak.outcome import Outcome


def main(arguments: list[str] | None = None) -> int:
    """Run, print one line per module, write build/soak.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--keep", action="store_true")
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}", flush=True)
    rows: list[dict[str, object]] = []
    failed, commit = 0, _commit()
    for name, module in runners.discover("soak", "soak", given.names):
        start = time.monotonic()
        outcome = module.main(given.seed, given.share)
        taken = time.monotonic() - start
        figures = {number: {"wanted": wanted, "tried": outcome.proving(number)} for number, wanted in _figures(module)}
        _demand(outcome, figures, given.share)
        told = ", ".join(f"{count} {what}" for what, count in sorted(outcome.counts.items()))
        print(f"  {name:24} {outcome.cases:8} cases {taken:8.1f} s  {len(outcome.failures)} failed  {told}", flush=True)
        print("".join(f"    {failure}\n" for failure in outcome.failures[:20]), end="")
        failed += len(outcome.failures)
        row = {"soak": name, "date": _now(), "commit": commit, "seed": given.seed, "share": given.share}
        rows.append(row | {"seconds": round(taken, 1), "figures": figures, **asdict(outcome)})
        path = runners.write("soak", rows)
        kept = keep(path, commit) if given.keep else path
    print(f"results: {kept.relative_to(runners.ROOT)}")
    return 1 if failed else 0


def _figures(module: object) -> list[tuple[str, int]]:
    return sorted(getattr(module, "FIGURES", {}).items())


def _demand(outcome: Outcome, figures: dict[str, dict[str, int]], share: float) -> None:
    """A full run with fewer cases than it claims has failed."""
    for number, figure in figures.items():
        if share >= 1 and figure["tried"] < figure["wanted"]:
            outcome.failures.append(f"{number}: {figure['tried']} cases of {figure['wanted']}")


def keep(build: Path, commit: str) -> Path:
    """Join the rows of a run to the results of this day and commit, where those of the same name make room."""
    path = runners.ROOT / "tests" / "soak" / "results" / f"{_now()[:10]}-{commit}.json"
    document = json.loads(build.read_text(encoding="utf-8"))
    new = {row["soak"]: row for row in document["rows"]}
    if path.exists():
        new = {row["soak"]: row for row in json.loads(path.read_text(encoding="utf-8"))["rows"]} | new
    path.parent.mkdir(exist_ok=True)
    text = json.dumps(document | {"commit": commit, "rows": [new[name] for name in sorted(new)]}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")
    return path


def _commit() -> str:
    """What is checked out, with a plus sign if anything but results differs from it; empty where there is no git."""
    head = _git("rev-parse", "--short=10", "HEAD")
    changed = _git("status", "--porcelain", "--untracked-files=no", "--", ".", ":!tests/soak/results")
    return f"{head}+" if changed else head


def _git(*arguments: str) -> str:
    done = subprocess.run(["git", *arguments], cwd=runners.ROOT, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


if __name__ == "__main__":
    sys.exit(main())
