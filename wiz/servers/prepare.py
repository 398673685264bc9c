"""What the demo does once before its processes start. A process of its own, so that Django loads only once.

Prints the steps for `progress.run_steps`; everything else it prints goes to the log.
"""

import os
import sys
import traceback

from wiz.servers.checks import wished_clients
from wiz.servers.errors import ServersError
from wiz.servers.folders import data_folder
from wiz.servers.progress import MARK, REASON

SEED = 1


def main() -> None:
    """Do it all. Exit code 1 when that fails: the reason is printed for the launcher, the rest is logged."""
    try:
        prepare()
    except Exception as error:
        traceback.print_exc()
        reason = " ".join(str(error).split()) or type(error).__name__
        # On a line of its own: migrate may have begun one.
        print(f"\n{REASON}{reason if reason.endswith(('.', '?')) else f'{reason}.'}", flush=True)
        sys.exit(1)


def prepare() -> None:
    clients = wished_clients()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    step("Loading the program")
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    _greet_broker(settings.CELERY_BROKER_URL)
    step("Bringing the database up to date")
    call_command("migrate", interactive=False)
    step("Collecting stylesheets and scripts")
    # Anew: a start that was killed may have left half a file that looks newer than its source.
    ours = data_folder() / "static" == settings.STATIC_ROOT
    call_command("collectstatic", interactive=False, verbosity=0, clear=ours)
    if not get_user_model().objects.exists():
        step(f"Inventing {clients} clients and who works with them")
        # All or nothing: a start that is broken off here begins with an empty database again.
        with transaction.atomic():
            call_command("demo_data", "--clients", str(clients), "--seed", str(SEED))
    step("Sweeping once, so that today's work is there")
    call_command("sweep")


def _greet_broker(url: str) -> None:
    """The worker would wait for it forever, and nobody be told."""
    from kombu import Connection

    with Connection(url, connect_timeout=5) as connection:
        try:
            connection.ensure_connection(max_retries=1)
        except Exception as error:
            raise ServersError(f"The broker of REDIS_URL does not answer: {error}") from error


def step(title: str) -> None:
    print(f"{MARK}{title}", flush=True)


if __name__ == "__main__":
    main()
