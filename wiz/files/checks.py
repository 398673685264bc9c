"""What an uploaded file really is, from its bytes. Office programs' files only, nothing that runs."""

import zipfile
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from wiz.actions import Refused

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"
EXTENSIONS = {
    ".pdf": PDF,
    ".docx": DOCX,
    ".xlsx": XLSX,
    ".odt": ODT,
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
}
# A small archive can unpack to more than any disk holds; real documents stay far below this.
MAX_UNPACKED_BYTES = 300 * 1024 * 1024
MAX_ENTRIES = 5000


def check_upload(name: str, size: int, content: BinaryIO, max_bytes: int) -> str:
    """Return the media type of an uploaded file after reading it from its start.

    Raises Refused for an empty or too large file, a kind that is not allowed, and a file that is not what its
    name says. The file position is put back to the start.
    """
    if size == 0:
        raise Refused(_("This file is empty. Choose another file."))
    if size > max_bytes:
        raise Refused(
            _("This file is larger than %(limit)d MB. Make it smaller or split it.")
            % {"limit": max_bytes // (1024 * 1024)}
        )
    expected = EXTENSIONS.get(PurePath(name).suffix.lower())
    if expected is None:
        raise Refused(
            _("This kind of file is not allowed. Use PDF, Word (docx), ODT, Excel (xlsx), JPEG or PNG.")
        )
    content.seek(0)
    found = _media_type(content)
    content.seek(0)
    if found != expected:
        raise Refused(_("The content of this file does not match its name. Save it again and try once more."))
    return found


def _media_type(content: BinaryIO) -> str | None:
    start = content.read(8)
    if start.startswith(b"%PDF-"):
        return PDF
    if start.startswith(b"\xff\xd8\xff"):
        return "image/jpeg"
    if start.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if start.startswith(b"PK\x03\x04"):
        return _office_type(content)
    return None


def _office_type(content: BinaryIO) -> str | None:
    try:
        with zipfile.ZipFile(content) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            lowered = [name.lower() for name in names]
            too_much = len(entries) > MAX_ENTRIES or sum(e.file_size for e in entries) > MAX_UNPACKED_BYTES
            runs = any(
                name.endswith("vbaproject.bin") or name.startswith(("basic/", "scripts/")) for name in lowered
            )
            if too_much or runs:
                return None
            if "mimetype" in names:
                declared = archive.getinfo("mimetype")
                # ODF stores it unpacked, so nothing is ever unpacked here.
                is_plain = declared.compress_type == zipfile.ZIP_STORED and declared.file_size < 200
                is_odt = is_plain and archive.read(declared) == ODT.encode()
                return ODT if is_odt and "content.xml" in names else None
            if "[Content_Types].xml" not in names:
                return None
            if "word/document.xml" in names:
                return DOCX
            if "xl/workbook.xml" in names:
                return XLSX
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, ValueError, EOFError):
        return None
    return None
