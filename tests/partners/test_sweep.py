"""The sweep and the refresh inside the actions: the same flags, no needless write, no rule that stops another."""

import logging

import pytest
from django.db import connection, transaction
from django.db.models import DateField, F, Value
from django.db.models.functions import Cast
from django.test.utils import CaptureQueriesContext

from partners.orders.actions import end_order, extend_order, pause_order, resume_order
from partners.reports.actions import accept_incomplete, mark_not_needed, move_due, need_again
from partners.reports.models import Report
from tests import make
from tests.partners.situations import d, days, open_flags, populate, release
from wiz.flags import actions
from wiz.flags.actions import refresh_flags, sweep
from wiz.flags.models import Flag, Side, Sweep
from wiz.flags.rules import RULES, FlagRule
from wiz.policy.models import PolicyValue

pytestmark = pytest.mark.django_db


def every_row():
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin, * FROM wiz_flag ORDER BY id")
        return cursor.fetchall()


def step(action, **arguments):
    """A step that is an action of the order's consultant, on the order itself or on its first report."""
    on_report = {accept_incomplete, move_due, mark_not_needed, need_again}

    def act(order, report, on):
        action(report(1) if action in on_report else order, by=order.ordered_by, at=make.at(on), **arguments)

    return act


# Each a step in the life of an order, with the day it happens. `r(n)` is the report with that number.
STEPS = {
    "deliver in time": ("2026-04-10", lambda o, r, on: make.deliver(r(1), on)),
    "deliver late": ("2026-05-10", lambda o, r, on: make.deliver(r(1), on)),
    "deliver thin": ("2026-05-10", lambda o, r, on: make.deliver(r(1), on, goals=[])),
    "deliver blocked": ("2026-05-10", lambda o, r, on: make.deliver(r(1), on, client_reaction="blocked")),
    "release": ("2026-05-30", lambda o, r, on: release(r(1), on)),
    "send back": ("2026-05-30", lambda o, r, on: make.send_back(r(1), on)),
    "deliver again": ("2026-07-01", lambda o, r, on: make.deliver(r(1), on)),
    "answer": ("2026-08-01", lambda o, r, on: make.answer(r(1), on)),
    "accept": ("2026-05-30", step(accept_incomplete, reason="Ziek")),
    "move due": ("2026-05-20", step(move_due, due=d("2026-06-01"), reason="Vakantie")),
    "not needed": ("2026-06-02", step(mark_not_needed, reason="Ziek")),
    "needed again": ("2026-07-02", step(need_again)),
    "extend": ("2026-06-20", step(extend_order, end=d("2026-12-01"), reason="Meer")),
    "shorten": ("2026-06-20", step(extend_order, end=d("2026-05-01"), reason="Korter")),
    "pause": ("2026-04-20", step(pause_order, start=d("2026-04-01"), until=d("2026-08-01"), reason="Ziek")),
    "resume": ("2026-05-05", step(resume_order)),
    "end": ("2026-09-01", step(end_order, ended_on=d("2026-08-20"), reason="Klaar")),
}


@pytest.mark.parametrize("with_sweeps", [True, False])
@pytest.mark.parametrize(
    "life",
    [
        ("deliver in time", "answer"),
        ("deliver late", "answer", "end"),
        ("deliver thin", "send back", "deliver again", "answer"),
        ("deliver thin", "accept", "answer"),
        ("deliver blocked", "release", "answer"),
        ("move due", "not needed", "needed again"),
        ("move due", "extend", "end"),
        ("deliver late", "shorten"),
        ("pause", "resume", "not needed", "extend"),
        ("pause", "end"),
        ("not needed", "end"),
    ],
)
def test_the_refresh_of_every_action_gives_the_flags_of_a_sweep(life, with_sweeps):
    order = make.order(end="2026-07-15")
    make.order(end="2026-07-15")  # somebody else's: never touched by it
    for step in life:
        day, act = STEPS[step]
        if with_sweeps:
            sweep(at=make.at(day) - days(1))
        act(order, lambda number: Report.objects.get(order=order, number=number), day)
        of_client = {flag for flag in open_flags() if flag[3] == order.client.pk}
        sweep(at=make.at(day))
        assert {flag for flag in open_flags() if flag[3] == order.client.pk} == of_client, step


