"""Handing out a stored file to who may see the row it hangs on; the view has asked that before."""

from typing import Any

from django.http import FileResponse, HttpResponse

from wiz.files.models import StoredFile


def download(file: StoredFile) -> HttpResponse:
    """Return an answer that is always saved, never shown inside a page: whatever is in it stays a file."""
    response: Any = FileResponse(
        file.content.open("rb"), as_attachment=True, filename=file.name, content_type=file.content_type
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response
