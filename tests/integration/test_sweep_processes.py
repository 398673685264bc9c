"""The sweep among real processes: killed, doubled, overtaken by a delivery, without its broker.

Statements are held inside PostgreSQL by a trigger of the test's own that waits for a lock, and are seen
there in pg_stat_activity. So every interleaving here is made, not hoped for.
"""

import contextlib
import datetime
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from celery import Celery
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from partners.reports import actions
from partners.reports.models import Attachment, Report
from tests import make
from wiz.files.actions import store_file
from wiz.flags.actions import RAISE, sweep
from wiz.flags.models import Flag, Sweep
from wiz.flags.rules import RULES
from wiz.locks import SWEEP_LOCK
from wiz.servers.programs import KINDS, find_broker
from wiz.terms import now, today

pytestmark = [pytest.mark.integration, pytest.mark.django_db(transaction=True)]

ROOT = Path(__file__).resolve().parent.parent.parent
BARRIER_LOCK = 0x7E57
DAY = datetime.timedelta(days=1)


def wait_for(condition: Callable[[], object], what: str, seconds: float = 40) -> None:
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, f"waited {seconds} seconds in vain for: {what}"
        time.sleep(0.05)


def run_sql(sql: str, *params: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall() if cursor.description else []


def waiting(statement: str) -> int:
    """Return how many other sessions on this database are inside such a statement, waiting for a lock."""
    run_sql(
        "SELECT pg_stat_clear_snapshot()"
    )  # inside a transaction one sees the same picture again and again
    return run_sql(
        """SELECT count(*) FROM pg_stat_activity
           WHERE datname = current_database() AND pid <> pg_backend_pid() AND state = 'active'
             AND wait_event_type = 'Lock' AND position(%s IN query) > 0""",
        statement,  # before it may stand who is at work
    )[0][0]


RAISING = "WITH asked AS"
SETTLING = "SELECT pg_advisory_xact_lock("
DELIVERING = "SELECT pg_advisory_xact_lock_shared("


@contextlib.contextmanager
def barrier(from_subject: int = 0) -> Iterator[Callable[[], None]]:
    """Hold statements that raise flags when they come to a subject, until the function given is called."""
    run_sql(
        f"""CREATE FUNCTION test_barrier() RETURNS trigger LANGUAGE plpgsql AS
            $$ BEGIN PERFORM pg_advisory_xact_lock_shared({BARRIER_LOCK}); RETURN NEW; END $$"""
    )
    run_sql(
        f"""CREATE TRIGGER test_barrier BEFORE INSERT ON wiz_flag FOR EACH ROW
            WHEN (NEW.subject_id >= {from_subject}) EXECUTE FUNCTION test_barrier()"""
    )
    holder = connection.copy()
    with holder.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [BARRIER_LOCK])
    try:
        yield holder.close
    finally:
        holder.close()
        wait_for(lambda: not waiting(RAISING), "held statements to end")
        run_sql("DROP TRIGGER test_barrier ON wiz_flag")
        run_sql("DROP FUNCTION test_barrier()")


@pytest.fixture
def beside() -> Iterator[Callable[..., Future]]:
    """Run a function in a thread with a database connection of its own."""
    with ThreadPoolExecutor(4) as pool:

        def run(function: Callable[[], object]) -> Future:
            def with_own_connection() -> object:
                try:
                    return function()
                finally:
                    connection.close()

            return pool.submit(with_own_connection)

        yield run


def late_orders(count: int = 4) -> list[int]:
    """Make orders whose first report is some days late, which no sweep has seen; return these reports' ids."""
    bureau, consultant = make.bureau(), make.consultant()
    ids = []
    for _n in range(count):
        order = make.order(make.client(consultant), bureau, start=today() - 30 * DAY, end=today() + 300 * DAY)
        report = make.report(of=order)
        Report.objects.filter(pk=report.pk).update(due=today() - 3 * DAY)  # as time does
        ids.append(report.pk)
    return ids


def rows() -> set[tuple]:
    return set(
        Flag.objects.open().values_list(
            "rule", "side", "subject_id", "client_id", "organisation_id", "owner_id", "since", "due",
            "consultant_from", "lead_from",
        )
    )  # fmt: skip


def overdue(report: int) -> int:
    return Flag.objects.open().filter(rule="report-overdue", subject_id=report).count()


# Processes.


