"""Runs every soak_*.py of this folder: `python -m tests.soak.run [--seed N] [--share F] [NAME...]`.

A soak run is a module with `main(seed, share)` that gives an `Outcome`; `share` scales its number of cases, 1.0 being
the full figure. The seed is printed and saved, so that a failure can be run again. Exit code 1 if anything failed.
"""

import argparse
import secrets
import sys
import time
from dataclasses import asdict

from tests import runners


def main(arguments: list[str] | None = None) -> int:
    """Run, print one line per module, write build/soak.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--seed", type=int, default=secrets.randbelow(2**32))
    parser.add_argument("--share", type=float, default=1.0)
    given = parser.parse_args(arguments)
    print(f"seed {given.seed}", flush=True)
    rows: list[dict[str, object]] = []
    failed = 0
    for name, module in runners.discover("soak", "soak", given.names):
        start = time.monotonic()
        outcome = module.main(given.seed, given.share)
        taken = time.monotonic() - start
        told = ", ".join(f"{count} {what}" for what, count in sorted(outcome.counts.items()))
        print(f"  {name:24} {outcome.cases:8} cases {taken:8.1f} s  {len(outcome.failures)} failed  {told}", flush=True)
        print("".join(f"    {failure}\n" for failure in outcome.failures[:20]), end="")
        failed += len(outcome.failures)
        rows.append({"soak": name, "seed": given.seed, "share": given.share, "seconds": taken, **asdict(outcome)})
    print(f"results: {runners.write('soak', rows).relative_to(runners.ROOT)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
