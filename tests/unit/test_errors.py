"""A refusal is the same on the other side of a process."""

import pickle

from fieldkit.errors import Code, Refusal


def test_a_refusal_crosses_processes_whole() -> None:
    refusal = Refusal(Code.PROJECT_MEMBER_UNKNOWN, member="M1")
    crossed = pickle.loads(pickle.dumps(refusal))
    assert (crossed.code, crossed.params, str(crossed)) == (refusal.code, refusal.params, str(refusal))
