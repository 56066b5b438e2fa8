"""The settings of `manage.py review`, which serves no pages and signs nobody in.

What only those need takes a quarter of a second to load, longer than reading a page.
"""

from __future__ import annotations

from config.settings import *  # noqa: F403
from config.settings import INSTALLED_APPS

INSTALLED_APPS = [app for app in INSTALLED_APPS if not app.startswith(("allauth", "django.contrib.admin"))]
