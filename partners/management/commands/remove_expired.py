"""Remove client files that were kept long enough."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from partners.retention import RetentionError
from partners.retention.actions import remove_clients
from partners.retention.rules import removable
from wiz.files.actions import remove_orphans
from wiz.terms import now, today


class Command(BaseCommand):
    help = (
        "List the numbers of clients in whose file nothing was written for so many years and nothing is open; "
        "with --really, remove the files of the numbers given (docs/running.md)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "number", nargs="*", help="client numbers; without any, all that may go are listed"
        )
        parser.add_argument("--years", type=int, required=True, help="how long the municipality keeps a file")
        parser.add_argument("--really", action="store_true", help="remove them; they do not come back")

    def handle(self, *args: Any, number: list[str], years: int, really: bool, **options: Any) -> None:
        if years < 1:
            raise CommandError("A file is kept for a year at least.")
        if not really:
            found = removable(today(), years)
            if number:
                found = found.filter(number__in=number)
            for each in found.values_list("number", flat=True):
                self.stdout.write(each)
            self.stderr.write(f"{found.count()} files may be removed. Nothing was.")
            return
        if not number:
            raise CommandError("Name the client numbers: somebody must have looked whose benefit ended.")
        moment = now()
        try:
            removed = remove_clients(number, years=years, at=moment)
        except RetentionError as error:
            raise CommandError(str(error)) from error
        files = remove_orphans(at=moment)
        for table, rows in sorted(removed.items()):
            self.stdout.write(f"{table:<32}{rows:>8}")
        self.stdout.write(f"{'uploaded files':<32}{files:>8}")
