"""Who may do what with an exemption, and when: state × move × role × asked for it herself, by hand."""

import datetime
import itertools
from decimal import Decimal

import pytest
from django.utils import translation

from tests import make
from trajecten.exemptions.models import Exemption
from trajecten.exemptions.rules import (
    MOVES,
    check_extent,
    check_granted,
    check_look_again,
    check_move,
    check_period,
    check_revocation,
)
from trajecten.reviews.today import rows
from wiz.absence.models import Absence
from wiz.actions import Refused, allowed
from wiz.casefile.events import build_event
from wiz.people.roles import Role

# c: who works cases (consultant, team lead). r: a reviewer who did not ask for it. -: nobody.
TABLE = """
             draft  submitted  returned  granted  refused  withdrawn  revoked
change       c      -          c         -        -        -          -
submit       c      -          c         -        -        -          -
take_back    -      c          -         -        -        -          -
withdraw     c      c          c         -        -        -          -
ask_peer     c      c          c         -        -        -          -
answer_peer  c      c          c         -        -        -          -
review       -      r          -         -        -        -          -
revoke       -      -          -         r        -        -          -
settle       -      -          -         c        -        -          c
agree        -      -          -         c        -        -          -
renew        -      -          -         c        -        -          c
look_again   -      -          -         c        -        -          -
let_end      -      -          -         c        -        -          -
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
STATES = LINES[0]
EXPECTED = {
    (line[0], state): sign for line in LINES[1:] for state, sign in zip(STATES, line[1:], strict=True)
}
# By role, and whether she asked for it: works cases, reviews this one.
PEOPLE = {
    (Role.CONSULTANT, True): "c",
    (Role.CONSULTANT, False): "c",
    (Role.TEAM_LEAD, True): "c",
    (Role.TEAM_LEAD, False): "cr",
    (Role.BUREAU_WORKER, True): "",
    (Role.BUREAU_WORKER, False): "",
    (Role.ADMINISTRATOR, True): "",
    (Role.ADMINISTRATOR, False): "",
}
DAY = datetime.date(2026, 4, 20)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def person(role):
    if role == Role.BUREAU_WORKER:
        return make.worker()
    return {
        Role.CONSULTANT: make.consultant,
        Role.TEAM_LEAD: make.team_lead,
        Role.ADMINISTRATOR: make.administrator,
    }[role]()


def of(user, asked_it, state, how):
    """An exemption in a state, made or submitted by this person, or by somebody else."""
    other = make.consultant()
    made = user if asked_it and how == "made" else other
    submitted = user if asked_it and how == "submitted" else other
    return Exemption(state=state, made_by=made, submitted_by=submitted)


def test_the_table_knows_every_move_and_every_state():
    assert {move for move, _state in EXPECTED} == set(MOVES)
    assert set(STATES) == set(Exemption.State)
    assert set(PEOPLE) == set(itertools.product(Role, (True, False)))


@pytest.mark.django_db
@pytest.mark.parametrize("how", ["made", "submitted"])
@pytest.mark.parametrize(("role", "asked_it"), PEOPLE)
def test_move_of_a_role_in_a_state(role, asked_it, how):
    user = person(role)
    for (move, state), sign in EXPECTED.items():
        may = allowed(check_move, user, of(user, asked_it, state, how), move, DAY)
        assert may == (sign in PEOPLE[role, asked_it] and sign != "-"), (move, state)


@pytest.mark.django_db
def test_refusal_says_why():
    lead = make.team_lead()
    for (move, state), sign in EXPECTED.items():
        if sign == "-":
            with pytest.raises(Refused, match=r"\.$"):
                check_move(lead, of(lead, False, state, "made"), move, DAY)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("day", "may"), [("2026-04-19", False), ("2026-04-20", True), ("2026-04-24", True), ("2026-04-25", False)]
)
def test_who_covers_for_an_absent_lead_reviews_in_those_days(day, may):
    lead, substitute = make.team_lead(), make.consultant()
    Absence.objects.create(
        person=lead,
        first_day=DAY,
        last_day=datetime.date(2026, 4, 24),
        covered_by=substitute,
        made_by=lead,
        made_at=make.at("2026-04-01"),
    )
    asked = of(substitute, False, "submitted", "made")
    assert allowed(check_move, substitute, asked, "review", datetime.date.fromisoformat(day)) == may
    own = of(substitute, True, "submitted", "made")
    assert not allowed(check_move, substitute, own, "review", DAY)


@pytest.mark.django_db
def test_who_covers_for_a_lead_is_told_of_what_she_may_decide_on():
    """Not of what she put before the reviewers herself, in whatever round."""
    lead, substitute = make.team_lead(), make.consultant()
    Absence.objects.create(
        person=lead, first_day=DAY, last_day=DAY, covered_by=substitute, made_by=lead, made_at=make.at(DAY)
    )
    for number in (1, 2):
        asked = make.exemption(make.client(make.consultant()), "submitted", DAY)
        assert [row["count"] for row in rows(substitute, DAY)] == [number]
    build_event(asked.client, "exemption-submitted", at=make.at(DAY), by=substitute, subject=asked).save()
    assert [row["count"] for row in rows(substitute, DAY)] == [1]


@pytest.mark.django_db
def test_who_covers_for_a_consultant_reviews_nothing():
    colleague, substitute = make.consultant(), make.consultant()
    Absence.objects.create(
        person=colleague,
        first_day=DAY,
        last_day=DAY,
        covered_by=substitute,
        made_by=colleague,
        made_at=make.at("2026-04-01"),
    )
    assert not allowed(check_move, substitute, of(substitute, False, "submitted", "made"), "review", DAY)


@pytest.mark.parametrize(
    ("extent", "hours", "right"),
    [
        ("full", None, True),
        ("full", Decimal(16), False),
        ("partial", None, False),
        ("partial", Decimal(0), False),
        ("partial", Decimal("0.5"), True),
        ("partial", Decimal(60), True),
        ("partial", Decimal("60.5"), False),
        ("partial", Decimal(-1), False),
    ],
)
def test_extent_and_hours_go_together(extent, hours, right):
    assert allowed(check_extent, extent, hours) == right


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        ("2026-05-01", "2026-05-01", True),
        ("2026-05-01", "2026-04-30", False),
        ("2026-05-01", "2027-04-30", True),
        ("2026-05-01", "2027-05-01", False),
        ("2028-02-29", "2029-02-27", True),  # twelve calendar months from 29 February end on the 27th
        ("2028-02-29", "2029-02-28", False),
    ],
)
def test_period_has_an_end_within_twelve_months(start, end, right):
    days = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    assert allowed(check_period, *days, 12) == right


@pytest.mark.parametrize(
    ("day", "right"),
    [("2026-04-30", False), ("2026-05-01", True), ("2026-10-31", True), ("2026-11-01", False)],
)
def test_look_again_lies_within_the_exemption(day, right):
    period = datetime.date(2026, 5, 1), datetime.date(2026, 10, 31)
    assert allowed(check_look_again, datetime.date.fromisoformat(day), *period) == right


@pytest.mark.parametrize(
    ("start", "end", "right"),
    [
        ("2026-05-01", "2026-10-31", True),
        ("2026-06-01", "2026-06-01", True),
        ("2026-04-30", "2026-10-31", False),
        ("2026-05-01", "2026-11-01", False),
        ("2026-06-02", "2026-06-01", False),
    ],
)
def test_granted_lies_within_what_was_asked(start, end, right):
    exemption = Exemption(start=datetime.date(2026, 5, 1), end=datetime.date(2026, 10, 31))
    days = datetime.date.fromisoformat(start), datetime.date.fromisoformat(end)
    assert allowed(check_granted, exemption, *days, "partial", Decimal(8)) == right


@pytest.mark.parametrize(
    ("last_day", "right"),
    [("2026-06-08", False), ("2026-06-09", True), ("2026-10-30", True), ("2026-10-31", False)],
)
def test_revoked_from_today_on_and_before_its_own_end(last_day, right):
    exemption = Exemption(granted_until=datetime.date(2026, 10, 31))
    today = datetime.date(2026, 6, 10)
    assert (
        allowed(check_revocation, exemption, datetime.date.fromisoformat(last_day), "Anders", today) == right
    )
    assert not allowed(check_revocation, exemption, today, "  ", today)
