"""The flags around talks: the day before, on and after each term. Dates counted by hand."""

import datetime

import pytest

from partners.reports.actions import accept_incomplete
from tests import make
from tests.partners.test_flags import dated, where
from trajecten.agreements.actions import drop_agreement, move_agreement, reopen_agreement, settle_agreement
from trajecten.meetings.actions import Promise, miss_meeting, move_meeting
from wiz.flags.actions import sweep
from wiz.flags.models import Flag
from wiz.policy.actions import set_policy

pytestmark = pytest.mark.django_db
D = datetime.date.fromisoformat


# Agreements


@pytest.mark.parametrize(
    ("due", "day", "page"),
    [
        ("2026-05-04", "2026-05-03", ""),
        ("2026-05-04", "2026-05-04", ""),
        ("2026-05-04", "2026-05-05", "M"),
        ("2026-04-30", "2026-05-01", "M"),
        ("2028-02-28", "2028-02-28", ""),
        ("2028-02-28", "2028-02-29", "M"),
        ("2028-02-29", "2028-02-29", ""),
        ("2028-02-29", "2028-03-01", "M"),
    ],
)
def test_agreement_is_overdue_from_the_day_after(due, day, page):
    assert where("agreement-overdue", make.agreement(due=due), day) == page


@pytest.mark.parametrize(
    ("day", "page"),
    [
        ("2026-05-04", ""),
        ("2026-05-05", "B"),
        ("2026-05-10", "B"),
        ("2026-05-11", "M"),  # 7 days late
        ("2026-05-12", "M"),
    ],
)
def test_agreement_of_a_bureau_reaches_the_consultant_a_week_late(day, page):
    order = make.order()
    agreement = make.agreement(order.client, organisation=order.bureau.organisation)
    assert where("agreement-overdue-bureau", agreement, day) == page
    assert where("agreement-overdue", agreement, day) == ""
    if page:
        flag = Flag.objects.open().get(rule="agreement-overdue-bureau")
        assert flag.organisation_id == order.bureau_id


def test_agreement_of_a_consultant_names_her_as_owner():
    client = make.client()
    agreement = make.agreement(client, user=client.consultant)
    sweep(at=make.at("2026-05-05"))
    assert (
        Flag.objects.open().get(subject_id=agreement.pk, rule="agreement-overdue").owner == client.consultant
    )


def test_agreement_flag_closes_at_once_by_each_way_and_comes_back():
    agreement = make.agreement()
    by = agreement.client.consultant

    def stands():
        return Flag.objects.open().filter(rule="agreement-overdue").exists()

    at = make.at("2026-05-10")
    sweep(at=at)
    assert stands()
    settle_agreement(agreement, by=by, at=at)
    assert not stands()
    reopen_agreement(agreement, by=by, at=at)
    assert stands()
    move_agreement(agreement, due=D("2026-05-10"), reason="Ziek", by=by, at=at)
    assert not stands()
    sweep(at=make.at("2026-05-11"))
    assert stands()
    drop_agreement(agreement, reason="Verhuisd", by=by, at=make.at("2026-05-11"))
    assert not stands()


def test_agreement_that_waited_when_the_program_went_live_counts_from_then():
    make.service(live_since=D("2026-06-01"))
    agreement = make.agreement(due="2026-05-04")
    assert where("agreement-overdue", agreement, "2026-06-01") == ""
    assert where("agreement-overdue", agreement, "2026-06-02") == "M"


# No contact: 35 weeks are 245 days


@pytest.mark.parametrize(
    ("last", "before", "on"),
    [
        ("2026-01-05", "2026-09-06", "2026-09-07"),
        ("2027-06-29", "2028-02-28", "2028-02-29"),
        ("2026-03-31", "2026-11-30", "2026-12-01"),
    ],
)
def test_no_contact_from_35_weeks_after_the_last(last, before, on):
    client = make.client(on=last)
    make.meeting(client, last)
    assert where("no-contact", client, before) == ""
    assert where("no-contact", client, on) == "M"
    assert dated("no-contact", client)[:2] == (on, on)


def test_client_who_was_never_spoken_to_counts_from_the_day_she_came():
    client = make.client(on="2026-01-05")
    assert where("no-contact", client, "2026-09-06") == ""
    assert where("no-contact", client, "2026-09-07") == "M"


