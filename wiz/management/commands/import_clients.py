"""Add clients from a CSV file, and change those who are known."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiz.actions import Refused
from wiz.imports.actions import Outcome, import_clients
from wiz.imports.rows import template
from wiz.people.models import Municipality
from wiz.terms import now


class Command(BaseCommand):
    help = "Add the clients of a CSV file, and change those whose number is known. All rows or none (docs/import.md)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", nargs="?", help="the CSV file")
        parser.add_argument("--dry-run", action="store_true", help="only say what would be done")
        parser.add_argument(
            "--good-rows-only", action="store_true", help="leave bad rows out and import the rest"
        )
        parser.add_argument(
            "--template", action="store_true", help="print the columns and an example that imports"
        )

    def handle(self, *args: Any, file: str | None, **options: Any) -> None:
        if options["template"]:
            self.stdout.write(template(_a_municipality()), ending="")
            return
        if not file:
            raise CommandError("Name a file, or ask for one with --template.")
        try:
            with Path(file).open("rb") as content:
                outcome = import_clients(
                    content,
                    by=None,
                    at=now(),
                    dry_run=options["dry_run"],
                    good_rows_only=options["good_rows_only"],
                )
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Refused as error:
            raise CommandError(str(error)) from error
        self._tell(outcome, dry_run=options["dry_run"])

    def _tell(self, outcome: Outcome, *, dry_run: bool) -> None:
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        if outcome.written or dry_run:
            self.stdout.write(
                f"{'would be ' if dry_run else ''}added: {outcome.added}, changed: {outcome.changed},"
                f" unchanged: {outcome.unchanged}, bad rows: {outcome.bad_rows}"
            )
        if outcome.problems:
            left = "the others were imported" if outcome.written else "nothing was imported"
            raise CommandError(f"{outcome.bad_rows} bad rows; {left}.")


def _a_municipality() -> str:
    return Municipality.objects.values_list("name", flat=True).first() or ""
