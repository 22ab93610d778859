"""Settings for every test: no screen, no vault of the person who runs them, no time limits that a busy machine breaks."""

import os

from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
for _name in ("FIELDKIT_VAULT", "FIELDKIT_PASSPHRASE"):
    os.environ.pop(_name, None)

settings.register_profile("fieldkit", deadline=None, print_blob=True)
settings.load_profile("fieldkit")