def test_an_order_placed_in_the_past_has_its_flags_at_once():
    make.order(start="2026-01-15", placed_on="2026-05-10")
    at_once = open_flags()
    assert {flag[0] for flag in at_once} == {"report-overdue"}
    sweep(at=make.at("2026-05-10"))
    assert open_flags() == at_once


def test_a_second_sweep_writes_nothing_and_locks_nobody_out():
    populate()
    first = sweep(at=make.at("2026-05-06"))
    rows = every_row()
    assert sum(result["raised"] for result in first.results.values()) > 5
    with CaptureQueriesContext(connection) as asked:
        second = sweep(at=make.at("2026-05-06", hour=10))
    assert not [query for query in asked if "pg_advisory" in query["sql"]]
    assert every_row() == rows
    assert {(r["raised"], r["resolved"]) for r in second.results.values()} == {(0, 0)}
    assert {n: r["open"] for n, r in second.results.items()} == {
        n: r["open"] for n, r in first.results.items()
    }


def test_a_sweep_the_next_day_writes_only_what_changed():
    """Lateness is not stored: a night in which nothing happens costs no writes."""
    populate()
    sweep(at=make.at("2026-05-06"))
    before = {row[1]: row for row in every_row()}
    raised = sum(r["raised"] for r in sweep(at=make.at("2026-05-07")).results.values())
    changed = [row for row in every_row() if before.get(row[1]) != row]
    resolved = Flag.objects.filter(resolved_at__isnull=False, pk__in=[row[1] for row in changed]).count()
    assert len(changed) == raised + resolved


def test_a_sweep_after_a_long_sleep_ends_where_daily_sweeps_end():
    populate()
    with transaction.atomic():
        for n in range(0, 40, 3):
            sweep(at=make.at("2026-04-01") + days(n))
        sweep(at=make.at("2026-05-11"))
        daily = open_flags()
        transaction.set_rollback(True)
    sweep(at=make.at("2026-05-11"))
    assert open_flags() == daily


def test_what_a_sweep_changes_is_looked_at_again_some_at_a_time(monkeypatch):
    populate()
    sweep(at=make.at("2026-05-06"))
    Flag.objects.update(due=d("2020-01-01"))
    Report.objects.update(due=d("2027-01-01"))
    monkeypatch.setattr(actions, "BATCH", 2)
    with CaptureQueriesContext(connection) as asked:
        in_parts = sweep(at=make.at("2026-05-06", hour=10))
    assert len([query for query in asked if "pg_advisory" in query["sql"]]) > 3
    assert sum(result["resolved"] for result in in_parts.results.values()) > 2
    left = open_flags()
    Flag.objects.all().delete()
    sweep(at=make.at("2026-05-06", hour=11))
    assert open_flags() == left


def test_a_sweep_for_another_day_than_today():
    report = make.report()
    done = sweep(at=make.at("2026-04-10"), day=d("2026-04-16"))
    assert done.day == d("2026-04-16")
    assert Flag.objects.open().filter(rule="report-overdue", subject_id=report.pk).exists()
    sweep(at=make.at("2026-04-10"))
    assert not Flag.objects.open().filter(rule="report-overdue").exists()


def test_a_sweep_keeps_its_round_and_drops_rounds_older_than_sixty_days():
    for day in ("2026-04-01", "2026-04-02", "2026-06-01"):  # 31 May is sixty days after 1 April
        sweep(at=make.at(day))
    assert [str(s.day) for s in Sweep.objects.order_by("day")] == ["2026-04-02", "2026-06-01"]
    assert all(s.finished_at for s in Sweep.objects.all())


@pytest.mark.parametrize("hour", [0, 23])
def test_late_begins_at_midnight_in_amsterdam(hour):
    report = make.report()
    sweep(at=make.at("2026-04-15", hour=23, minute=59))  # 21:59 in Greenwich
    assert not Flag.objects.filter(rule="report-overdue").exists()
    sweep(at=make.at("2026-04-16", hour=hour))
    assert Flag.objects.get(rule="report-overdue").subject_id == report.pk


