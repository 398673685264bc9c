"""The dates of every matter: from which day to which day each stands in a calendar, and when it goes."""

import datetime

import pytest
from django.utils import translation

from partners.orders.actions import end_order
from partners.reports.models import Report
from tests import make
from trajecten.agreements.models import Agreement
from trajecten.exemptions.models import Exemption
from trajecten.meetings.models import Meeting
from trajecten.plans.models import Activity, Goal, Plan
from wiz.absence.models import Absence
from wiz.calendar.sources import SOURCES, Kind, scope_of
from wiz.casefile.events import build_event
from wiz.policy.models import PolicyValue

pytestmark = pytest.mark.django_db

DAY = datetime.timedelta(days=1)
# An ordinary day, leap day, the turn of a year, the nights the clock changes.
DATES = ["2026-05-06", "2028-02-29", "2026-12-31", "2026-03-29", "2026-10-25"]


@pytest.fixture
def client():
    return make.client()


def found(client, source, first, last, person=None):
    scope = scope_of(person or client.consultant, client.consultant, [])
    return list(SOURCES[source].function(scope, first, last))


def stands(client, source, kind, day, first, last):
    """Whether an entry of this kind stands on this day in the calendar of these days."""
    return any(e.day == day and e.kind == kind for e in found(client, source, first, last))


def check_days(client, source, kind, day, *, stays):
    """It stands there from when its day is the last one asked for; and stays after it as long as it is open."""
    for first, last, expected in (
        (day - 14 * DAY, day - DAY, False),
        (day - 14 * DAY, day, True),
        (day, day, True),
        (day, day + 14 * DAY, True),
        (day + DAY, day + 14 * DAY, stays),
    ):
        assert stands(client, source, kind, day, first, last) is expected, (first, last)


def plan(client, **fields):
    usual = {"kind": "work", "end_goal": "Werk", "state": "signed", "made_by": client.consultant}
    return Plan.objects.create(client=client, made_at=make.at("2026-01-05"), **{**usual, **fields})


def a_talk(client, day):
    return make.planned(client, day, today=day - 30 * DAY)


def an_agreement(client, day):
    return make.agreement(client, day, on=day - 14 * DAY, user=client.consultant)


def a_review(client, day):
    return plan(client, review_on=day)


def a_rest(client, day):
    return plan(client, kind="rest", rest_until=day, expected="Rust", state="offered")


def a_goal(client, day):
    return Goal.objects.create(plan=plan(client), text="Rijbewijs", due=day, who="client")


def a_start(client, day):
    return Activity.objects.create(client=client, kind="work", title="Winkel", start=day, end=day + 90 * DAY)


def an_end(client, day):
    return Activity.objects.create(client=client, kind="work", title="Winkel", start=day - 90 * DAY, end=day)


def an_order_starts(client, day):
    return make.order(client, start=day, end=day + 90 * DAY, placed_on=(day - 9 * DAY).isoformat())


def an_order_ends(client, day):
    return make.order(client, start=day - 90 * DAY, end=day, placed_on=(day - 99 * DAY).isoformat())


def a_report(client, day):
    start = day - 99 * DAY
    order = make.order(client, start=start, end=day + 99 * DAY, placed_on=start.isoformat())
    report = order.reports.first()
    order.reports.exclude(pk=report.pk).delete()
    Report.objects.filter(pk=report.pk).update(due=day)
    return report


def childcare_to_decide(client, day):
    return make.childcare(client, day - 28 * DAY, decide_by=day, needed_from=day + 99 * DAY)


def childcare_needed(client, day):
    return make.childcare(client, day - 28 * DAY, decide_by=day + 99 * DAY, needed_from=day)


def _granted(client, day, **fields):
    decided = {"decided_by": client.consultant, "decided_at": make.at(day), "decided_on": day}
    return make.childcare(client, day - 99 * DAY, outcome="granted", decide_by=None, **decided, **fields)


def childcare_granted(client, day):
    return _granted(client, day, state="granted", needed_from=day)


def childcare_runs_out(client, day):
    start = day - 30 * DAY
    return _granted(client, day, state="started", started_on=start, needed_from=start, until=day)


def childcare_was_ended(client, day):
    start = day - 30 * DAY
    ended = {"ended_on": day, "end_reason": "Verhuisd"}
    return _granted(client, day, state="ended", started_on=start, needed_from=start, **ended)


def a_referral(client, day):
    return make.referral(client, day - 30 * DAY, ask=day)


def a_review_to_do(client, day):
    exemption = make.exemption(client, "submitted", day - 14 * DAY, **around(day))
    Exemption.objects.filter(pk=exemption.pk).update(review_due=day)
    return exemption


def granted(client, **period):
    """As a lead granted it, whatever the day on which a test asks."""
    exemption = make.exemption(client, "granted", "2026-01-05", **around(datetime.date(2026, 1, 5)))
    Exemption.objects.filter(pk=exemption.pk).update(**period)
    return exemption


