"""A whole office for a journey: an empty database, and web, worker and beat as processes of their own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent.parent
SWEEP_SECONDS = "2"
# Celery's own numbered databases of a broker; the tests' own worker uses 0.
BROKER_DATABASE = "7"


@dataclass
class Office:
    address: str
    environment: dict[str, str]
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def manage(self, *arguments: str, text: str = "") -> str:
        """Run a manage.py command on this office's database and return what it printed."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            input=text,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

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

    @contextlib.contextmanager
    def database(self) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
        """A connection to this office's database, for what no person does: letting time pass."""
        from django.conf import settings

        given = settings.DATABASES["default"]
        with psycopg.connect(
            dbname=self.environment["OFFICE_DATABASE"],
            user=given["USER"] or None,
            host=given["HOST"] or given.get("OPTIONS", {}).get("host"),
            port=given["PORT"] or None,
            password=given["PASSWORD"] or None,
            autocommit=True,
        ) as connection:
            yield connection

    def let_days_pass(self, days: int) -> None:
        """Move everything that was agreed and delivered back in time: as if so many days had gone by."""
        with self.database() as connection:
            for table, column in (
                ("trajecten_activity", "start"),
                ("trajecten_activity", "end"),
                ("partners_report", "period_start"),
                ("partners_report", "period_end"),
                ("partners_report", "due"),
                ("partners_report", "delivered_on"),
                ("partners_report", "sent_back_on"),
                ("wiz_flag", "since"),
                ("wiz_flag", "due"),
                ("wiz_flag", "consultant_from"),
                ("wiz_flag", "lead_from"),
            ):
                query = sql.SQL("UPDATE {} SET {} = {} - %s::int").format(
                    sql.Identifier(table), sql.Identifier(column), sql.Identifier(column)
                )
                connection.execute(query, [days])


@contextlib.contextmanager
def open_office(folder: Path) -> Iterator[Office]:
    """Give an office with an empty, migrated database and a running web process; everything is gone afterwards."""
    name = f"wiz_journey_{uuid.uuid4().hex[:12]}"
    environment = {
        **os.environ,
        "DATABASE_URL": _with_database(os.environ["DATABASE_URL"], name),
        "REDIS_URL": _with_broker_database(os.environ["REDIS_URL"]),
        "OFFICE_DATABASE": name,
        "WIZ_DATA_DIR": str(folder),
        "WIZ_SWEEP_SECONDS": SWEEP_SECONDS,
    }
    port = _free_port()
    office = Office(f"http://127.0.0.1:{port}", environment, folder)
    (folder / "run").mkdir(exist_ok=True)
    with _maintenance() as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    try:
        office.manage("migrate", "--verbosity", "0")
        office.manage("collectstatic", "--no-input", "--verbosity", "0")
        office.start(
            "web", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread",
            "--threads", "4", "--access-logfile", "-",
        )  # fmt: skip
        _wait_for(f"{office.address}/account/login/")
        yield office
    finally:
        office.stop()
        with _maintenance() as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
            )


@contextlib.contextmanager
def _maintenance() -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    from django.conf import settings

    given = settings.DATABASES["default"]
    with psycopg.connect(
        dbname="postgres",
        user=given["USER"] or None,
        host=given["HOST"] or given.get("OPTIONS", {}).get("host"),
        port=given["PORT"] or None,
        password=given["PASSWORD"] or None,
        autocommit=True,
    ) as connection:
        yield connection


def _with_database(url: str, name: str) -> str:
    address, mark, query = url.partition("?")
    return f"{address.rsplit('/', 1)[0]}/{name}{mark}{query}"


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
