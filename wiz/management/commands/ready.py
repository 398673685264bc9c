"""Say whether everything works, as /health/ready does: for processes that answer no requests."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiz.health.state import PARTS, state
from wiz.terms import now

# Nobody waits in line for this one.
WITHIN_SECONDS = 10


class Command(BaseCommand):
    help = "Print what works, and end with exit code 1 when a part does not."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("part", nargs="*", metavar="part", help=f"look only at these: {', '.join(PARTS)}")

    def handle(self, *args: Any, part: list[str], **options: Any) -> None:
        unknown = sorted(set(part) - set(PARTS))
        if unknown:
            raise CommandError(f"There is no part {', '.join(unknown)}; there are {', '.join(PARTS)}.")
        found = state(now(), within=WITHIN_SECONDS)
        failing = [name for name in found.failing if name in (part or PARTS)]
        self.stdout.write(json.dumps({"failing": failing, **found.numbers}))
        if failing:
            raise CommandError(f"not ready: {', '.join(failing)}")
