"""What is fuzzed: one parser of untrusted bytes in a process of its own, guided by coverage.

`python -m tests.soak.fuzzing PARSER SECONDS SEED CORPUS` runs until something unexpected is raised or the time is over.
"""

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["fieldkit"]):
    from tests.soak.parsers import PARSERS, REFUSALS

SLOW = 5
"""Seconds after which a case counts as a hang."""


def main(parser: str, seconds: str, seed: str, corpus: str) -> None:
    """Fuzz; ends the process."""

    def one(data: bytes) -> None:
        try:
            PARSERS[parser](data)
        except REFUSALS:
            return

    options = [f"-max_total_time={seconds}", f"-seed={seed}", f"-timeout={SLOW}", "-rss_limit_mb=512", "-max_len=20000"]
    artifacts = f"-artifact_prefix={Path(corpus)}/crash-"
    atheris.Setup([sys.argv[0], *options, artifacts, "-print_final_stats=1", corpus], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(*sys.argv[1:])
