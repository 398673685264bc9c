"""A whole office for a journey: an empty database, and web, worker and beat as processes of their own."""

import atexit
import contextlib
import functools
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from django.test import override_settings
from psycopg import sql

from tests import databases
from tests.log_leaks import leaks, words_about

ROOT = databases.ROOT
SWEEP_SECONDS = "2"
# Celery's own numbered databases of a broker, one for each process that runs journeys; the tests' own worker uses 0.
BROKER_DATABASE = str(7 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")))
# Given, or each office would make its own and could not read a copy of what another wrote.
SECRETS = {"SECRET_KEY": "of all journeys", "WIZ_BSN_KEY": "of all journeys too"}


@dataclass
class Office:
    address: str
    environment: dict[str, str]
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def manage(self, *arguments: str, text: str = "") -> str:
        """Run a manage.py command on this office's database and return what it printed."""
        address = self.environment["DATABASE_URL"]
        printed = databases.manage(address, *arguments, text=text, environment=self.environment)
        with (self.folder / "manage.log").open("a") as log:
            log.write(printed)
        return printed

    def start(self, name: str, *command: str) -> None:
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [sys.executable, "-m", *command],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def start_worker_and_beat(self) -> None:
        self.start("worker", "celery", "-A", "config", "worker", "--concurrency", "1", "--loglevel", "INFO")
        self.start("beat", "celery", "-A", "config", "beat", "--loglevel", "INFO")

    def stop(self) -> None:
        for process in self.processes.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()

    def logs(self) -> str:
        return "\n".join(f"== {p.name}\n{p.read_text(errors='replace')}" for p in self.folder.glob("*.log"))

    def check_logs(self) -> None:
        """What was written meanwhile names no client. Only the offices of whole journeys have clients in the end."""
        with self.database() as connection, override_settings(BSN_KEY=SECRETS["WIZ_BSN_KEY"]):
            found = leaks(self.folder, words_about(connection))
        assert not found, "\n".join(found)

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        """A connection to this office's database, for what no person does: letting time pass."""
        with databases.connect(self.environment["OFFICE_DATABASE"]) as connection:
            yield connection

    def let_days_pass(self, days: int) -> None:
        """Move everything that was agreed and delivered back in time: as if so many days had gone by."""
        dates = {
            "trajecten_activity": ("start", "end"),
            "trajecten_childcarerequest": ("received_on", "needed_from", "decide_by"),
            "trajecten_suspension": ("asked_on", "respond_by"),
            "partners_report": ("period_start", "period_end", "due", "delivered_on", "sent_back_on"),
            "wiz_flag": ("since", "due", "consultant_from", "lead_from"),
        }
        with self.database() as connection:
            for table, columns in dates.items():
                moved = [sql.SQL("{0} = {0} - {1}").format(sql.Identifier(name), days) for name in columns]
                query = sql.SQL("UPDATE {} SET {}").format(sql.Identifier(table), sql.SQL(", ").join(moved))
                connection.execute(query)


def demo() -> str:
    """Return the name of a database with invented people, to open an office like it."""

    def fill(address: str) -> None:
        arguments = ("demo_data", "--clients", "60", "--seed", "3")
        databases.manage(address, *arguments, environment=os.environ | SECRETS)

    return databases.template("demo", fill, like=databases.migrated())


@contextlib.contextmanager
def open_office(folder: Path, like: str | None = None, application: str = "config.wsgi") -> Iterator[Office]:
    """Give an office with an empty database, or a copy of `like`, and a running web process; all goes afterwards."""
    name = f"wiz_journey_{uuid.uuid4().hex[:12]}"
    environment = {
        **os.environ,
        **SECRETS,
        "DATABASE_URL": databases.address_of(name),
        "REDIS_URL": _with_broker_database(os.environ["REDIS_URL"]),
        "OFFICE_DATABASE": name,
        "WIZ_DATA_DIR": str(folder),
        "WIZ_STATIC_ROOT": _collected(),
        "WIZ_SWEEP_SECONDS": SWEEP_SECONDS,
    }
    port = _free_port()
    office = Office(f"http://127.0.0.1:{port}", environment, folder)
    (folder / "run").mkdir(exist_ok=True)
    databases.create(name, like or databases.migrated())
    try:
        office.start(
            "web", "gunicorn", application, "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
            "--threads", "4",
        )  # fmt: skip
        _wait_for(f"{office.address}/account/login/")
        yield office
        office.stop()
        office.check_logs()
    finally:
        office.stop()
        databases.drop(name)


@functools.cache
def _collected() -> str:
    """Collect the stylesheet and the script, once for all offices of this process; return the folder."""
    folder = tempfile.mkdtemp()
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    environment = os.environ | {"WIZ_STATIC_ROOT": folder}
    arguments = ("collectstatic", "--no-input", "--verbosity", "0")
    databases.manage(os.environ["DATABASE_URL"], *arguments, environment=environment)
    return folder


def _with_broker_database(url: str) -> str:
    if url.startswith("redis+socket"):
        return f"{url.partition('?')[0]}?virtual_host={BROKER_DATABASE}"
    return f"{url.rsplit('/', 1)[0]}/{BROKER_DATABASE}"


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait_for(address: str, seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)
