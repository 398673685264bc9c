"""Put a backup back."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from wiz.backup import BackupError
from wiz.backup.actions import check_backup, restore_backup


class Command(BaseCommand):
    help = "Put a backup back into an empty database. Stop the web server, the worker and beat first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="what `manage.py backup` made")
        parser.add_argument("--check", action="store_true", help="only read it all and say what is in it")
        parser.add_argument("--replace", action="store_true", help="take the place of what is here now")
        parser.add_argument(
            "--without-bsn-key",
            action="store_true",
            help="go on although the BSNs were encrypted with another key: nobody can read them then",
        )

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            if options["check"]:
                found = check_backup(file)
            else:
                found, migrate = restore_backup(
                    file,
                    replace=options["replace"],
                    without_bsn_key=options["without_bsn_key"],
                    say=self.stdout.write,
                )
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{'Good' if options['check'] else 'Restored'}: {found.rows} rows of {len(found.tables)} tables and "
            f"{found.files} files, saved at {found.made_at} by version {found.program}."
        )
        if found.missing:
            self.stdout.write(f"{found.missing} files were missing or changed already when it was saved.")
        if not options["check"] and migrate:
            self.stdout.write("This program is newer than the backup: run `manage.py migrate` now.")
