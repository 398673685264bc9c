"""Uploaded files: a random name on disk, the given name and the hash in a row."""

from __future__ import annotations

import uuid

from django.core.files.storage import FileSystemStorage, storages
from django.db import models
from django.utils.translation import gettext_lazy as _

from wiz.people.models import User


def private_storage() -> FileSystemStorage:
    return storages["default"]  # type: ignore[return-value]


def random_name(instance: StoredFile, filename: str) -> str:
    """Return a place on disk that says nothing of the client, the bureau or the given name."""
    key = uuid.uuid4().hex
    return f"{key[:2]}/{key}"


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    def loose(self) -> StoredFileQuerySet:
        """Files on which no row of any matter hangs: they wait in a form, or were taken from what they belonged to."""
        found = self
        for field in StoredFile._meta.get_fields(include_hidden=True):
            if isinstance(field, models.ManyToOneRel):
                rows = field.related_model._base_manager.filter(**{field.field.name: models.OuterRef("pk")})
                found = found.filter(~models.Exists(rows))
        return found


class StoredFile(models.Model):
    """A checked file. Reached only through the row it hangs on, which decides who may see it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.FileField(upload_to=random_name, storage=private_storage)
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    size = models.PositiveBigIntegerField()  # bytes
    sha256 = models.CharField(max_length=64)
    uploaded_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = StoredFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name
