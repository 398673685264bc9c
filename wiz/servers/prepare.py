"""What the demo does once before its processes start. A process of its own, so that Django loads only once.

Prints the steps for `progress.run_steps`; everything else it prints goes to the log.
"""

import os

from wiz.servers.progress import MARK

CLIENTS = 936
SEED = 1


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    step("Loading the program")
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.db import transaction

    step("Bringing the database up to date")
    call_command("migrate", interactive=False)
    step("Collecting stylesheets and scripts")
    call_command("collectstatic", interactive=False, verbosity=0)
    if not get_user_model().objects.exists():
        step(f"Inventing {CLIENTS} clients and who works with them")
        # All or nothing: a start that is broken off here begins with an empty database again.
        with transaction.atomic():
            call_command("demo_data", "--clients", str(CLIENTS), "--seed", str(SEED))
    step("Sweeping once, so that today's work is there")
    call_command("sweep")


def step(title: str) -> None:
    print(f"{MARK}{title}", flush=True)


if __name__ == "__main__":
    main()
