#!/usr/bin/env python3
"""Django's command line."""

import gc
import os
import sys


def main() -> None:
    gc.set_threshold(50_000)  # a command makes much and throws little away: looking for it costs a tenth of a second
    settings = "config.bare" if sys.argv[1:2] == ["review"] else "config.settings"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", settings)
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
