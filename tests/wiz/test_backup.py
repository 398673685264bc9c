"""Backup and restore: everything is deleted in between, and every row and file is compared.

On a database of their own, a copy of the journeys' demo, for a restore takes the place of all there is.
"""

import fcntl
import io
import json
import os
import re
import resource
import shutil
import subprocess
import tarfile
import uuid
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import IntegrityError, ProgrammingError, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from partners.reports.actions import attach
from partners.reports.models import Attachment, ReportVersion
from tests import databases, make
from tests.journeys.office import SECRETS, demo
from wiz.backup import BackupError, archive, database, manifest
from wiz.backup.actions import UNFINISHED, check_backup, save_backup
from wiz.clients import bsn
from wiz.clients.models import Client
from wiz.files.actions import remove_orphans, store_file
from wiz.files.models import StoredFile
from wiz.locks import FILES_LOCK
from wiz.people.models import User
from wiz.servers.programs import find_postgres_clients
from wiz.trust.models import Look

AT = make.at("2026-11-21")
CONNECTION = connections["default"]


@pytest.fixture
def office(settings, tmp_path, django_db_blocker):
    """Give the folder of the files of an office with a demo in it, an attachment and a letter among others."""
    name, before = f"wiz_backup_{uuid.uuid4().hex[:12]}", CONNECTION.settings_dict["NAME"]
    databases.create(name, like=demo())
    settings.BSN_KEY = SECRETS["WIZ_BSN_KEY"]
    settings.MEDIA_ROOT = tmp_path / "files"
    with django_db_blocker.unblock():
        CONNECTION.close()
        CONNECTION.settings_dict["NAME"] = name
        try:
            _copy_files(Path(os.environ["WIZ_DATA_DIR"]) / "files", settings.MEDIA_ROOT)
            _attach(b"%PDF-1.7\n" + os.urandom(3_000_000))
            yield settings.MEDIA_ROOT
        finally:
            CONNECTION.close()
            CONNECTION.settings_dict["NAME"] = before
            databases.drop(name)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "backups"
    made.mkdir()
    return made


def _copy_files(made: Path, root: Path) -> None:
    """The demo's own, out of the folder in which all that is made in this run stands."""
    for name in StoredFile.objects.values_list("content", flat=True):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(made / name, root / name)


def _attach(content: bytes) -> StoredFile:
    by = User.objects.filter(role="bureau").first() or User.objects.first()
    file = store_file(SimpleUploadedFile("presentie.pdf", content), by=by, at=AT)
    attach(ReportVersion.objects.filter(delivered_at=None).latest("pk"), file)
    return file


