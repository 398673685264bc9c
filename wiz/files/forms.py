"""Fields for files, and files that wait in a form until the rest of it is right."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.utils.translation import gettext_lazy as _

from wiz.actions import Refused
from wiz.files.checks import EXTENSIONS, check_upload
from wiz.files.models import StoredFile
from wiz.people.models import User

# No time in it: the same file has the same name on every page it waits on.
SIGNER = signing.Signer(salt="wiz.files.waiting")
MOST_WAITING = 20


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Any number of files, each checked by its content."""

    widget = ManyFilesInput(
        attrs={"accept": ",".join(EXTENSIONS), "data-max-bytes": settings.WIZ_UPLOAD_MAX_BYTES}
    )

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        for upload in uploads:
            try:
                check_upload(upload.name, upload.size, upload.file, settings.WIZ_UPLOAD_MAX_BYTES)
            except Refused as refused:
                nothing = _("None of the files has been added.") if len(uploads) > 1 else ""
                raise forms.ValidationError(f"{upload.name}: {refused} {nothing}".strip()) from refused
        return list(uploads)


class WaitingFilesField(forms.MultipleChoiceField):
    """Files that came with this form before it was right: stored already, and ticked. Without its tick one is left out.

    A browser cannot be given back a file it sent, so the page holds a signed name of the stored one instead. Whatever
    is not a waiting file of this person is left out in silence: it waits no more, or was never hers.
    """

    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "label": _("Added already"), **kwargs})
        self.waiting: dict[str, StoredFile] = {}

    def __deepcopy__(self, memo: Any) -> WaitingFilesField:
        """Each form has its own: the fields of a class of forms are copied, what they hold is not."""
        own: WaitingFilesField = super().__deepcopy__(memo)
        own.waiting = {}
        return own

    def offer(self, files: list[StoredFile]) -> list[str]:
        """Show these files as waiting; return what their ticks send."""
        self.waiting |= {SIGNER.sign(str(file.pk)): file for file in files}
        self.choices = [(token, file.name) for token, file in self.waiting.items()]
        return list(self.waiting)

    def clean(self, value: Any) -> list[StoredFile]:
        return [self.waiting[token] for token in value or [] if token in self.waiting]


def waiting_files(tokens: list[str], by: User) -> list[StoredFile]:
    """Return the files a page named as waiting: uploaded by this person, and not part of anything yet."""
    keys = []
    for token in tokens[:MOST_WAITING]:
        try:
            keys.append(int(SIGNER.unsign(token)))
        except signing.BadSignature:
            continue
    if not keys:
        return []
    return list(StoredFile.objects.loose().filter(pk__in=keys, uploaded_by=by).order_by("pk"))
