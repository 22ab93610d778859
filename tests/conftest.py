"""Settings for every test: no screen, no vault of the person who runs them, no time limits that a busy machine breaks."""

import gc
import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("FIELDKIT_VAULT", "FIELDKIT_PASSPHRASE"):
    os.environ.pop(_name, None)

settings.register_profile("fieldkit", deadline=None, print_blob=True)
settings.load_profile("fieldkit")


def pytest_collection_finish() -> None:
    """What importing the tests made stays to the end: no look for garbage need go through it again."""
    gc.collect()
    gc.freeze()