def around(day):
    return {"start": day, "end": day + 90 * DAY, "look_again_on": day + 60 * DAY}


def an_exemption_starts(client, day):
    far = day + 300 * DAY
    return granted(client, granted_from=day, granted_until=far, look_again_on=far)


def an_exemption_ends(client, day):
    return granted(client, granted_from=day - 90 * DAY, granted_until=day, look_again_on=day - 60 * DAY)


def an_exemption_after_which_nothing_follows(client, day):
    exemption = an_exemption_ends(client, day)
    Exemption.objects.filter(pk=exemption.pk).update(nothing_follows="Zij werkt")
    return exemption


def an_exemption_to_look_at(client, day):
    return granted(client, granted_from=day - 90 * DAY, granted_until=day + 90 * DAY, look_again_on=day)


CASES = [
    ("ontheffing", Kind.DUE, a_review_to_do, True),
    ("ontheffing", Kind.STARTS, an_exemption_starts, False),
    ("ontheffing", Kind.ENDS, an_exemption_ends, True),
    ("ontheffing", Kind.ENDS, an_exemption_after_which_nothing_follows, False),
    ("ontheffing", Kind.LOOK_AGAIN, an_exemption_to_look_at, True),
    ("opvang", Kind.DECIDE, childcare_to_decide, True),
    ("opvang", Kind.STARTS, childcare_needed, True),
    ("opvang", Kind.STARTS, childcare_granted, True),
    ("opvang", Kind.ENDS, childcare_runs_out, True),
    ("opvang", Kind.ENDS, childcare_was_ended, False),
    ("hulp", Kind.LOOK_AGAIN, a_referral, True),
    ("gesprekken", Kind.TALK, a_talk, True),
    ("afspraken", Kind.DUE, an_agreement, True),
    ("plannen", Kind.LOOK_AGAIN, a_review, True),
    ("plannen", Kind.ENDS, a_rest, True),
    ("doelen", Kind.DUE, a_goal, True),
    ("activiteiten", Kind.STARTS, a_start, False),
    ("activiteiten", Kind.ENDS, an_end, False),
    ("opdrachten", Kind.STARTS, an_order_starts, False),
    ("opdrachten", Kind.ENDS, an_order_ends, True),
    ("rapporten", Kind.DUE, a_report, True),
]


@pytest.mark.parametrize("date", DATES)
@pytest.mark.parametrize(
    ("source", "kind", "made", "stays"), CASES, ids=lambda value: getattr(value, "__name__", str(value))
)
def test_days(client, source, kind, made, stays, date):
    day = datetime.date.fromisoformat(date)
    made(client, day)
    check_days(client, source, kind, day, stays=stays)
    # Of another's client nothing stands there.
    assert not found(client, source, day, day, person=make.consultant())


SETTLED = [
    (a_talk, "gesprekken", Meeting, {"state": "held"}),
    (an_agreement, "afspraken", Agreement, {"state": "done"}),
    (a_review, "plannen", Plan, {"state": "draft"}),
    (a_review, "plannen", Plan, {"state": "ended", "ended_on": "2026-05-01", "result": "other", "end_reason": "x"}),
    (a_rest, "plannen", Plan, {"state": "ended", "ended_on": "2026-05-01", "result": "other", "end_reason": "x"}),
    (a_goal, "doelen", Goal, {"state": "reached", "settled_on": "2026-05-01"}),
    (a_goal, "doelen", Goal, {"who": "bureau"}),
]  # fmt: skip


@pytest.mark.parametrize(("made", "source", "model", "change"), SETTLED)
def test_what_is_settled_is_gone(client, made, source, model, change):
    day = datetime.date(2026, 5, 6)
    row = made(client, day)
    assert found(client, source, day, day)
    extra = {}
    if change.get("state") in ("held", "done"):
        who = "written" if model is Meeting else "settled"
        extra = {f"{who}_at": make.at(day), f"{who}_by": client.consultant}
    model.objects.filter(pk=row.pk).update(**change, **extra)
    assert not found(client, source, day, day)


@pytest.mark.parametrize("who", ["client", "bureau", "other"])
def test_what_others_promised_is_left_to_its_flags(client, who):
    owner = {
        "client": {},
        "bureau": {"organisation": make.bureau().organisation},
        "other": {"name": "Moeder"},
    }[who]
    day = datetime.date(2026, 5, 6)
    make.agreement(client, day, on=day - DAY, **owner)
    assert not found(client, "afspraken", day, day)


def test_a_goal_of_a_plan_that_ended_is_gone(client):
    day = datetime.date(2026, 5, 6)
    goal = a_goal(client, day)
    Plan.objects.filter(pk=goal.plan_id).update(
        state="ended", ended_on=day, result="other", end_reason="Verhuisd"
    )
    assert not found(client, "doelen", day, day)