def _ask(query: str) -> list[tuple[object, ...]]:
    with CONNECTION.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _everything(root: Path) -> dict[str, object]:
    """Every row of every table, every sequence, the whole schema with its triggers, and every byte of every file."""
    found: dict[str, object] = {
        table: _ask(f'SELECT count(*), md5(string_agg(t::text, chr(10) ORDER BY t::text)) FROM "{table}" t')
        for table in CONNECTION.introspection.table_names()
    }
    found["sequences"] = _ask("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
    schema = subprocess.run(
        [database.programs().bin / "pg_dump", "--schema-only", f"--dbname={database._address()}"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    # A list of words in a check is the first time written back with other casts than it was read with.
    schema = re.sub(r"::(character varying|text)(\[\])?|[()]", "", schema)
    found["schema"] = [line for line in schema.splitlines() if not line.startswith(("\\", "--"))]
    found["files"] = {path.relative_to(root): path.read_bytes() for path in root.glob("*/*")}
    return found


def _delete_everything(root: Path) -> None:
    CONNECTION.close()
    with databases.connect(str(CONNECTION.settings_dict["NAME"])) as connection:
        connection.execute("DROP SCHEMA public CASCADE")
    shutil.rmtree(root)


def _restore(path: Path, *options: str) -> str:
    said = io.StringIO()
    call_command("restore", path, *options, stdout=said)
    return said.getvalue()


def test_a_restore_gives_every_row_and_file_back_when_all_is_gone(office, folder):
    before = _everything(office)
    said = io.StringIO()
    call_command("backup", folder, stdout=said)
    assert "WIZ_BSN_KEY" in said.getvalue()
    (path,) = folder.iterdir()
    assert str(path) in said.getvalue()
    assert path.stat().st_mode & 0o777 == 0o600

    _delete_everything(office)
    assert not CONNECTION.introspection.table_names()
    assert not office.exists()
    assert "migrate" not in _restore(path)

    after = _everything(office)
    assert sorted(after) == sorted(before)
    different = [name for name in before if before[name] != after[name]]
    assert not different, set(before["schema"]) ^ set(after["schema"])
    assert len(before) > 60
    assert len(before["files"]) == StoredFile.objects.count() > 1
    assert Attachment.objects.exists()

    # It all works on: keys, constraints, triggers.
    newest = Client.objects.latest("pk")
    assert make.client().pk > newest.pk
    with pytest.raises(IntegrityError, match="client_bsn_both_or_none"), transaction.atomic():
        Client.objects.filter(pk=newest.pk).update(bsn_cipher=b"x", bsn_fingerprint=None)
    Look.objects.create(user=User.objects.first(), what="client", client=newest, at=AT)
    with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
        Look.objects.all().delete()
    assert Client.objects.filter(bsn_cipher__isnull=False).first().bsn.isdigit()
    for path in office.glob("*/*"):
        assert path.stat().st_mode & 0o077 == path.parent.stat().st_mode & 0o077 == 0


def test_other_programs_can_read_a_backup(office, folder):
    path, _made = save_backup(folder, at=AT)
    assert path.name == "wiz-2026-11-21-090000.tar"
    subprocess.run(["tar", "-xf", path], cwd=folder, check=True)
    subprocess.run(["sha256sum", "--check", "--quiet", "SHA256SUMS"], cwd=folder, check=True)
    listed = subprocess.run(
        [database.programs().bin / "pg_restore", "--list", folder / archive.DUMP],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "TABLE DATA public wiz_client" in listed.stdout


def test_restore_refuses_what_would_be_lost_and_replaces_when_told(office, folder, settings):
    # As if the program was made newer since.
    MigrationRecorder.Migration.objects.filter(app="partners").latest("pk").delete()
    path, made = save_backup(folder, at=AT)
    later = _attach(b"%PDF-1.7 of later")
    now = _everything(office)
    with pytest.raises(CommandError, match="--replace"):
        _restore(path)
    settings.BSN_KEY = "another"
    with pytest.raises(CommandError, match="another WIZ_BSN_KEY"):
        _restore(path, "--replace")
    settings.BSN_KEY = SECRETS["WIZ_BSN_KEY"]
    with (
        databases.connect(str(CONNECTION.settings_dict["NAME"])),
        pytest.raises(CommandError, match=r"still at work \(1 "),
    ):
        _restore(path, "--replace")
    assert _everything(office) == now

    settings.BSN_KEY = "another"
    said = _restore(path, "--replace", "--without-bsn-key")
    assert f"Restored: {made.rows} rows" in said
    assert "run `manage.py migrate` now" in said
    assert not StoredFile.objects.filter(pk=later.pk).exists()
    assert database.count_rows() == made.tables
    client = Client.objects.filter(bsn_cipher__isnull=False).first()
    with pytest.raises(bsn.Unreadable):
        _ = client.bsn


def test_a_restore_that_breaks_off_leaves_the_database_as_it_was(office, tmp_path):
    with database.one_moment() as snapshot:
        counts = database.count_rows()
        # What is written meanwhile is in neither: the last `load` would refuse it.
        with databases.connect(str(CONNECTION.settings_dict["NAME"])) as other:
            other.execute("INSERT INTO wiz_municipality (name) VALUES ('Later')")
        assert database.count_rows() == counts
        with database.dump(database.programs().bin / "pg_dump", snapshot) as source:
            dump = source.read()
    CONNECTION.close()
    before = _everything(office)
    programs = database.programs().bin
    for damaged, wrong in (
        (dump[: len(dump) // 2], {}),
        (dump[:-2000], {}),
        (dump, {"wiz_client": counts["wiz_client"] + 1}),
        (b"", {}),
    ):
        with pytest.raises(BackupError, match="left as it was"):
            database.load(programs, io.BytesIO(damaged), counts | wrong)
    with pytest.raises(BackupError, match="left as it was"):
        database.load(_dies_after_the_rows(programs, tmp_path), io.BytesIO(dump), counts)
    assert _everything(office) == before
    database.load(programs, io.BytesIO(dump), counts)
    assert _everything(office)["wiz_municipality"] != before["wiz_municipality"]


def _dies_after_the_rows(programs: Path, folder: Path) -> Path:
    """Give programs of which pg_restore ends when all rows are in and no constraint is."""
    (folder / "psql").symlink_to(programs / "psql")
    dying = folder / "pg_restore"
    dying.write_text(f"#!/bin/sh\n'{programs}/pg_restore' \"$@\" | sed '/; Type: CONSTRAINT;/,$d'\nexit 1\n")
    dying.chmod(0o755)
    return folder


def test_backup_on_a_full_disk_says_so_and_leaves_nothing(office, folder):
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, limits[1]))
    try:
        with pytest.raises(CommandError, match="no room"):
            call_command("backup", folder)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
    assert not list(folder.iterdir())


def test_backup_with_files_that_went_missing_is_made_and_says_so(office, folder):
    gone, changed = StoredFile.objects.order_by("pk")[:2]
    Path(gone.content.path).unlink()
    Path(changed.content.path).write_bytes(b"other")
    with pytest.raises(CommandError, match="but 2 files"):
        call_command("backup", folder, stdout=io.StringIO())
    (path,) = folder.iterdir()
    made = check_backup(path)
    assert (made.files, made.missing) == (StoredFile.objects.count() - 1, 2)


@pytest.mark.django_db
def test_backup_where_it_cannot_be_written(folder):
    with pytest.raises(CommandError, match="No such file"):
        call_command("backup", folder / "nowhere")
    with (folder / UNFINISHED).open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        with pytest.raises(CommandError, match="Another backup"):
            call_command("backup", folder)


@pytest.fixture
def small(tmp_path):
    """Give the path of a backup with little in it, and its manifest."""
    said = manifest.Manifest(
        1, "0.1.0", "2026-11-21", 15, 15, [["wiz", "0001_initial"]], {"a": 1}, 1, 3, 0, ""
    )
    path = tmp_path / "small.tar"
    with path.open("w+b") as out, archive.writing(out, mtime=0) as writer:
        writer.add(archive.DUMP, io.BytesIO(b"dump" * 300))
        writer.add(f"{archive.FILES}ab/{'ab' * 16}", io.BytesIO(b"abc"))
        writer.add(archive.MANIFEST, io.BytesIO(said.to_json()))
    return path


def test_a_backup_is_checked_whole(small):
    assert check_backup(small).rows == 1
    with tarfile.open(small) as tar:
        offsets = {member.name: member.offset_data for member in tar}
    good = small.read_bytes()
    for name, offset in offsets.items():
        damaged = bytearray(good)
        damaged[offset + 1] ^= 1
        small.write_bytes(damaged)
        with pytest.raises(BackupError, match="is damaged" if name != archive.MANIFEST else "manifest"):
            check_backup(small)
    for length in (0, 100, 512, 2000, offsets[archive.SUMS] - 512, offsets[archive.SUMS] + 10):
        small.write_bytes(good[:length])
        with pytest.raises(BackupError, match="damaged|cut off"):
            check_backup(small)
    small.write_bytes(b"no archive" * 1000)
    with pytest.raises(BackupError, match="not a backup"):
        check_backup(small)
    with pytest.raises(BackupError, match="No such file"):
        check_backup(small.with_name("nothing.tar"))


def test_a_backup_of_a_newer_program_is_refused(small):
    found = check_backup(small)
    manifest.check_program(found, {("wiz", "0001_initial"), ("wiz", "0002_more")})
    with pytest.raises(BackupError, match="newer program"):
        manifest.check_program(found, {("wiz", "0000_before")})
    newer = json.loads(found.to_json()) | {"format": 2, "program": "9.0"}
    with pytest.raises(BackupError, match=r"newer program \(9.0\)"):
        manifest.read(json.dumps(newer).encode())


def test_no_archive_writes_outside_the_folder_of_files(office, tmp_path):
    from wiz.backup.actions import _restore_files

    path = tmp_path / "evil.tar"
    with path.open("w+b") as out, archive.writing(out, mtime=0) as writer:
        writer.add(archive.FILES + "../evil", io.BytesIO(b"abc"))
    with pytest.raises(BackupError, match="no name"):
        _restore_files(path)
    assert not (tmp_path / "evil").exists()


@pytest.mark.parametrize(
    "tables",
    [
        # This came to psql as a command for the shell.
        {'wiz_client") >= 0 THEN END IF; END $check$;\n\\! touch evil\nDO $check$ BEGIN IF ("': 1},
        {"wiz_client": "1"},
        ["wiz_client"],
    ],
)
def test_a_manifest_says_no_more_than_names_of_tables_and_numbers(small, tables):
    given = json.loads(check_backup(small).to_json()) | {"tables": tables}
    with pytest.raises(BackupError, match="cannot be read"):
        manifest.read(json.dumps(given).encode())


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.GNUTYPE_SPARSE, tarfile.FIFOTYPE])
def test_an_archive_holds_plain_files_only(small, kind):
    member = tarfile.TarInfo(f"{archive.FILES}ab/{'cd' * 16}")
    member.type, member.linkname = kind, archive.DUMP
    header = bytearray(member.tobuf(tarfile.GNU_FORMAT))
    if kind == tarfile.GNUTYPE_SPARSE:
        header[483:495] = b"77777777777\0"  # eight gigabytes, none of them here
        header[148:156] = b" " * 8
        header[148:156] = b"%06o\0 " % sum(header)
    small.write_bytes(bytes(header) + small.read_bytes())
    with pytest.raises(BackupError, match="is no file"):
        check_backup(small)


def test_a_manifest_is_not_read_without_end(small, monkeypatch):
    monkeypatch.setattr(archive, "LARGEST_MANIFEST", 100)
    with pytest.raises(BackupError, match="too long"):
        check_backup(small)


@pytest.mark.django_db
def test_no_file_is_removed_while_a_backup_is_made(settings):
    at = make.at("2026-04-03")
    folder = settings.MEDIA_ROOT / "ab"
    folder.mkdir(parents=True)
    (folder / "old").write_bytes(b"x")
    os.utime(folder / "old", (0, 0))
    with databases.connect(str(CONNECTION.settings_dict["NAME"])) as other:
        other.execute("SELECT pg_advisory_lock_shared(%s)", [FILES_LOCK])
        assert remove_orphans(at=at) == 0
        other.execute("SELECT pg_advisory_unlock_shared(%s)", [FILES_LOCK])
        assert remove_orphans(at=at) == 1
        assert other.execute("SELECT pg_try_advisory_lock(%s)", [FILES_LOCK]).fetchone() == (True,)


@pytest.mark.django_db
def test_the_programs_are_those_of_the_server_or_newer():
    with pytest.raises(BackupError, match="apt install postgresql-client-99"):
        database.programs(99)
    assert find_postgres_clients(99) is None
    found = find_postgres_clients(15)
    assert found is not None
    assert found.major >= 15