@pytest.mark.parametrize(
    ("changes", "page"),
    [
        ({}, ""),
        ({"kind": "message"}, ""),
        ({"reached": False}, "M"),
        ({"kind": "consultation", "client_present": False}, "M"),
    ],
)
def test_what_counts_as_contact(changes, page):
    client = make.client(on="2026-01-05")
    make.meeting(client, "2026-05-01", **changes)
    assert where("no-contact", client, "2026-09-08") == page


def test_missed_and_planned_meetings_are_no_contact():
    client = make.client(on="2026-01-05")
    missed = make.planned(client, "2026-05-06")
    miss_meeting(missed, state="no_show", reason="unknown", by=missed.led_by, at=make.at("2026-05-06"))
    make.planned(client, "2026-10-06", today="2026-09-01")
    assert where("no-contact", client, "2026-09-07") == "M"


def delivered(attended, on="2026-04-20", **changes):
    client = make.client(on="2026-01-05")
    report = make.report(of=make.order(client, start="2026-01-15", placed_on="2026-01-15"))
    made = attended + 1
    make.deliver(report, on, made=made, attended=attended, absent_with_notice=1, **changes)
    return client


@pytest.mark.parametrize(
    ("attended", "changes", "day", "page"),
    [
        # The period ends on 15 April.
        (3, {}, "2026-12-15", ""),
        (3, {}, "2026-12-16", "M"),
        (0, {}, "2026-09-07", "M"),
        # Its content stays hidden.
        (3, {"client_reaction": "blocked"}, "2026-09-07", "M"),
        # Delivered before the period ended: only what was known then.
        (3, {"on": "2026-04-01"}, "2026-12-01", ""),
        (3, {"on": "2026-04-01"}, "2026-12-02", "M"),
    ],
)
def test_appointment_kept_at_the_bureau_is_contact(attended, changes, day, page):
    client = delivered(attended, **changes)
    assert where("no-contact", client, day) == page


def test_no_contact_term_is_policy():
    client = make.client(on="2026-01-05")
    admin = make.administrator()
    set_policy(key="no_contact", valid_from=D("2026-02-01"), value=70, source="Besluit", by=admin)
    assert where("no-contact", client, "2026-03-15") == ""
    assert where("no-contact", client, "2026-03-16") == "M"


def test_noting_a_contact_closes_it_at_once():
    client = make.client(on="2026-01-05")
    assert where("no-contact", client, "2026-09-10") == "M"
    make.meeting(client, "2026-09-10")
    assert not Flag.objects.open().filter(rule="no-contact").exists()


# A report missing before a talk


def late_report():
    """Due on 15 April, and the next on 15 July."""
    client = make.client(on="2026-01-05")
    return make.report(of=make.order(client, start="2026-01-15", placed_on="2026-01-15"))


@pytest.mark.parametrize(
    ("talk", "day", "page"),
    [
        ("2026-05-06", "2026-04-21", ""),
        ("2026-05-06", "2026-04-22", "M"),  # 14 days before
        ("2026-05-06", "2026-05-06", "M"),
        ("2026-05-06", "2026-05-07", ""),
        ("2026-04-20", "2026-04-15", ""),  # due today is not late
        ("2026-04-20", "2026-04-16", "M"),
    ],
)
def test_report_is_missed_in_the_two_weeks_before_a_talk(talk, day, page):
    report = late_report()
    make.planned(report.client, talk, today="2026-04-01")
    assert where("report-missing-before-talk", report, day) == page
    if page:
        assert dated("report-missing-before-talk", report)[1] == talk


def test_report_that_came_is_not_missed_and_one_that_is_thin_is():
    report = late_report()
    make.planned(report.client, "2026-05-06")
    make.deliver(report, "2026-04-25", client_view="")
    assert where("report-missing-before-talk", report, "2026-04-26") == "M"
    accept_incomplete(report, reason="Genoeg", by=make.consultant(), at=make.at("2026-04-27"))
    assert where("report-missing-before-talk", report, "2026-04-27") == ""


def test_only_the_latest_report_is_missed():
    report = late_report()
    second = report.order.reports.get(number=2)
    make.planned(report.client, "2026-07-20", today="2026-05-01")
    make.deliver(second, "2026-07-10")
    assert where("report-missing-before-talk", report, "2026-07-16") == ""
    make.send_back(second, "2026-07-12")
    assert where("report-missing-before-talk", second, "2026-07-16") == "M"


