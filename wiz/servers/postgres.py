"""Starts and stops the PostgreSQL of one data folder. All calls are made inside `locks.changing`."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

from wiz.servers.daemons import environment, leave_running, open_log, reap, start_daemon
from wiz.servers.errors import ServersError
from wiz.servers.folders import Place, umask
from wiz.servers.programs import KINDS, WHEELS, Postgres, find_postgres, refuse_without_postgres, runnable

ROLE = DATABASE = "wiz"
SOCKET_NAME = ".s.PGSQL.5432"
# Dutch letters count as letters, and the order is the same on every machine. The second is for macOS.
LOCALES = ("C.UTF-8", "en_US.UTF-8")
START_SECONDS = STOP_SECONDS = 60
# Of what it refuses it would log the row in its DETAIL and what was sent in its STATEMENT, with names and all.
SILENT_ABOUT_ROWS = ("log_error_verbosity=terse", "log_min_error_statement=panic")


def url(place: Place) -> str:
    """Return the address as django-environ reads it: `folder/database`, so `manage.py dbshell` works too."""
    return f"postgresql://{ROLE}:@:5432/{place.sockets}/{DATABASE}"


def running(place: Place) -> bool:
    """Return whether a PostgreSQL accepts connections at our socket, which nobody else can make."""
    with socket.socket(socket.AF_UNIX) as client:
        client.settimeout(5)
        try:
            client.connect(str(place.sockets / SOCKET_NAME))
        except OSError:
            return False
    return (place.home / "postgres" / "postmaster.pid").exists()


def start(place: Place, kinds: tuple[str, ...]) -> None:
    """Start PostgreSQL, or take over the one a killed process left, and see to the database.

    Refuses with a sentence when the data were made by another kind or version than `kinds` can offer.
    """
    postgres = _choose(place, kinds)
    bin_folder = postgres.bin
    if postgres.kind == WHEELS:
        bin_folder = runnable(bin_folder / "postgres", bin_folder.parent.parent, place).parent
    data = place.home / "postgres"
    if not data.exists():
        _make_data(place, postgres, bin_folder)
    if not running(place):
        _remove_stale_pid_files(place)
        _start_server(place, bin_folder)
    _wait_until_ready(place)
    _make_database(place, bin_folder)


def stop(place: Place) -> None:
    """Stop PostgreSQL if it runs; open connections are closed, nothing is lost."""
    pid_file = place.home / "postgres" / "postmaster.pid"
    if not running(place):
        return
    pid = _pid(pid_file)
    if pid is None:
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGINT)  # PostgreSQL's "fast shutdown"
    until = time.monotonic() + STOP_SECONDS
    # It removes the file as its last act. The process itself may linger as a zombie of who started it.
    while pid_file.exists() and time.monotonic() < until:
        time.sleep(0.02)
    if pid_file.exists():
        raise ServersError(f"PostgreSQL (process {pid}) did not stop within {STOP_SECONDS} seconds.")


def _choose(place: Place, kinds: tuple[str, ...]) -> Postgres:
    """Existing data decide: what made them opens them, even if something preferred was installed since."""
    found = find_postgres(kinds)
    made_by = place.home / "made-by.json"
    if not (place.home / "postgres").exists():
        if not found:
            raise refuse_without_postgres(kinds)
        return found[0]
    try:
        made = json.loads(made_by.read_text())
        kind, major = made["kind"], made["major"]
    except (OSError, ValueError, KeyError) as error:
        raise ServersError(
            f"{made_by} is missing or damaged, so it is unknown which PostgreSQL made the data beside it."
        ) from error
    for postgres in found:
        if (postgres.kind, postgres.major) == (kind, major):
            return postgres
    if any((postgres.kind, postgres.major) == (kind, major) for postgres in find_postgres(KINDS)):
        way = f"Set WIZ_SERVERS={kind}"
    elif kind == WHEELS:
        way = "Run the version of WIZ that made them"
    else:
        way = f"Install PostgreSQL {major}"
    raise ServersError(
        f"The data in {place.home} were made by PostgreSQL {major} ({kind}), which is not what may be used "
        f"here ({', '.join(map(str, found)) or 'none'}). {way}, "
        "or set WIZ_DATA_DIR to another folder, or start anew with `make reset`."
    )


def _make_data(place: Place, postgres: Postgres, bin_folder: Path) -> None:
    """initdb, in a folder that gets its name when all is there: an interrupted one is simply done again."""
    unfinished = place.home / "postgres.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    for locale in LOCALES:
        # fmt: off
        done = _run(place, [
            bin_folder / "initdb", "--pgdata", unfinished, "--username", ROLE, "--encoding", "UTF8",
            "--locale", locale, "--auth-local", "trust", "--auth-host", "reject",
        ])
        # fmt: on
        if done.returncode == 0 or "locale name" not in done.stderr:
            break
    if done.returncode != 0:
        raise ServersError(f"PostgreSQL could not make its data in {place.home}: {_last_line(done.stderr)}")
    made = {"kind": postgres.kind, "major": postgres.major}
    (place.home / "made-by.json").write_text(json.dumps(made))
    unfinished.rename(place.home / "postgres")


def _pid(pid_file: Path) -> int | None:
    with contextlib.suppress(OSError, IndexError, ValueError):
        return int(pid_file.read_text().split()[0])
    return None


def _remove_stale_pid_files(place: Place) -> None:
    """After a power cut the number in such a file may be another process's, and PostgreSQL would refuse.

    Backends that outlived their server are still noticed: they hold the shared memory of this folder.
    """
    reap()
    data = place.home / "postgres"
    for pid_file in (data / "postmaster.pid", place.sockets / f"{SOCKET_NAME}.lock"):
        with contextlib.suppress(OSError):
            if str(data) not in Path(f"/proc/{_pid(pid_file)}/cmdline").read_text(errors="replace"):
                pid_file.unlink()


def _start_server(place: Place, bin_folder: Path) -> None:
    # fmt: off
    command: list[str | Path] = [
        bin_folder / "postgres", "-D", place.home / "postgres",
        "-c", "listen_addresses=", "-c", "port=5432",
        "-c", f"unix_socket_directories={place.sockets}", "-c", "unix_socket_permissions=0700",
        "-c", "logging_collector=off", "-c", "log_destination=stderr",
        *(word for setting in SILENT_ABOUT_ROWS for word in ("-c", setting)),
    ]
    # fmt: on
    log = open_log(place.data_dir, "postgres")
    log_start = os.fstat(log).st_size
    until = time.monotonic() + START_SECONDS
    while True:
        server = start_daemon(place, command, log)
        while server.poll() is None and time.monotonic() < until:
            if running(place):
                os.close(log)
                leave_running(server)
                return
            time.sleep(0.02)
        # After a kill -9 its old backends may hold the data for another moment: try again.
        if time.monotonic() > until or "shared memory" not in _log(place, log_start):
            os.close(log)
            raise ServersError(f"PostgreSQL did not start: {_last_line(_log(place, log_start))}")
        log_start = os.fstat(log).st_size
        time.sleep(0.5)


def _wait_until_ready(place: Place) -> None:
    pid_file = place.home / "postgres" / "postmaster.pid"
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        with contextlib.suppress(FileNotFoundError, IndexError):
            # Its eighth line is the state; after a crash it reads "starting" until the log is replayed.
            if pid_file.read_text().splitlines()[7].strip() == "ready":
                return
        time.sleep(0.02)
    raise ServersError(
        f"PostgreSQL was not ready within {START_SECONDS} seconds. See {place.data_dir / 'log'}."
    )


def _make_database(place: Place, bin_folder: Path) -> None:
    who: list[str | Path] = ["-h", place.sockets, "-p", "5432", "-U", ROLE, "-d", "postgres"]
    psql = [bin_folder / "psql", "-XAtq", *who, "-c"]
    there = _run(place, [*psql, f"SELECT count(*) FROM pg_database WHERE datname = '{DATABASE}'"])
    if there.stdout.strip() == "0":
        there = _run(place, [*psql, f"CREATE DATABASE {DATABASE}"])
    if there.returncode != 0:
        raise ServersError(f"PostgreSQL runs but does not answer: {_last_line(there.stderr)}")


def _run(place: Place, command: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    with umask(0o077):
        return subprocess.run(
            command,
            cwd=place.home,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
            **place.account.switch,
        )


def _log(place: Place, start: int) -> str:
    with (place.data_dir / "log" / "postgres.log").open("rb") as log:
        log.seek(start)
        return log.read().decode(errors="replace")


def _last_line(text: str) -> str:
    """Return the line that says most: the last with an error, else the last."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    errors = [line for line in lines if "FATAL" in line or "error" in line.lower()]
    return (errors or lines or ["no reason given"])[-1]
