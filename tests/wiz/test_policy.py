"""Dated policy: a value takes effect on its day; what runs already keeps what it started with."""

import datetime
from datetime import date

import pytest

from partners.orders.actions import extend_order
from tests import make
from wiz.actions import Refused
from wiz.policy.actions import set_policy
from wiz.policy.models import PolicyValue, policy_on
from wiz.policy.parameters import PARAMETERS

pytestmark = pytest.mark.django_db


def set_value(key, valid_from, value):
    return set_policy(
        key=key,
        valid_from=date.fromisoformat(valid_from),
        value=value,
        source="Raadsbesluit",
        by=make.administrator(),
    )


def test_defaults_are_those_of_the_flag_table():
    assert {key: (p.default, p.unit) for key, p in PARAMETERS.items() if key.startswith("report_")} == {
        "report_interval": (3, "months"),
        "report_final": (14, "days"),
        "report_grace": (0, "days"),
        "report_due_soon": (14, "days"),
        "report_overdue_consultant": (7, "days"),
        "report_overdue_lead": (21, "days"),
        "report_sent_back": (14, "days"),
        "report_reply": (14, "days"),
        "report_reply_lead": (28, "days"),
        "report_before_talk": (14, "days"),
    }


@pytest.mark.parametrize(
    ("day", "days"),
    [
        (date(2026, 3, 31), 14),  # the day before: the default
        (date(2026, 4, 1), 10),  # on the day
        (date(2026, 4, 2), 10),
        (date(2026, 6, 30), 10),
        (date(2026, 7, 1), 21),
        (date(2027, 7, 1), 21),
        (date(2005, 1, 1), 14),
    ],
)
def test_a_value_takes_effect_on_its_day(day, days):
    set_value("report_reply", "2026-07-01", 21)
    set_value("report_reply", "2026-04-01", 10)
    set_value("report_reply_lead", "2026-01-01", 99)
    assert policy_on(day).days("report_reply") == datetime.timedelta(days=days)


def test_nought_is_a_value():
    set_value("report_due_soon", "2026-04-01", 0)
    assert policy_on(date(2026, 4, 1)).days("report_due_soon") == datetime.timedelta(0)


def test_a_second_value_for_a_day_replaces_the_first():
    set_value("report_reply", "2026-04-01", 10)
    set_value("report_reply", "2026-04-01", 11)
    assert PolicyValue.objects.count() == 1
    assert policy_on(date(2026, 4, 1)).days("report_reply").days == 11


def test_a_value_is_asked_in_its_own_unit():
    policy = policy_on(date(2026, 4, 1))
    assert policy.months("report_interval") == 3
    with pytest.raises(KeyError):
        policy.days("report_interval")
    with pytest.raises(KeyError):
        policy.months("report_reply")
    with pytest.raises(KeyError):
        policy.days("no_such_thing")


@pytest.mark.parametrize("who", [make.consultant, make.team_lead, make.worker])
def test_only_the_administrator_sets_policy(who):
    with pytest.raises(Refused):
        set_policy(key="report_reply", valid_from=date(2026, 4, 1), value=1, source="zomaar", by=who())
    assert not PolicyValue.objects.exists()


def dues(order):
    return list(order.reports.order_by("number").values_list("due", flat=True))


def test_a_running_order_keeps_its_interval_and_a_new_one_gets_the_new():
    set_value("report_interval", "2026-02-01", 2)
    set_value("report_final", "2026-02-01", 7)
    before = make.order(start="2026-01-31", end="2026-07-31")
    after = make.order(start="2026-02-01", end="2026-07-31")
    assert dues(before) == [date(2026, 4, 30), date(2026, 7, 31)]
    # 1 June is the second; 31 July is left over, and a week later its final report.
    assert dues(after) == [date(2026, 4, 1), date(2026, 6, 1), date(2026, 8, 7)]

    extend_order(
        before,
        end=date(2026, 9, 15),
        reason="Nog even",
        by=before.activity.client.consultant,
        at=make.at("2026-03-01"),
    )
    # Still every three months, and still fourteen days for what is left over.
    assert dues(before) == [date(2026, 4, 30), date(2026, 7, 31), date(2026, 9, 29)]


def test_the_day_an_order_is_placed_decides_not_the_day_it_starts():
    set_value("report_interval", "2026-02-01", 1)
    order = make.order(placed_on="2026-01-31", start="2026-02-15", end="2026-08-15")
    assert dues(order) == [date(2026, 5, 15), date(2026, 8, 15)]


def test_a_bureau_with_its_own_interval_goes_by_that():
    order = make.order(bureau=make.bureau(report_interval=6), start="2026-01-15", end="2027-01-15")
    assert dues(order) == [date(2026, 7, 15), date(2027, 1, 15)]
