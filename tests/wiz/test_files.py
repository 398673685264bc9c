"""Uploads: what a file really is, what is refused, and that it is kept byte for byte."""

import contextlib
import datetime
import hashlib
import io
import os
import struct
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from tests import make
from trajecten.exemptions.models import ExemptionDocument
from wiz.actions import Refused
from wiz.files import checks
from wiz.files.actions import clean_name, remove_orphans, store_file
from wiz.files.models import StoredFile

MB = 1024 * 1024
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ODT = "application/vnd.oasis.opendocument.text"

PDF_BYTES = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
JPEG_BYTES = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(40) + b"\xff\xd9"
PNG_BYTES = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + bytes(20)


def archive(entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a zip; `mimetype` is stored first and uncompressed, as office programs do."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", method) as zipped:
        for name, content in entries.items():
            zipped.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return made.getvalue()


DOCX_ENTRIES = {
    "[Content_Types].xml": b"<Types/>",
    "_rels/.rels": b"<r/>",
    "word/document.xml": b"<w:document/>",
}
XLSX_ENTRIES = {"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}
ODT_ENTRIES = {"mimetype": ODT.encode(), "content.xml": b"<office/>", "META-INF/manifest.xml": b"<m/>"}
DOCX_BYTES, XLSX_BYTES, ODT_BYTES = archive(DOCX_ENTRIES), archive(XLSX_ENTRIES), archive(ODT_ENTRIES)


def declare(zipped: bytes, size: int) -> bytes:
    """Return the archive with every entry of its directory declaring to unpack to `size` bytes."""
    changed, at = bytearray(zipped), 0
    while (at := changed.find(b"PK\x01\x02", at)) >= 0:
        struct.pack_into("<I", changed, at + 24, size)
        at += 4
    return bytes(changed)


def check(name: str, content: bytes, max_bytes: int = 20 * MB) -> str:
    return checks.check_upload(name, len(content), io.BytesIO(content), max_bytes)


@pytest.fixture(autouse=True)
def _in_english():
    """The sentences as they stand in the code."""
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("rapport.pdf", PDF_BYTES, "application/pdf"),
        ("RAPPORT.PDF", PDF_BYTES, "application/pdf"),
        ("rapport.docx", DOCX_BYTES, DOCX),
        ("uren.xlsx", XLSX_BYTES, XLSX),
        ("rapport.odt", ODT_BYTES, ODT),
        ("foto.jpg", JPEG_BYTES, "image/jpeg"),
        ("foto.jpeg", JPEG_BYTES, "image/jpeg"),
        ("scan.png", PNG_BYTES, "image/png"),
        ("week 3. verslag (def).v2.pdf", PDF_BYTES, "application/pdf"),
        # A picture or an embedded sheet inside a document is no macro.
        ("rapport.docx", archive(DOCX_ENTRIES | {"word/media/image1.png": PNG_BYTES}), DOCX),
        ("rapport.docx", archive(DOCX_ENTRIES | {"word/embeddings/s.xlsx": XLSX_BYTES}), DOCX),
    ],
)
def test_check_upload_knows_what_office_programs_write(name, content, media_type):
    assert check(name, content) == media_type


