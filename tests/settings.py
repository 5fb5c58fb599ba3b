"""Settings of the tests: the product's own, with data in a folder of this run."""

import os
import tempfile

os.environ.setdefault("MINGDENG_DATA", tempfile.mkdtemp(prefix="mingdeng-test-"))

from mingdeng.config.settings import *  # noqa: F403
from mingdeng.config.settings import DATA, DATABASES

# On disk as in the product: in memory, threads would share one connection's locks.
if "sqlite3" in str(DATABASES["default"]["ENGINE"]):
    DATABASES["default"]["TEST"] = {"NAME": DATA / "test.sqlite3"}

# A thread would not see what a test has not committed.
INTAKE_IN_REQUEST = True
