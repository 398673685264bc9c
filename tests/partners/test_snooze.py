"""Putting a flag off: with a reason, to a day, and back by itself."""

import pytest

from partners.reports.actions import move_due
from partners.reports.models import Report
from tests import make
from tests.partners.situations import by, d
from wiz.actions import Refused
from wiz.flags.actions import snooze_flag, sweep, wake_flag
from wiz.flags.models import Flag
from wiz.flags.today import tabs_for
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db


def late_report_of_today():
    report = make.report()
    sweep(at=make.at("2026-05-06"))
    return Flag.objects.get(rule="report-overdue", subject_id=report.pk), by(report)


def snooze(flag, user, until="2026-05-20", reason="Coach is ziek", on="2026-05-06"):
    snooze_flag(flag, until=d(until), reason=reason, by=user, at=make.at(on))


def mine(user, day):
    return list(tabs_for(user, d(day))["mine"].flags)


def test_snooze_hides_until_its_day_and_comes_back_by_itself():
    flag, user = late_report_of_today()
    assert mine(user, "2026-05-06") == [flag]
    snooze(flag, user)
    for day, seen in [("2026-05-06", []), ("2026-05-19", []), ("2026-05-20", [flag]), ("2026-05-21", [flag])]:
        sweep(at=make.at(day))
        assert mine(user, day) == seen, day
        assert list(tabs_for(user, d(day))["snoozed"].flags) == ([] if seen else [flag])
    flag.refresh_from_db()
    assert (flag.snoozed_by, flag.snooze_reason) == (user, "Coach is ziek")


def test_snooze_hides_nothing_from_the_lead():
    flag, user = late_report_of_today()
    snooze(flag, user)
    assert flag in Flag.objects.on_page_of_lead(d("2026-05-06"))
    assert mine(make.team_lead(), "2026-05-06") == [flag]


def test_snooze_survives_a_sweep_that_changes_its_dates():
    flag, user = late_report_of_today()
    snooze(flag, user)
    set_policy(
        key="report_overdue_lead", valid_from=d("2026-05-07"), value=30, source="x", by=make.administrator()
    )
    sweep(at=make.at("2026-05-07"))
    flag.refresh_from_db()
    assert str(flag.lead_from) == "2026-05-15"
    assert str(flag.snoozed_until) == "2026-05-20"


def test_a_flag_that_resolved_and_is_raised_again_is_not_snoozed():
    flag, user = late_report_of_today()
    snooze(flag, user)
    report = Report.objects.get(pk=flag.subject_id)
    move_due(report, due=d("2026-05-10"), reason="Nog even", by=user, at=make.at("2026-05-07"))
    assert not Flag.objects.open().filter(rule="report-overdue").exists()
    sweep(at=make.at("2026-05-17"))  # late again, and a week
    again = Flag.objects.open().get(rule="report-overdue")
    assert again.pk != flag.pk
    assert again.snoozed_until is None
    assert again in mine(user, "2026-05-17")


@pytest.mark.parametrize(
    ("until", "reason"),
    [
        ("2026-05-06", "Coach is ziek"),  # today is no putting off
        ("2026-05-05", "Coach is ziek"),
        ("2026-08-07", "Coach is ziek"),  # 93 days
        ("2026-05-20", ""),
        ("2026-05-20", " \n"),
    ],
)
def test_snooze_refused(until, reason):
    flag, user = late_report_of_today()
    with pytest.raises(Refused):
        snooze(flag, user, until, reason)
    assert mine(user, "2026-05-06") == [flag]


@pytest.mark.parametrize("until", ["2026-05-07", "2026-08-06"])
def test_snooze_from_tomorrow_to_three_months(until):
    flag, user = late_report_of_today()
    snooze(flag, user, until)
    assert mine(user, "2026-05-06") == []


@pytest.mark.parametrize("who", [make.worker, make.administrator])
def test_snooze_is_for_the_service_only(who):
    flag, _user = late_report_of_today()
    with pytest.raises(Refused):
        snooze(flag, who())


def test_snooze_of_what_was_dealt_with_is_refused():
    flag, user = late_report_of_today()
    make.deliver(Report.objects.get(pk=flag.subject_id), "2026-05-06")
    with pytest.raises(Refused):
        snooze(flag, user)
    with pytest.raises(Refused):
        wake_flag(flag, by=user, at=make.at("2026-05-06"))


def test_wake_flag_brings_it_back():
    flag, user = late_report_of_today()
    snooze(flag, user)
    wake_flag(flag, by=user, at=make.at("2026-05-07"))
    assert mine(user, "2026-05-07") == [flag]
