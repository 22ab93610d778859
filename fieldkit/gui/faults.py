"""Unexpected failures as coded ones: the class and the place in our code, never a value."""

import traceback

from fieldkit.errors import Code, Refusal


def coded(error: Exception) -> Refusal:
    """`error` itself if it is a refusal, else a defect with its place."""
    if isinstance(error, Refusal):
        return error
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    ours = [f"{module}:{line}" for module, line in frames if str(module).startswith("fieldkit")]
    return Refusal(Code.INTERNAL, place=" ".join([type(error).__name__, *ours[-1:]]))
