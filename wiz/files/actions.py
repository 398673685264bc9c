"""Keeping uploaded files, and tidying what a cut-off upload left behind."""

import datetime
import hashlib
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from wiz.files.checks import check_upload
from wiz.files.models import StoredFile, private_storage
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
    """Delete files older than a day that no row knows: an upload that was cut off before its row was written.

    Return how many were deleted.
    """
    root = Path(private_storage().location)
    if not root.is_dir():
        return 0
    known = set(StoredFile.objects.values_list("content", flat=True))
    limit = (at - datetime.timedelta(days=1)).timestamp()
    removed = 0
    for path in root.glob("*/*"):
        if path.is_file() and path.stat().st_mtime < limit and str(path.relative_to(root)) not in known:
            path.unlink()
            removed += 1
    return removed
