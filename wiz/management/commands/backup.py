"""Save database and files in one file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from wiz.backup import BackupError
from wiz.backup.actions import save_backup
from wiz.terms import now


class Command(BaseCommand):
    help = "Save the database and the uploaded files as they are now in one file. People can go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, help="where the file is made: wiz-YYYY-MM-DD-HHMMSS.tar")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            path, made = save_backup(folder, at=timezone.localtime(now()))
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"{path}: {made.rows} rows of {len(made.tables)} tables and {made.files} files, "
            f"{path.stat().st_size / 1e6:.1f} MB, read back and found right."
        )
        self.stdout.write(
            "Not in it: WIZ_BSN_KEY, SECRET_KEY and the other settings. Keep WIZ_BSN_KEY apart from the backups: "
            "without it nobody can read a BSN in them."
        )
        if made.missing:
            raise CommandError(
                f"The backup was made, but {made.missing} files the database names are not in the folder, "
                "or are not as they were stored."
            )
