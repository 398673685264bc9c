"""Make the demo municipality in an empty database: everybody in it is invented."""

import argparse
import datetime
import resource
import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.demo import signins
from partners.demo.actions import make_demo
from wiz.actions import Refused
from wiz.flags.actions import sweep
from wiz.people.models import User
from wiz.terms import now, today

SAY_EVERY = 5  # seconds


class Command(BaseCommand):
    help = "Make a municipality of invented people in an empty database, and print who can sign in."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--clients",
            type=_positive,
            default=936,
            help="how many clients (936); each has about four reports, so that 260000 have a million",
        )
        parser.add_argument(
            "--seed", type=int, default=1, help="another number gives another municipality (1)"
        )
        parser.add_argument(
            "--today",
            type=datetime.date.fromisoformat,
            help="the day on which it all stands so (YYYY-MM-DD; today)",
        )
        parser.add_argument(
            "--sign-ins", action="store_true", help="only print who can sign in; write nothing"
        )

    def handle(self, *args: Any, clients: int, seed: int, **options: Any) -> None:
        if not options["sign_ins"]:
            self._make(clients, seed, options["today"] or today())
        # `make demo` also starts what somebody began by herself, with `create_administrator`.
        if User.objects.filter(email__in=[known.email for known in signins.SIGN_INS]).exists():
            self.stdout.write("\n".join(signins.lines()))
        else:
            self.stdout.write("Nobody in it was invented: sign in as who you added.")

    def _make(self, clients: int, seed: int, day: datetime.date) -> None:
        started = said = time.monotonic()

        def progress(done: int) -> None:
            nonlocal said
            at = time.monotonic()
            if at - said < SAY_EVERY and done < clients:
                return
            said, took = at, at - started
            left = f", about {took / done * (clients - done):.0f} s left" if done < clients else ""
            self.stdout.write(f"{done} of {clients} clients ({took:.0f} s{left})")
            self.stdout.flush()

        try:
            make_demo(clients=clients, seed=seed, today=day, progress=progress)
        except Refused as error:
            raise CommandError(str(error)) from error
        except EOFError:
            raise CommandError("A process that invented clients was ended: nothing was written.") from None
        except KeyboardInterrupt:
            raise CommandError("Broken off: nothing was written.") from None
        self.stdout.write(f"Looking for what is late ({time.monotonic() - started:.0f} s)")
        done = sweep(at=now(), day=day)
        counts = ", ".join(f"{name} {result['open']}" for name, result in done.results.items())
        self.stdout.write(f"Flags: {counts}.")
        self.stdout.write(f"Made in {time.monotonic() - started:.0f} s with {_memory():.0f} MB of memory.")
        if failed := [name for name, result in done.results.items() if "error" in result]:
            raise CommandError(f"The demo was made, but these flag rules failed: {', '.join(failed)}.")


def _memory() -> float:
    """Return how much memory this process had at most, in MB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("at least one client")
    return number