def test_talk_that_is_moved_or_cancelled_misses_nothing():
    report = late_report()
    talk = make.planned(report.client, "2026-05-06")
    assert where("report-missing-before-talk", report, "2026-04-25") == "M"
    at = make.at("2026-04-25")
    move_meeting(talk, on=D("2026-05-10"), time=talk.time, by=talk.led_by, at=at)
    assert not Flag.objects.open().filter(rule="report-missing-before-talk").exists()
    assert where("report-missing-before-talk", report, "2026-04-26") == "M"
    miss_meeting(talk, state="cancelled", reason="ill", by=talk.led_by, at=make.at("2026-04-26"))
    assert not Flag.objects.open().filter(rule="report-missing-before-talk").exists()


# A report that contradicts the client


def two_stories(view="bad", on="2026-04-22", results=("running",), attended=7, **changes):
    """A report delivered on 20 April over the time until 15 April, and what she says."""
    client = make.client(on="2026-01-05")
    order = make.order(client, start="2026-01-15", placed_on="2026-01-15", goals=tuple("AB"[: len(results)]))
    report = make.report(of=order)
    lines = make.content(report).goals
    for line, result in zip(lines, results, strict=True):
        object.__setattr__(line, "result", result)
    make.deliver(report, "2026-04-20", goals=lines, made=9, attended=attended, **changes)
    make.meeting(client, on, experiences=[(order.activity_id, view, "")])
    return report


CONTRADICTS = "report-contradicts-client"


@pytest.mark.parametrize(
    ("situation", "page"),
    [
        ({}, "M"),
        ({"view": "good"}, ""),
        ({"view": "mixed"}, ""),
        ({"results": ("reached", "running")}, "M"),
        ({"results": ("reached", "not")}, ""),
        ({"results": ("partly", "running")}, ""),
        ({"view": "no_contact"}, "M"),
        ({"view": "no_contact", "results": ("not",)}, "M"),
        ({"view": "no_contact", "attended": 0}, ""),
        ({"client_reaction": "blocked"}, ""),
        # The period began on 15 January: what she said the day before is not about it.
        ({"on": "2026-01-14"}, ""),
        ({"on": "2026-01-15"}, "M"),
    ],
)
def test_two_stories_are_seen(situation, page):
    assert where(CONTRADICTS, two_stories(**situation), "2026-04-22") == page


def test_two_stories_stand_from_the_day_both_are_known():
    report = two_stories()
    assert where(CONTRADICTS, report, "2026-04-21") == ""
    assert where(CONTRADICTS, report, "2026-04-22") == "M"
    assert dated(CONTRADICTS, report)[0] == "2026-04-22"


def test_answer_after_the_talk_closes_it_and_one_before_does_not():
    report = two_stories()
    make.answer(report, "2026-04-21")
    assert where(CONTRADICTS, report, "2026-04-22") == "M"
    other = two_stories()
    make.answer(other, "2026-04-23")
    assert where(CONTRADICTS, other, "2026-04-23") == ""


def test_later_talk_in_which_it_is_better_closes_it():
    report = two_stories()
    make.meeting(report.client, "2026-05-01", experiences=[(report.order.activity_id, "good", "")])
    assert where(CONTRADICTS, report, "2026-05-01") == ""


def test_later_talk_in_which_it_was_not_discussed_does_not():
    report = two_stories()
    make.meeting(report.client, "2026-05-01")
    assert where(CONTRADICTS, report, "2026-05-01") == "M"


def test_what_the_bureau_promised_at_the_talk_closes_it():
    report = two_stories()
    order = report.order
    promise = Promise("Belt elke week", D("2026-05-15"), organisation=order.bureau.organisation)
    make.meeting(
        order.client, "2026-05-01", experiences=[(order.activity_id, "bad", "")], agreements=[promise]
    )
    assert where(CONTRADICTS, report, "2026-05-01") == ""


def test_next_report_takes_its_place():
    report = two_stories()
    second = report.order.reports.get(number=2)
    make.deliver(second, "2026-07-16")
    assert where(CONTRADICTS, report, "2026-07-16") == ""
    # She said it before the second period began.
    assert where(CONTRADICTS, second, "2026-07-16") == ("M" if second.period_start <= D("2026-04-22") else "")
