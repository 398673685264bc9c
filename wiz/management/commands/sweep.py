"""Run one sweep by hand and print what it did."""

import datetime
import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiz.flags.actions import sweep
from wiz.terms import now


class Command(BaseCommand):
    help = (
        "Go along all flag rules once and print, per rule, how many flags were raised, resolved and are open."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date", type=datetime.date.fromisoformat, help="sweep as on this day (YYYY-MM-DD)"
        )
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, date: datetime.date | None, **options: Any) -> None:
        done = sweep(at=now(), day=date)
        if options["json"]:
            self.stdout.write(json.dumps({"date": done.day.isoformat(), "rules": done.results}))
        else:
            self.stdout.write(f"{'rule':<28}{'raised':>8}{'resolved':>10}{'open':>8}")
            for name, result in done.results.items():
                if "error" in result:
                    self.stdout.write(f"{name:<28}  failed: {result['error']}")
                else:
                    self.stdout.write(
                        f"{name:<28}{result['raised']:>8}{result['resolved']:>10}{result['open']:>8}"
                    )
        if any("error" in result for result in done.results.values()):
            raise CommandError("at least one rule failed; the others were done")
