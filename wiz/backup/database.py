"""The database's side of a backup: one moment of it, and PostgreSQL's own programs to save and restore it."""

import contextlib
import os
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from django.db import connection, transaction
from psycopg.conninfo import make_conninfo

from wiz.backup import BackupError
from wiz.backup.archive import PIECE
from wiz.servers.programs import Postgres, find_postgres_clients

# What psycopg and older libpqs both know; the password goes by the environment, where `ps` does not show it.
CONNECTION = (
    "host", "hostaddr", "port", "dbname", "user", "service", "passfile", "connect_timeout", "sslmode", "sslrootcert",
    "sslcert", "sslkey", "sslcrl", "gssencmode", "channel_binding", "target_session_attrs",
)  # fmt: skip
# As PostgreSQL itself makes it in a new database.
BEFORE = b"""
SET client_min_messages = warning;
BEGIN;
SET lock_timeout = '20s';
DROP SCHEMA IF EXISTS public CASCADE;
CREATE SCHEMA public AUTHORIZATION pg_database_owner;
COMMENT ON SCHEMA public IS 'standard public schema';
GRANT USAGE ON SCHEMA public TO PUBLIC;
"""
# Versions 17 and newer write this, older servers do not know it.
NEW_IN_17 = b"SET transaction_timeout = 0;\n"


def server_version() -> int:
    """Return the major version of the database server."""
    return int(connection.pg_version) // 10_000  # type: ignore[attr-defined]


def programs(at_least: int = 0) -> Postgres:
    """Return pg_dump, pg_restore and psql fit for this server, of at least a version, or refuse with a sentence."""
    version = max(server_version(), at_least)
    found = find_postgres_clients(version)
    if found is None:
        raise BackupError(
            f"There are no pg_dump, pg_restore and psql of PostgreSQL {version} or newer here. "
            f"On Debian: apt install postgresql-client-{version}."
        )
    return found


@contextlib.contextmanager
def one_moment() -> Iterator[str]:
    """In the block all queries see the database as it is now; yields the name by which pg_dump sees the same."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        yield cursor.fetchone()[0]


def count_rows() -> dict[str, int]:
    """Return how many rows each table has."""
    with connection.cursor() as cursor:
        counts = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM public.{connection.ops.quote_name(table)}")
            counts[table] = cursor.fetchone()[0]
        return counts


def others_connected() -> int:
    """Return how many other connections there are of the program's own role."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user"
            " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
        )
        return int(cursor.fetchone()[0])


@contextlib.contextmanager
def dump(pg_dump: Path, snapshot: str) -> Iterator[IO[bytes]]:
    """Yield pg_dump's output as it comes. Refuses at the end of the block when it failed."""
    with tempfile.TemporaryFile() as said:
        command: list[str | Path] = [
            pg_dump,
            "--format=custom",
            f"--snapshot={snapshot}",
            f"--dbname={_address()}",
        ]
        with _run(command, stdout=subprocess.PIPE, stderr=said) as process:
            assert process.stdout is not None
            yield process.stdout
        if process.returncode:
            raise BackupError(f"pg_dump could not save the database: {_words(said)}")


def load(bin_folder: Path, source: IO[bytes], tables: dict[str, int]) -> None:
    """Put a dump in the place of all that is in the database, in one transaction.

    It is committed when pg_restore came to its end and every table has as many rows as `tables` says. Whatever goes
    wrong before that, also the end of this process, leaves the database as it was.
    """
    old_server = server_version() < 17
    with tempfile.TemporaryFile() as said:
        restore = _run(
            [bin_folder / "pg_restore", "--no-owner", "--no-privileges", "--file=-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=said,
        )
        psql = _run(
            [bin_folder / "psql", "-Xq", "--set=ON_ERROR_STOP=1", f"--dbname={_address()}", "--file=-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )
        # Without its last words psql goes back to what was before, however this block ends.
        with contextlib.suppress(BrokenPipeError), psql, restore:
            _pass_on(source, restore, psql, without=NEW_IN_17 if old_server else b"")
            if restore.wait() == 0:
                _stdin(psql).write(_after(tables))
        if psql.returncode or restore.returncode:
            raise BackupError(f"The database was left as it was: {_words(said)}")


def analyze() -> None:
    """Let the planner know how much there is now; it would guess until the server finds out by itself."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pass_on(
    source: IO[bytes], restore: "subprocess.Popen[bytes]", psql: "subprocess.Popen[bytes]", *, without: bytes
) -> None:
    """Let pg_restore make SQL of a dump, and psql carry it out, a line at the start left out."""
    assert restore.stdout is not None
    feeder = threading.Thread(target=_copy, args=(source, _stdin(restore)))
    feeder.start()
    try:
        _stdin(psql).write(BEFORE)
        _stdin(psql).write(restore.stdout.read(PIECE).replace(without, b"", 1))
        while piece := restore.stdout.read(PIECE):
            _stdin(psql).write(piece)
    except BaseException:
        # Or the feeder would wait for it, and it for us.
        restore.kill()
        raise
    finally:
        feeder.join()


def _stdin(process: "subprocess.Popen[bytes]") -> IO[bytes]:
    assert process.stdin is not None
    return process.stdin


def _after(tables: dict[str, int]) -> bytes:
    """What psql reads last: the check of the rows, and the end of the transaction."""
    lines = ["DO $check$ BEGIN"]
    for table, rows in tables.items():
        lines.append(
            f"IF (SELECT count(*) FROM public.{connection.ops.quote_name(table)}) <> {int(rows)} THEN "
            f"RAISE EXCEPTION 'the table {table} does not have the {int(rows)} rows it had'; END IF;"
        )
    return "\n".join([*lines, "END $check$;", "COMMIT;", ""]).encode()


def _copy(source: IO[bytes], into: IO[bytes]) -> None:
    # Who reads at the other end may have stopped: it says itself why.
    with contextlib.suppress(BrokenPipeError, ValueError), into:
        while piece := source.read(PIECE):
            into.write(piece)


def _address() -> str:
    given = connection.get_connection_params()
    return make_conninfo(**{name: given[name] for name in CONNECTION if name in given})


def _run(
    command: list[str | Path],
    *,
    stdin: int = subprocess.DEVNULL,
    stdout: int,
    stderr: IO[bytes],
) -> "subprocess.Popen[bytes]":
    password = connection.get_connection_params().get("password")
    environment = {**os.environ, "LC_ALL": "C", **({"PGPASSWORD": str(password)} if password else {})}
    return subprocess.Popen(command, stdin=stdin, stdout=stdout, stderr=stderr, env=environment)


def _words(said: IO[bytes]) -> str:
    """Return the line of an error output that says what went wrong."""
    said.seek(0)
    lines = [line.strip() for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    errors = [line for line in lines if "error" in line.lower() or "fatal" in line.lower()]
    return (errors or lines or ["no reason was given"])[0]
