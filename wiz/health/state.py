"""Does it run? What the program needs is asked at once, and what hangs keeps nobody waiting."""

import concurrent.futures
import contextlib
import datetime
import pkgutil
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from typing import Any

import structlog
from celery import current_app
from django.apps import apps
from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from kombu import Connection
from kombu.exceptions import ChannelError

from wiz.flags.models import Sweep
from wiz.flags.notice import SILENT_AFTER

SECONDS = 2.5
logger = structlog.stdlib.get_logger("wiz.health")
PARTS = ("database", "migrations", "sweep", "broker")


@dataclass
class State:
    """What was found: the parts that fail, and numbers by name. None of them says anything of a client."""

    failing: list[str] = field(default_factory=list)
    numbers: dict[str, int | None] = field(default_factory=dict)


def state(at: datetime.datetime, within: float = SECONDS) -> State:
    """Return the state of all parts, within so many seconds whatever hangs."""
    until = time.monotonic() + within
    for question in (DATABASE, BROKER):
        question.begin()
    database, broker = DATABASE.answer(until), BROKER.answer(until)
    found = State()
    if database is None:
        found.failing += ["database", "migrations", "sweep"]
    else:
        missing, swept = database
        age = round((at - swept).total_seconds()) if swept else None
        found.numbers |= {"migrations_missing": missing, "sweep_age_seconds": age}
        if missing:
            found.failing.append("migrations")
        if age is None or age > SILENT_AFTER.total_seconds():
            found.failing.append("sweep")
    if broker is None:
        found.failing.append("broker")
    else:
        found.numbers["queue_length"] = broker
    return found


class Question:
    """Something asked in a thread of its own, by one at a time: who asks meanwhile gets the same answer."""

    def __init__(self, ask: Callable[..., Any]) -> None:
        self.ask = ask
        self.lock = threading.Lock()
        self.under_way: concurrent.futures.Future[Any] | None = None

    def begin(self, *arguments: Any) -> None:
        with self.lock:
            if self.under_way is None or self.under_way.done():
                self.under_way = concurrent.futures.Future()
                # Not of a pool: at the end of the program nobody waits for a daemon that hangs.
                threading.Thread(target=self._run, args=(self.under_way, arguments), daemon=True).start()

    def answer(self, until: float) -> Any:
        """Return the answer, or None when it failed or did not come by the time given."""
        assert self.under_way is not None
        try:
            return self.under_way.result(max(0.0, until - time.monotonic()))
        except Exception:
            return None

    def _run(self, answer: "concurrent.futures.Future[Any]", arguments: tuple[Any, ...]) -> None:
        try:
            answer.set_result(self.ask(*arguments))
        except Exception as error:
            logger.warning("unanswered", question=self.ask.__name__, exc_info=error)
            answer.set_exception(error)
        finally:
            connection.close()


def ask_database() -> tuple[int, datetime.datetime | None]:
    """Return how many migrations are missing and when the last sweep ended. Two queries, and one for the table."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    missing = len(migrations() - applied)
    if missing:  # its table may be among what is missing
        return missing, None
    swept = Sweep.objects.filter(finished_at__isnull=False).order_by("-finished_at")
    return missing, swept.values_list("finished_at", flat=True).first()


@cache
def migrations() -> frozenset[tuple[str, str]]:
    """Return the app and name of every migration this program comes with, without loading them."""
    found = set()
    for app in apps.get_app_configs():
        with contextlib.suppress(ModuleNotFoundError):
            folder = getattr(import_module(f"{app.name}.migrations"), "__path__", ())
            found |= {(app.label, module.name) for module in pkgutil.iter_modules(folder)}
    return frozenset(found)


def ask_broker() -> int:
    """Return how many messages wait in the queue."""
    briefly = {"socket_connect_timeout": SECONDS, "socket_timeout": SECONDS, "max_retries": 0}
    with Connection(settings.CELERY_BROKER_URL, connect_timeout=SECONDS, transport_options=briefly) as broker:
        try:
            return broker.default_channel.queue_declare(
                current_app.conf.task_default_queue, passive=True
            ).message_count
        except ChannelError:  # an empty queue is not there
            return 0


DATABASE = Question(ask_database)
BROKER = Question(ask_broker)