@pytest.mark.parametrize(
    ("name", "content"),
    [
        # Another kind under an allowed name.
        ("rapport.pdf", b"MZ\x90\x00" + bytes(100)),
        ("rapport.pdf", b"\x7fELF" + bytes(100)),
        ("rapport.pdf", b"#!/bin/sh\nrm -rf /\n"),
        ("rapport.pdf", b"<html><script>alert(1)</script>"),
        ("rapport.pdf", b"<?xml version='1.0'?><svg onload='alert(1)'/>"),
        ("rapport.pdf", DOCX_BYTES),
        ("rapport.docx", PDF_BYTES),
        ("rapport.docx", XLSX_BYTES),
        ("rapport.docx", ODT_BYTES),
        ("uren.xlsx", DOCX_BYTES),
        ("rapport.odt", DOCX_BYTES),
        ("foto.jpg", PNG_BYTES),
        ("foto.png", JPEG_BYTES),
        ("foto.png", b"GIF89a" + bytes(20)),
        # The old binary formats carry macros under any name.
        ("rapport.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)),
        # A bare archive is no document.
        ("rapport.docx", archive({"readme.txt": b"hello"})),
        ("rapport.odt", archive({"readme.txt": b"hello"})),
        ("rapport.docx", archive({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<p/>"})),
        (
            "rapport.odt",
            archive({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b""}),
        ),
        ("rapport.odt", archive({"mimetype": ODT.encode()})),
        ("rapport.odt", archive({"mimetype": ODT.encode() + b" " * 300, "content.xml": b"<o/>"})),
        # Two kinds in one: something before the archive, or both office formats at once.
        ("rapport.docx", b"MZ" + bytes(64) + DOCX_BYTES),
        ("rapport.docx", b"GIF89a" + DOCX_BYTES),
        ("rapport.docx", JPEG_BYTES + DOCX_BYTES),
        ("rapport.docx", archive(ODT_ENTRIES | DOCX_ENTRIES)),
        # Cut off, scrambled, a lone start.
        ("rapport.docx", DOCX_BYTES[: len(DOCX_BYTES) // 2]),
        ("rapport.docx", b"PK\x03\x04"),
        ("rapport.pdf", b"%PDF"),
        ("rapport.pdf", b" \n%PDF-1.7"),
        ("foto.png", b"\x89PNG"),
    ],
)
def test_check_upload_refuses_a_lie_about_the_kind(name, content):
    with pytest.raises(Refused, match="does not match"):
        check(name, content)


@pytest.mark.parametrize(
    "entry",
    # Word makes no difference between small letters and capitals in these names.
    ["word/vbaProject.bin", "word/VBAPROJECT.BIN", "vbaProject.bin", "word\\vbaProject.bin"],
)
def test_check_upload_refuses_a_document_with_macros(entry):
    with pytest.raises(Refused):
        check("rapport.docx", archive(DOCX_ENTRIES | {entry: b"Attribute VB_Name"}))


@pytest.mark.parametrize("entry", ["Basic/Standard/Module1.xml", "Scripts/python/run.py"])
def test_check_upload_refuses_an_odt_with_macros(entry):
    with pytest.raises(Refused):
        check("rapport.odt", archive(ODT_ENTRIES | {entry: b"Sub Main"}))


def test_check_upload_refuses_a_macro_sheet():
    with pytest.raises(Refused):
        check("uren.xlsx", archive(XLSX_ENTRIES | {"xl/vbaProject.bin": b""}))


@pytest.mark.parametrize(
    "name",
    ["rapport.docm", "rapport.doc", "uren.xlsm", "uren.xls", "rapport.rtf", "x.html", "x.svg", "x.zip", "x.exe",
     "rapport.pdf.exe", "rapport.pdf\x00.exe", "rapport", "", ".pdf", "rapport.", "rapport.pdf.", "pdf"],
)  # fmt: skip
def test_check_upload_refuses_other_extensions_whatever_the_content(name):
    with pytest.raises(Refused, match="not allowed"):
        check(name, PDF_BYTES)


def test_check_upload_refuses_an_archive_that_declares_to_unpack_too_far():
    just = declare(DOCX_BYTES, 100 * MB)  # three entries: exactly the limit of 300 MB
    assert check("rapport.docx", just) == DOCX
    with pytest.raises(Refused):
        check("rapport.docx", declare(DOCX_BYTES, 100 * MB + 1))
    with pytest.raises(Refused):
        check("rapport.docx", declare(DOCX_BYTES, 0xFFFFFFF0))


def test_check_upload_refuses_an_archive_of_very_many_files():
    many = {f"word/media/{n}.xml": b"" for n in range(5000 - len(DOCX_ENTRIES))}
    assert check("rapport.docx", archive(DOCX_ENTRIES | many, zipfile.ZIP_STORED)) == DOCX
    with pytest.raises(Refused):
        check("rapport.docx", archive(DOCX_ENTRIES | many | {"one/more": b""}, zipfile.ZIP_STORED))


def test_check_upload_refuses_a_small_file_that_unpacks_to_gigabytes():
    bomb = archive(DOCX_ENTRIES | {"word/media/a": bytes(8 * MB)})
    assert len(bomb) < 20_000
    with pytest.raises(Refused):
        check("rapport.docx", declare(bomb, 0x7FFFFFFF))


def test_check_upload_refuses_an_empty_file():
    with pytest.raises(Refused, match="empty"):
        check("rapport.pdf", b"")


def test_check_upload_refuses_from_one_byte_over_the_limit():
    exactly = PDF_BYTES + b" " * (1000 - len(PDF_BYTES))
    assert check("rapport.pdf", exactly, max_bytes=1000) == "application/pdf"
    with pytest.raises(Refused, match="larger"):
        check("rapport.pdf", exactly + b" ", max_bytes=1000)


def test_check_upload_leaves_the_file_at_its_start():
    content = io.BytesIO(DOCX_BYTES)
    content.seek(17)
    checks.check_upload("rapport.docx", len(DOCX_BYTES), content, MB)
    assert content.tell() == 0
    with pytest.raises(Refused):
        checks.check_upload("rapport.pdf", len(DOCX_BYTES), content, MB)
    assert content.tell() == 0


@settings(max_examples=400, deadline=None)
@given(
    st.sampled_from(
        [("a.docx", DOCX_BYTES), ("a.odt", ODT_BYTES), ("a.odt", archive(ODT_ENTRIES, zipfile.ZIP_BZIP2))]
    ),
    st.lists(st.tuples(st.floats(0, 0.999), st.integers(0, 255)), min_size=1, max_size=12),
    st.floats(0, 1),
)
def test_check_upload_answers_or_refuses_whatever_the_bytes(document, changes, kept):
    """Any damage to an archive ends in one of two ways, never in an error page."""
    name, content = document[0], bytearray(document[1])
    for place, value in changes:
        content[int(place * len(content))] = value
    content = content[: max(1, int(len(content) * kept))] if kept < 0.3 else content
    with contextlib.suppress(Refused):
        assert check(name, bytes(content)) in (DOCX, ODT)


def test_check_upload_refuses_an_odt_whose_kind_is_packed_and_scrambled():
    zipped = io.BytesIO()
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", ODT)
        made.writestr("content.xml", "<o/>")
    scrambled = bytearray(zipped.getvalue())
    scrambled[38:44] = b"\xff" * 6  # the first bytes of the packed content
    with pytest.raises(Refused):
        check("rapport.odt", bytes(scrambled))


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("rapport.pdf", "rapport.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\system.ini", "system.ini"),
        ("/etc/rapport.pdf", "rapport.pdf"),
        ("C:\\Mijn documenten\\rapport.pdf", "rapport.pdf"),
        ("rap\x00port.pdf", "rapport.pdf"),
        ("rapport.pdf\x00.exe", "rapport.pdf.exe"),
        ("rapport\r\nSet-Cookie: a=b.pdf", "rapportSet-Cookie: a=b.pdf"),
        ("rapport\u202efdp.exe", "rapportfdp.exe"),  # right-to-left override: reads as "exe.pdf"
        ("rapport\u2066\u200b.pdf", "rapport.pdf"),
        ("  rapport.pdf  ", "rapport.pdf"),
        ("Verslag Zoë – week 3.pdf", "Verslag Zoë – week 3.pdf"),
        ("", "bestand"),
        ("\x00\n", "bestand"),
        ("map/", "bestand"),
        ("x" * 300 + ".pdf", "x" * 140 + ".pdf"),
        ("x" * 300, "x" * 150),
    ],
)
def test_clean_name_keeps_what_is_readable_and_harmless(given_name, kept):
    assert clean_name(given_name) == kept


@pytest.fixture
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_store_file_keeps_every_byte_under_a_name_that_says_nothing(tmp_path):
    content = DOCX_BYTES + os.urandom(200_000)  # more than one chunk
    worker = make.worker()
    with pytest.raises(Refused):  # what follows an archive belongs to nobody
        store_file(SimpleUploadedFile("r.docx", b"x" + content), by=worker, at=make.at("2026-04-01"))
    content = PDF_BYTES + os.urandom(200_000)
    stored = store_file(
        SimpleUploadedFile("Verslag Noor Verbeek.pdf", content, "text/html"),
        by=worker,
        at=make.at("2026-04-01"),
    )
    row = StoredFile.objects.get(pk=stored.pk)
    assert (row.name, row.content_type, row.size) == (
        "Verslag Noor Verbeek.pdf",
        "application/pdf",
        len(content),
    )
    assert row.sha256 == hashlib.sha256(content).hexdigest()
    with row.content.open() as kept:
        assert kept.read() == content
    path = Path(row.content.path)
    assert path.is_relative_to(tmp_path / "files")
    assert "Verbeek" not in str(path)
    assert path.suffix == ""
    assert path.stat().st_mode & 0o077 == 0


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_store_file_twice_the_same_keeps_two():
    worker = make.worker()
    first, second = (
        store_file(SimpleUploadedFile("r.pdf", PDF_BYTES), by=worker, at=make.at("2026-04-01"))
        for _ in range(2)
    )
    assert first.content.name != second.content.name
    assert first.sha256 == second.sha256


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_store_file_refused_leaves_nothing(tmp_path):
    with pytest.raises(Refused):
        store_file(SimpleUploadedFile("r.docx", PDF_BYTES), by=make.worker(), at=make.at("2026-04-01"))
    assert not StoredFile.objects.exists()
    assert not list((tmp_path / "files").rglob("*"))


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
def test_remove_orphans_takes_old_files_without_a_row_only(tmp_path):
    at = make.at("2026-04-03")
    known = store_file(SimpleUploadedFile("r.pdf", PDF_BYTES), by=make.worker(), at=at)
    folder = tmp_path / "files" / "ab"
    folder.mkdir(exist_ok=True)
    old, fresh = folder / "old", folder / "fresh"
    for path, age in ((old, 86_401), (fresh, 86_399), (Path(known.content.path), 9 * 86_400)):
        path.exists() or path.write_bytes(b"x")
        os.utime(path, (at.timestamp() - age,) * 2)
    assert remove_orphans(at=at) == 1
    assert not old.exists()
    assert fresh.exists()
    assert Path(known.content.path).exists()


@pytest.mark.django_db
@pytest.mark.usefixtures("_own_folder")
@pytest.mark.parametrize(("hours", "stays"), [(24, True), (25, False)])
def test_remove_orphans_takes_what_nothing_hangs_on_after_a_day(hours, stays):
    at = make.at("2026-04-03")
    exemption = make.exemption()
    then = at - datetime.timedelta(hours=hours)
    loose, kept = (
        store_file(SimpleUploadedFile(name, PDF_BYTES), by=exemption.made_by, at=then)
        for name in ("loose.pdf", "kept.pdf")
    )
    ExemptionDocument.objects.create(exemption=exemption, file=kept, by=exemption.made_by, at=then)
    for file in (loose, kept):
        os.utime(file.content.path, (then.timestamp(),) * 2)
    assert list(StoredFile.objects.loose()) == [loose]
    assert remove_orphans(at=at) == (0 if stays else 1)
    assert StoredFile.objects.filter(pk=loose.pk).exists() == stays
    assert Path(loose.content.path).exists() == stays
    assert Path(kept.content.path).exists()


@pytest.mark.django_db
def test_remove_orphans_without_any_upload_ever(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "nothing here")
    assert remove_orphans(at=make.at("2026-04-03")) == 0
