"""Trying a questionnaire and writing the submission that ODK's tools would send; nothing is kept in a vault."""

from datetime import UTC
from pathlib import Path

from fieldkit.clock import Clock
from fieldkit.domain.forms import Instrument
from fieldkit.instruments import running, submission
from fieldkit.instruments.running import RunResult, Step
from fieldkit.instruments.submission import Heading
from fieldkit.instruments.submission_values import instance_id_of
from fieldkit.services.odk_identity import is_usual
from fieldkit.services.output import write_new


def run(instrument: Instrument, steps: tuple[Step, ...], clock: Clock, out: Path) -> RunResult:
    """Take the steps, write the submission to `out`, and tell how the nodes stood before it was made.

    Raises Refusal like `Session.set`; FILE_EXISTS, FILE_FULL, FILE_CANNOT_WRITE.
    """
    session = running.filled(instrument, steps, clock)
    result = running.result(session)
    answers = session.answers()
    told = instance_id_of(answers)
    heading = Heading(instance_id=told if is_usual(told) else f"uuid:{clock.new_id()}")
    write_new(out, submission.write(session, answers, heading, clock.now().tzinfo or UTC))
    return result
