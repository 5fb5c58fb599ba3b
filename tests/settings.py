"""Settings of the tests: the product's own, with data in a folder of this run."""

import os
import tempfile

os.environ.setdefault("MINGDENG_DATA", tempfile.mkdtemp(prefix="mingdeng-test-"))

from mingdeng.config.settings import *  # noqa: F403