def test_a_refresh_follows_the_policy_and_the_clients_of_the_moment():
    """What a rule asks is written down once: neither another term nor another client may come in vain."""
    first, second = make.report(), make.report()
    at = make.at("2026-04-16")
    late = Flag.objects.open().filter(rule="report-overdue").order_by("pk")
    one, other = (report.order.activity.client_id for report in (first, second))
    refresh_flags([one], at=at)
    assert [flag.client_id for flag in late] == [one]
    refresh_flags([other], at=at)
    assert [flag.client_id for flag in late.all()] == [one, other]
    PolicyValue.objects.create(key="report_grace", valid_from=d("2026-04-01"), value=9, source="Test")
    refresh_flags([one, other], at=at)
    assert not late.all()


def kept_plans():
    """Return how often the plans of refreshes were used that the connection keeps, and how often it planned anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT left(statement, 10), generic_plans, custom_plans FROM pg_prepared_statements"
            " WHERE starts_with(statement, 'WITH found')"
        )
        return cursor.fetchall()


def test_the_plan_of_a_refresh_is_kept_for_few_clients_of_any_number():
    client, at = make.client(), make.at("2026-04-16")
    refresh_flags([client.pk], at=at)
    ((_statement, used, _anew),) = kept_plans()
    for some in ([40_000], [3_000_000_000, client.pk], [*range(1, 12)]):  # the last are too many
        refresh_flags(some, at=at)
    assert kept_plans() == [("WITH found", used + 2, 0)]
    with connection.cursor() as cursor:
        cursor.execute("SHOW plan_cache_mode")
        assert cursor.fetchone() == ("auto",)


def test_a_kept_plan_gives_way_to_a_table_that_changes():
    report, at = make.report(), make.at("2026-04-16")
    client = report.order.activity.client_id
    refresh_flags([client], at=at)
    ((_statement, used, _anew),) = kept_plans()
    Flag.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        # Inside DO the driver does not notice, as with a migration: that has a connection of its own.
        cursor.execute(
            "DO 'BEGIN ALTER TABLE partners_report ADD spare integer, ALTER number TYPE bigint; END'"
        )
    refresh_flags([client], at=at)
    assert kept_plans() == [("WITH found", used + 1, 0)]
    assert Flag.objects.open().filter(rule="report-overdue", subject_id=report.pk).exists()


# A rule that fails.


def fails_in_python(today, policy):
    raise ZeroDivisionError("a mistake in a rule")


def fails_in_sql(today, policy):
    broken = Report.objects.annotate(since=Cast(Cast(F("number"), DateField()), DateField()))
    return broken.annotate(waited_for=Value(today), counts_from=Value(today))


@pytest.fixture(params=[fails_in_python, fails_in_sql])
def _broken_rule(request, monkeypatch, caplog):
    caplog.set_level(logging.CRITICAL, "wiz.flags.actions")
    broken = FlagRule(
        "broken", Side.BUREAU, "Broken", "", "", request.param, lambda ids: {}, "order__activity__client"
    )
    # First, so that all others come after it.
    rules = {"broken": broken, **RULES}
    monkeypatch.setattr("wiz.flags.actions.RULES", rules)


@pytest.mark.usefixtures("_broken_rule")
def test_a_rule_that_fails_stops_no_other_and_is_shown():
    populate()
    done = sweep(at=make.at("2026-05-06"))
    # The kind of fault only: what PostgreSQL or Python say of it can quote a row.
    assert done.results["broken"]["error"] in {"ProgrammingError", "ZeroDivisionError"}
    assert done.finished_at is not None
    with_broken = open_flags()
    assert {flag[0] for flag in with_broken} >= {"report-overdue", "report-incomplete", "next-report-missing"}
    assert not any("error" in result for name, result in done.results.items() if name != "broken")


@pytest.mark.usefixtures("_broken_rule")
def test_a_rule_that_fails_stops_nobodys_work():
    report = make.report()
    sweep(at=make.at("2026-05-06"))
    make.deliver(report, "2026-05-06")
    assert not Flag.objects.open().filter(rule="report-overdue").exists()
    assert Report.objects.get(pk=report.pk).state == "delivered"
