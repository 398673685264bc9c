"""Saving all that an installation keeps, and putting it back."""

import contextlib
import datetime
import errno
import fcntl
import os
import re
import tempfile
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import IO

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

import wiz
from wiz.backup import BackupError, archive, database, manifest
from wiz.backup.manifest import FORMAT, Manifest
from wiz.clients import bsn
from wiz.clients.models import Client
from wiz.files.actions import files_stay
from wiz.files.models import StoredFile, private_storage
from wiz.people.models import User

UNFINISHED = ".wiz-backup.part"
# As `wiz/files/models.py` names them, so that no archive writes anywhere else.
FILE_NAME = re.compile(r"[0-9a-f]{2}/[0-9a-f]{32}\w*", re.ASCII)


def save_backup(folder: Path, *, at: datetime.datetime) -> tuple[Path, Manifest]:
    """Save database and files as they are at this moment, read them back, and return the file and what is in it.

    People can go on working. The file is readable by its owner only, has the date in its name, and gets that name
    when all of it is there. Refuses with a sentence, and leaves nothing behind.
    """
    name = f"wiz-{at:%Y-%m-%d-%H%M%S}.tar"
    tools = database.programs()
    with _unfinished(folder) as (part, out):
        with (
            archive.writing(out, mtime=int(at.timestamp())) as writer,
            files_stay(),
            database.one_moment() as snapshot,
        ):
            with database.dump(tools.bin / "pg_dump", snapshot) as source:
                writer.add(archive.DUMP, source)
            made = _manifest(*_add_files(writer), dumped_by=tools.major, at=at)
            writer.add(archive.MANIFEST, BytesIO(made.to_json()))
        out.flush()
        os.fsync(out.fileno())
        archive.check(part)
        if (folder / name).exists():
            raise BackupError(f"{folder / name} exists already.")
        part.rename(folder / name)
    return folder / name, made


def _manifest(
    files: int, file_bytes: int, missing: int, *, dumped_by: int, at: datetime.datetime
) -> Manifest:
    return Manifest(
        format=FORMAT,
        program=wiz.__version__,
        made_at=at.isoformat(timespec="seconds"),
        postgres=database.server_version(),
        dumped_by=dumped_by,
        migrations=sorted(map(list, MigrationRecorder(connection).applied_migrations())),
        tables=database.count_rows(),
        files=files,
        file_bytes=file_bytes,
        missing=missing,
        bsn_key=bsn.key_check() if Client.objects.filter(bsn_cipher__isnull=False).exists() else "",
    )


def _add_files(writer: archive.Writer) -> tuple[int, int, int]:
    """Add every file the database names; return how many, their bytes, and how many were not as they were stored."""
    root = Path(private_storage().location)
    count, size, missing = 0, 0, 0
    rows = StoredFile.objects.order_by("content").values_list("content", "sha256")
    for name, sha256 in rows.iterator(chunk_size=2000):
        try:
            source = (root / name).open("rb")
        except FileNotFoundError:
            missing += 1
            continue
        except OSError as error:
            raise BackupError(f"{root / name} cannot be read: {error.strerror}.") from error
        with source:
            added, digest = writer.add(archive.FILES + name, source)
        count += 1
        size += added
        missing += digest != sha256
    return count, size, missing


@contextlib.contextmanager
def _unfinished(folder: Path) -> Iterator[tuple[Path, IO[bytes]]]:
    """Give the file to write to; one at a time, and what a killed backup left is used again."""
    part, mine = folder / UNFINISHED, False
    try:
        descriptor = os.open(part, os.O_RDWR | os.O_CREAT, 0o600)
        with open(descriptor, "w+b") as out:
            with contextlib.suppress(BlockingIOError, FileNotFoundError):
                fcntl.flock(out, fcntl.LOCK_EX | fcntl.LOCK_NB)
                # Who was first may have given it its name in between.
                mine = os.path.samestat(os.fstat(descriptor), part.stat())
            if not mine:
                raise BackupError(f"Another backup is being written to {folder}.")
            out.truncate()
            try:
                yield part, out
            finally:
                with contextlib.suppress(FileNotFoundError):
                    part.unlink()
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise BackupError(f"There is no room for the backup in {folder}; nothing was saved.") from error
        raise BackupError(f"The backup cannot be written to {folder}: {error.strerror or error}.") from error


def check_backup(path: Path) -> Manifest:
    """Read a whole backup and return what is in it. Refuses one that is damaged or cut off."""
    return manifest.read(archive.check(path))


def restore_backup(
    path: Path, *, replace: bool, without_bsn_key: bool, say: Callable[[str], None]
) -> tuple[Manifest, bool]:
    """Put a backup in the place of what is in the database; return what was in it, and whether `migrate` is needed.

    First the files, under names that no others have, then the database in one transaction: whenever it breaks off,
    what is in the database has its files. Refuses a backup that is damaged, of a newer program or with another key,
    and where something is already, unless `replace`.
    """
    say("Reading the backup ...")
    found = check_backup(path)
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    manifest.check_program(found, known)
    if not without_bsn_key:
        manifest.check_bsn_key(found)
    if not replace and _in_use():
        raise BackupError(
            "There are people or files in this installation already. --replace puts the backup in their place."
        )
    if others := database.others_connected():
        raise BackupError(
            f"The program is still at work ({others} connections). Stop the web server, the worker and beat first."
        )
    # An older pg_restore does not read what a newer pg_dump wrote.
    tools = database.programs(found.dumped_by)
    with archive.in_words(path):
        say(f"Restoring {found.files} files ...")
        _restore_files(path)
        say(f"Restoring {found.rows} rows ...")
        for name, content in archive.members(path):
            if name == archive.DUMP:
                database.load(tools.bin, content, found.tables)
                break
        else:
            raise BackupError(f"There is no {archive.DUMP} in {path}.")
    database.analyze()
    return found, bool(known - {(app, name) for app, name in found.migrations})


def _in_use() -> bool:
    """Everything hangs on people: without any, nobody ever worked here."""
    root = Path(private_storage().location)
    if root.is_dir() and any(root.iterdir()):
        return True
    return User._meta.db_table in connection.introspection.table_names() and User.objects.exists()


def _restore_files(path: Path) -> None:
    root = Path(private_storage().location)
    try:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name, content in archive.members(path):
            if not name.startswith(archive.FILES):
                continue
            inside = name.removeprefix(archive.FILES)
            if not FILE_NAME.fullmatch(inside):
                raise BackupError(f"{name} in this backup is no name of an uploaded file.")
            target = root / inside
            target.parent.mkdir(mode=0o700, exist_ok=True)
            # Half a file never has its name, and there is no rest of one under another.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as half:
                try:
                    while piece := content.read(archive.PIECE):
                        half.write(piece)
                    half.flush()
                    os.rename(half.name, target)
                except BaseException:
                    os.unlink(half.name)
                    raise
        # On the disk before the database names them; one by one it would take many times as long.
        os.sync()
    except OSError as error:
        raise BackupError(
            f"The files cannot be written to {root}: {error.strerror or error}. The database was left as it was."
        ) from error
