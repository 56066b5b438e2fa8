"""The product's settings, with a data folder of the test run's own and without what only costs time in a test."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

if os.environ.get("CLAUSEMARK_TEST_WORKER") != os.environ.get("PYTEST_XDIST_WORKER", ""):
    # one folder for each process that runs tests
    os.environ["CLAUSEMARK_TEST_WORKER"] = os.environ.get("PYTEST_XDIST_WORKER", "")
    # in the environment, so that commands which a test starts find the same folder
    os.environ["CLAUSEMARK_DATA"] = tempfile.mkdtemp(prefix="clausemark-test-")
    atexit.register(shutil.rmtree, os.environ["CLAUSEMARK_DATA"], ignore_errors=True)

from config.settings import *  # noqa: F403
from config.settings import STORAGES

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
