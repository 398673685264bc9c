"""Keeping uploaded files, and tidying what a cut-off upload left behind."""

import datetime
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from wiz.files.checks import check_upload
from wiz.files.models import StoredFile, private_storage
from wiz.locks import FILES_LOCK
from wiz.people.models import User


@transaction.atomic
def store_file(upload: UploadedFile, *, by: User, at: datetime.datetime) -> StoredFile:
    """Check an upload and keep it, byte for byte, under a random name. Raises Refused as `check_upload` does."""
    name = clean_name(upload.name or "")
    content_type = check_upload(name, upload.size or 0, upload, settings.WIZ_UPLOAD_MAX_BYTES)  # type: ignore[arg-type]
    digest = hashlib.sha256()
    for chunk in upload.chunks():
        digest.update(chunk)
    upload.seek(0)
    stored = StoredFile(
        name=name,
        content_type=content_type,
        size=upload.size or 0,
        sha256=digest.hexdigest(),
        uploaded_by=by,
        uploaded_at=at,
    )
    stored.content.save(name, upload, save=False)
    stored.save()
    return stored


def clean_name(name: str) -> str:
    """Return the last part of a given file name without control or direction characters, at most 150 long."""
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    base = "".join(c for c in base if c.isprintable()).strip() or "bestand"
    stem, dot, extension = base.rpartition(".")
    return f"{stem[:140]}{dot}{extension[:9]}" if dot else base[:150]


def remove_orphans(*, at: datetime.datetime) -> int:
    """Delete what nobody can reach any more, when it is older than a day, and return how many files that were.

    A file without a row: an upload that was cut off. A row on which nothing hangs: it came with a form that was never
    finished, or was taken from what it belonged to. Nothing is deleted while `files_stay`: the next round does it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [FILES_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    try:
        return _remove_orphans(at)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [FILES_LOCK])


@contextmanager
def files_stay() -> Iterator[None]:
    """In the block no file is removed; waits for a removal that is going on. New ones are stored all the same."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock_shared(%s)", [FILES_LOCK])


def _remove_orphans(at: datetime.datetime) -> int:
    root = Path(private_storage().location)
    if not root.is_dir():
        return 0
    day_ago = at - datetime.timedelta(days=1)
    for file in StoredFile.objects.loose().filter(uploaded_at__lt=day_ago):
        # Somebody made it part of something meanwhile: it stays.
        with suppress(ProtectedError, IntegrityError), transaction.atomic():
            file.delete()
    known = set(StoredFile.objects.values_list("content", flat=True))
    limit = day_ago.timestamp()
    removed = 0
    for path in root.glob("*/*"):
        if path.is_file() and path.stat().st_mtime < limit and str(path.relative_to(root)) not in known:
            path.unlink()
            removed += 1
    return removed