class Broker:
    """A Redis-compatible server of the test's own, on a private socket, keeping nothing."""

    def __init__(self, folder: Path) -> None:
        self.socket = folder / "broker.sock"
        self.url = f"redis+socket://{self.socket}"
        self.folder = folder
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        _kind, program = find_broker(KINDS)
        self.process = subprocess.Popen(
            [program, "--port", "0", "--unixsocket", self.socket, "--save", "", "--appendonly", "no"],
            cwd=self.folder,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        wait_for(self.socket.exists, "the broker's socket")

    def stop(self) -> None:
        if self.process:
            self.process.kill()
            self.process.wait()
            self.process = None
            self.socket.unlink(missing_ok=True)

    def ask_for_a_sweep(self) -> None:
        with Celery("asks", broker=self.url, set_as_current=False) as app:
            app.send_task("wiz.sweep")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    path = Path(tempfile.mkdtemp(prefix="wiz"))
    yield path
    shutil.rmtree(path)


@pytest.fixture
def broker(folder: Path) -> Iterator[Broker]:
    broker = Broker(folder)
    broker.start()
    yield broker
    broker.stop()


@pytest.fixture
def celery(folder: Path, broker: Broker) -> Iterator[Callable[..., "subprocess.Popen[bytes]"]]:
    """Start `celery -A config …` on the test's database and broker, in a session of its own."""
    address, _slash, options = os.environ["DATABASE_URL"].partition("?")
    database = f"{address.rpartition('/')[0]}/{connection.settings_dict['NAME']}"
    environment = os.environ | {
        "DATABASE_URL": f"{database}?{options}" if options else database,
        "REDIS_URL": broker.url,
        "WIZ_SWEEP_SECONDS": "1",
    }
    started = []

    def start(*arguments: str) -> "subprocess.Popen[bytes]":
        with (folder / f"{arguments[0]}.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", "celery", "-A", "config", *arguments],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield start
    for process in started:
        kill(process)


def kill(process: "subprocess.Popen[bytes]") -> None:
    """Kill a process and its children at once, without a word."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


WORKER = ("worker", "--concurrency", "1", "--loglevel", "WARNING")


def test_sweep_after_a_worker_was_killed_inside_its_statement_ends_as_an_undisturbed_one(broker, celery):
    reports = late_orders()
    sweep(at=now())
    undisturbed = rows()
    assert {subject for rule, _side, subject, *_rest in undisturbed if rule == "report-overdue"} == set(
        reports
    )
    Flag.objects.all().delete()
    Sweep.objects.all().delete()

    # Held at the last report: by then the statement has inserted the flags of the others.
    with barrier(from_subject=max(reports)) as release:
        worker = celery(*WORKER)
        broker.ask_for_a_sweep()
        wait_for(lambda: waiting(RAISING) == 1, "the worker's statement")
        kill(worker)
        assert waiting(RAISING) == 1  # PostgreSQL has not noticed yet
        release()
        wait_for(lambda: not waiting(RAISING), "its session to end")
    assert rows() == set()
    assert Sweep.objects.get().finished_at is None

    celery(*WORKER)
    broker.ask_for_a_sweep()
    wait_for(lambda: Sweep.objects.filter(finished_at__isnull=False).exists(), "the next sweep")
    assert rows() == undisturbed


# Two sweeps inside one statement.


def check_two_sweeps_raise_nothing_twice(beside: Callable[..., Future]) -> None:
    """Let two sweeps raise the same flags with neither seeing the other's, and look at what comes of it."""
    before = Flag.objects.open().count()  # what making the rows raised already
    with barrier() as release:
        rounds = [beside(lambda: sweep(at=now())) for _two in range(2)]
        wait_for(lambda: waiting(RAISING) == 2 or all(r.done() for r in rounds), "both statements")
        together = waiting(RAISING)
        release()
        results = [round_.result(timeout=30).results for round_ in rounds]
    assert not [result for each in results for result in each.values() if "error" in result]
    assert together == 2
    open_flags = list(Flag.objects.open().values_list("rule", "subject_id"))
    assert open_flags
    assert len(open_flags) == len(set(open_flags))
    assert sum(result["raised"] for each in results for result in each.values()) == len(open_flags) - before


@pytest.fixture
def _without_the_index() -> Iterator[None]:
    (definition,) = run_sql("SELECT indexdef FROM pg_indexes WHERE indexname = 'flag_one_open'")[0]
    run_sql("DROP INDEX flag_one_open")
    yield
    Flag.objects.all().delete()
    run_sql(definition)


def test_two_sweeps_at_once_raise_nothing_twice(beside):
    reports = late_orders()
    check_two_sweeps_raise_nothing_twice(beside)
    assert all(overdue(report) == 1 for report in reports)


@pytest.mark.usefixtures("_without_the_index")
def test_two_sweeps_at_once_need_the_index_as_their_statement_names_it(beside):
    """Without it the statement itself fails: PostgreSQL finds nothing that ON CONFLICT could mean."""
    late_orders()
    with pytest.raises(AssertionError, match="error"):
        check_two_sweeps_raise_nothing_twice(beside)
    assert not rows()


# The statement one would write without the index: it looks before it writes, and leaves it at that.
LOOKS_FIRST = RAISE.partition("ON CONFLICT")[0]


@pytest.mark.usefixtures("_without_the_index")
def test_two_sweeps_at_once_without_the_index_raise_twice(beside, monkeypatch):
    """The check above does notice. What it needs is the index: looking first is right for one after the
    other, and wrong for two at once. (This variant stands in for the real statement, which names the index and
    does not run at all without it.)
    """
    monkeypatch.setattr("wiz.flags.actions.RAISE", LOOKS_FIRST)
    reports = late_orders()
    sweep(at=now())
    sweep(at=now())
    assert all(overdue(report) == 1 for report in reports)
    Flag.objects.all().delete()
    with pytest.raises(AssertionError):
        check_two_sweeps_raise_nothing_twice(beside)
    assert all(overdue(report) == 2 for report in reports)


# A delivery while the sweep is under way.


@pytest.fixture
def _only_overdue(monkeypatch) -> None:
    """Leave one rule: a sweep goes along them in turn, and would wait for the delivery at the first already."""
    for name in set(RULES) - {"report-overdue"}:
        monkeypatch.delitem(RULES, name)


@pytest.mark.usefixtures("_only_overdue")
def test_a_delivery_under_way_when_the_sweep_raised_leaves_no_flag(beside):
    """Delivered, not committed: the sweep raises, waits for the delivery to end, and takes the flag back."""
    (late,) = late_orders(1)
    with transaction.atomic():
        make.deliver(Report.objects.get(pk=late), today())
        round_ = beside(lambda: sweep(at=now()))
        wait_for(lambda: waiting(SETTLING) == 1, "the sweep to wait for the delivery")
        seen = beside(lambda: overdue(late)).result(timeout=10)
    assert seen == 1  # it had been raised, in sight of everybody
    assert "error" not in round_.result(timeout=30).results["report-overdue"]
    assert overdue(late) == 0


@pytest.mark.usefixtures("_only_overdue")
def test_a_delivery_that_starts_between_the_two_phases_leaves_no_flag(beside):
    """Raised, and about to settle: the delivery waits for the sweep, and then sees the flag."""
    (late,) = late_orders(1)
    worker = make.worker(Report.objects.get(pk=late).order.bureau)
    with transaction.atomic():
        run_sql("SELECT pg_advisory_xact_lock_shared(%s)", SWEEP_LOCK)  # an action of somebody else
        round_ = beside(lambda: sweep(at=now()))
        wait_for(lambda: waiting(SETTLING) == 1, "the sweep to wait")
        delivery = beside(lambda: make.deliver(Report.objects.get(pk=late), today(), by=worker))
        wait_for(lambda: waiting(DELIVERING) == 1, "the delivery to wait behind the sweep")
        assert beside(lambda: overdue(late)).result(timeout=10) == 1
    round_.result(timeout=30)
    delivery.result(timeout=30)
    assert overdue(late) == 0


def test_a_delivery_that_commits_while_the_sweep_raises_leaves_no_flag(beside):
    """The sweep's statement began before the delivery and ends after it: only its second phase can know."""
    late, other = late_orders(2)
    with barrier(from_subject=other) as release:
        round_ = beside(lambda: sweep(at=now()))
        wait_for(lambda: waiting(RAISING) == 1, "the sweep's statement")
        make.deliver(Report.objects.get(pk=late), today())
        assert Report.objects.get(pk=late).state == "delivered"
        release()
        assert round_.result(timeout=30).results["report-overdue"]["raised"] == 2
    assert overdue(late) == 0
    assert overdue(other) == 1


# Without a broker.


def test_a_broker_that_stops_and_comes_back_empty_costs_no_report_no_upload_and_no_flag(
    broker, celery, folder, settings, tmp_path
):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    celery(*WORKER)
    celery("beat", "--loglevel", "WARNING", "--schedule", str(folder / "beat"), "--pidfile", "")
    wait_for(
        lambda: Sweep.objects.filter(finished_at__isnull=False).exists(), "a first sweep by beat and worker"
    )
    delivered_late, silent = late_orders(2)
    wait_for(lambda: overdue(delivered_late) and overdue(silent), "beat and worker to find both")

    broker.stop()
    # A report with an attachment is written, and another one falls due, while there is no broker.
    report = Report.objects.get(pk=delivered_late)
    worker, moment, content = make.own_worker(report), now(), b"%PDF-1.7\n" + os.urandom(50_000)
    draft = actions.save_draft(report, make.content(report), revision=0, editor="page", by=worker, at=moment)
    actions.attach(draft, store_file(SimpleUploadedFile("verslag.pdf", content), by=worker, at=moment))
    make.deliver(report, today(), by=worker)
    (falls_due,) = late_orders(1)

    assert Report.objects.get(pk=delivered_late).state == "delivered"
    with Attachment.objects.get().file.content.open() as kept:
        assert kept.read() == content
    assert not overdue(delivered_late)  # at once, by the delivery itself
    assert overdue(silent)
    assert not overdue(falls_due)

    broker.start()
    back = now()
    wait_for(
        lambda: Sweep.objects.filter(started_at__gt=back, finished_at__isnull=False).exists(),
        "a sweep again",
        90,
    )
    wait_for(lambda: overdue(falls_due), "the new late report to be found")
    assert (overdue(delivered_late), overdue(silent)) == (0, 1)