def test_an_order_that_was_ended_ends_on_that_day_and_waits_for_nobody(client):
    planned, ended = datetime.date(2026, 8, 4), datetime.date(2026, 5, 6)
    order = make.order(client, start="2026-01-15", end=planned)
    end_order(order, ended_on=ended, reason="Werk", by=client.consultant, at=make.at("2026-05-01"))
    check_days(client, "opdrachten", Kind.ENDS, ended, stays=False)
    assert not found(client, "opdrachten", ended + DAY, planned)


def test_an_order_names_its_bureau(client):
    make.order(client, bureau=make.bureau("Yonder"), start="2026-05-06")
    day = datetime.date(2026, 5, 6)
    assert [entry.organisation for entry in found(client, "opdrachten", day, day)] == ["Yonder"]


@pytest.mark.parametrize("term", [14, 7])
def test_an_answer_is_due_by_the_term_after_delivery(client, term):
    PolicyValue.objects.create(key="report_reply", value=term, valid_from="2026-01-01", source="Besluit")
    report = make.report(of=make.order(client))
    report = make.deliver(report, "2026-04-10")
    day = datetime.date(2026, 4, 10) + term * DAY
    check_days(client, "rapporten", Kind.DECIDE, day, stays=True)
    make.answer(report, "2026-04-12")
    assert not stands(client, "rapporten", Kind.DECIDE, day, day, day)


def test_a_report_sent_back_is_due_on_its_new_day(client):
    report = make.deliver(make.report(of=make.order(client)), "2026-04-10", client_view="")
    make.send_back(report, "2026-04-20")
    assert stands(client, "rapporten", Kind.DUE, datetime.date(2026, 5, 4), *[datetime.date(2026, 5, 4)] * 2)


@pytest.mark.parametrize("state", ["refused", "withdrawn"])
def test_childcare_that_will_not_come_has_no_dates(client, state):
    day = datetime.date(2026, 5, 6)
    if state == "refused":
        decided = {"decided_by": client.consultant, "decided_at": make.at(day), "decided_on": day}
        fields = {"outcome": "refused", "decision_reason": "Oma past op", **decided}
    else:
        fields = {"withdrawn_on": day}
    make.childcare(client, day - DAY, state=state, decide_by=None, needed_from=day, until=day, **fields)
    assert not found(client, "opvang", day, day)


def test_childcare_that_waits_for_data_says_so(client):
    day = datetime.date(2026, 5, 6)
    childcare_to_decide(client, day).suspensions.create(
        what="Loonstrook", asked_on=day - 20 * DAY, respond_by=day - 9 * DAY, by=client.consultant
    )
    with translation.override("en"):
        notes = [found(client, "opvang", day - n * DAY, day)[0].note for n in (9, 8)]
    assert notes == ["waits for data", ""]


def test_childcare_a_colleague_sees_to_stands_with_both(client):
    colleague, day = make.consultant(), datetime.date(2026, 5, 6)
    make.childcare(client, day - 28 * DAY, decide_by=day, owner=colleague)
    for person in (client.consultant, colleague):
        [entry] = found(client, "opvang", day, day, person=person)
        assert entry.owner_id == colleague.pk


def test_a_review_stands_with_who_decides(client):
    lead, day = make.team_lead(), datetime.date(2026, 5, 6)
    exemption = a_review_to_do(client, day)
    [entry] = found(client, "ontheffing", day, day, person=lead)
    assert (entry.kind, entry.owner_id, entry.day) == (Kind.DECIDE, lead.pk, day)
    # Not with a lead who asked for it, now or in an earlier round; nor where she covers for the consultant.
    asker = make.team_lead()
    build_event(client, "exemption-submitted", at=make.at(day), by=asker, subject=exemption).save()
    Exemption.objects.filter(pk=exemption.pk).update(submitted_by=lead)
    for own in (lead, asker):
        assert not found(client, "ontheffing", day, day, person=own)
        away = Absence(person=client.consultant, covered_by=own, first_day=day, last_day=day)
        covering = scope_of(own, own, [away])
        assert [e.kind for e in SOURCES["ontheffing"].function(covering, day, day)] == [Kind.DUE]
    assert [e.kind for e in found(client, "ontheffing", day, day)] == [Kind.DUE]
    [entry] = found(client, "ontheffing", day, day, person=make.team_lead())
    assert entry.kind == Kind.DECIDE


def test_a_talk_and_a_promise_of_a_colleague_about_her_client_name_the_colleague(client):
    colleague = make.consultant()
    day = datetime.date(2026, 5, 6)
    talk = a_talk(client, day)
    Meeting.objects.filter(pk=talk.pk).update(led_by=colleague)
    make.agreement(client, day, on=day - DAY, user=colleague)
    for source in ("gesprekken", "afspraken"):
        assert [entry.owner_id for entry in found(client, source, day, day)] == [colleague.pk]
        # And they stand with the colleague, whose client it is not.
        [entry] = found(client, source, day, day, person=colleague)
        assert entry.owner_id == colleague.pk
