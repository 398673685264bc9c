#!/usr/bin/env python
"""Run an administrative command. Without DATABASE_URL it finds or starts PostgreSQL and a broker first."""

import os
import sys


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        from django.core.exceptions import ImproperlyConfigured
        from django.core.management import execute_from_command_line
    except ImportError:
        sys.exit("Django is not installed here. Run `make demo`, or activate the virtual environment first.")
    from wiz.servers import servers

    with servers():
        try:
            # Now that the address of the database is known.
            from wiz.trust.who import command

            with command(sys.argv):
                execute_from_command_line(sys.argv)
        except ImproperlyConfigured as error:
            sys.exit(str(error))


if __name__ == "__main__":
    main()
