"""The program as on one morning: for pictures that are the same each time they are taken.

`python -m tests.frozen_day COMMAND` runs a command of `manage.py` then; gunicorn serves `tests.frozen_day:application`.
"""

import datetime
import os
import sys
import zoneinfo

import time_machine

MOMENT = datetime.datetime(2026, 11, 17, 9, 40, tzinfo=zoneinfo.ZoneInfo("Europe/Amsterdam"))
# Before the program is loaded; it ticks, for what waits must end.
time_machine.travel(MOMENT, tick=True).start()

if __name__ == "__main__":
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(sys.argv)
else:
    from config.wsgi import application  # noqa: F401
