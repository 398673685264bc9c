"""Who may do what with a plan, and when: state × move × role, by hand."""

import datetime

import pytest
from django.utils import translation

from tests import make
from trajecten.plans.content import agreed, differences
from trajecten.plans.models import Plan, PlanVersion
from trajecten.plans.rules import (
    MOVES,
    check_move,
    check_rest,
    check_review,
    likely_review,
    state_of,
    training_rule,
)
from wiz.actions import Refused, allowed
from wiz.people.models import User
from wiz.people.roles import Role

# A plus where the move may be made by who works cases; nobody else may make any.
TABLE = """
              draft  offered  signed  changed  reoffered  ended
change        +      -        +       +        -          -
offer         +      -        -       +        -          -
withdraw      -      +        -       -        +          -
sign          -      +        -       -        +          -
review        -      -        +       +        +          -
settle_goal   +      +        +       +        +          -
end           +      +        +       +        +          -
"""
LINES = [line.split() for line in TABLE.strip().splitlines()]
STATES = LINES[0]
EXPECTED = {
    (line[0], state): sign == "+" for line in LINES[1:] for state, sign in zip(STATES, line[1:], strict=True)
}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_the_table_knows_every_move_and_every_state():
    assert {move for move, _state in EXPECTED} == set(MOVES)
    assert set(STATES) == set(Plan.State)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize(("move", "state"), EXPECTED)
def test_move_of_a_role_in_a_state(move, state, role):
    works_cases = role in (Role.CONSULTANT, Role.TEAM_LEAD)
    may = allowed(check_move, User(role=role), Plan(state=state), move)
    assert may == (EXPECTED[move, state] and works_cases)


@pytest.mark.parametrize(
    ("kind", "rest_until", "proposed"),
    [
        ("work", None, "2027-02-28"),  # six calendar months from 31 August
        ("work", "2026-11-30", "2027-02-28"),  # a day that was left from when it was a rest plan
        ("rest", "2027-03-01", "2027-02-28"),
        ("rest", "2027-02-28", "2027-02-28"),
        ("rest", "2026-11-30", "2026-11-30"),  # before the rest is over, not three months after
        ("rest", "2026-09-01", "2026-09-01"),
        ("rest", "2026-08-31", "2027-02-28"),  # its last day: the next is not in it any more
    ],
)
def test_next_review_proposed_lies_within_the_rest(kind, rest_until, proposed):
    plan = Plan(kind=kind, rest_until=rest_until and datetime.date.fromisoformat(rest_until))
    assert likely_review(plan, datetime.date(2026, 8, 31), 6).isoformat() == proposed


@pytest.mark.parametrize("move", MOVES)
def test_refusal_says_why(move):
    for state in STATES:
        if not EXPECTED[move, state]:
            with pytest.raises(Refused, match=r"\."):
                check_move(User(role=Role.CONSULTANT), Plan(state=state), move)


@pytest.mark.parametrize(
    ("kind", "until", "expected", "refused"),
    [
        ("rest", None, "Wandelen", "until when"),
        ("rest", datetime.date(2027, 1, 1), "  ", "what you expect"),
        ("rest", datetime.date(2027, 1, 1), "Wandelen", ""),
        ("work", None, "", ""),
    ],
)
def test_rest_needs_an_end_and_expectations(kind, until, expected, refused):
    if not refused:
        check_rest(kind, until, expected)
        return
    with pytest.raises(Refused, match=refused):
        check_rest(kind, until, expected)


@pytest.mark.parametrize(
    ("next_on", "right"), [("2026-04-19", False), ("2026-04-20", False), ("2026-04-21", True)]
)
def test_next_review_comes_after_today(next_on, right):
    day = datetime.date(2026, 4, 20)
    assert allowed(check_review, day, datetime.date.fromisoformat(next_on), day) is right


def content(**changes):
    usual = {
        "kind": "work", "end_goal": "Werk", "preference": "", "hours": "8.0", "rest_until": "", "expected": "",
        "review_on": "2026-10-01", "goals": [], "activities": [],
    }  # fmt: skip
    return {**usual, **changes}


def activity(**changes):
    usual = {
        "id": 1, "kind": "order", "title": "Coaching", "organisation": "Yonder", "start": "2026-01-01",
        "end": "2026-12-31", "hours": "", "contribution": "", "cost": "", "goals": [1],
    }  # fmt: skip
    return {**usual, **changes}


def version(number, **fields):
    return PlanVersion(number=number, content=content(), offered_at=make.at("2026-04-01"), **fields)


SIGNED, WITHDRAWN = {"signed_on": datetime.date(2026, 4, 2)}, {"withdrawn_at": make.at("2026-04-02")}


@pytest.mark.parametrize(
    ("versions", "now", "expected"),
    [
        ([], {}, "draft"),
        ([{}], {}, "offered"),
        ([{}], {"hours": "9.0"}, "offered"),
        ([WITHDRAWN], {}, "draft"),
        ([SIGNED], {}, "signed"),
        ([SIGNED], {"hours": "9.0"}, "changed"),
        ([SIGNED], {"review_on": "2027-01-01"}, "signed"),
        ([SIGNED, {}], {"hours": "9.0"}, "reoffered"),
        ([SIGNED, WITHDRAWN], {"hours": "9.0"}, "changed"),
        ([SIGNED, WITHDRAWN], {}, "signed"),
    ],
)
def test_state_follows_from_versions_and_content(versions, now, expected):
    rows = [version(n, **fields) for n, fields in enumerate(versions, start=1)][::-1]
    assert state_of(Plan(), rows, content(**now)) == expected
    assert state_of(Plan(ended_on=datetime.date(2026, 5, 1)), rows, content(**now)) == "ended"


def test_an_order_that_is_extended_leaves_a_signature_alone_and_her_own_activity_does_not():
    before = content(activities=[activity()])
    assert agreed(before) == agreed(content(activities=[activity(end="2027-03-01")]))
    assert agreed(before) != agreed(content(activities=[activity(cost="100.00")]))
    own = content(activities=[activity(kind="other")])
    assert agreed(own) != agreed(content(activities=[activity(kind="other", end="2027-03-01")]))


def test_differences_say_what_was_added_removed_and_changed(settings):
    goal = {"id": 1, "text": "Opvang", "due": "2026-05-01", "who": "client", "who_name": ""}
    other = {**goal, "id": 2, "text": "Taal"}
    before = content(goals=[goal, other], preference="Tuin")
    after = content(
        goals=[{**goal, "due": "2026-06-01"}, {**other, "id": 3, "text": "Cv"}], end_goal="Werk in de zorg"
    )
    found = [(one.kind, one.before[:6], one.after[:6]) for one in differences(before, after)]
    assert found == [
        ("changed", "Werk", "Werk i"),
        ("removed", "Tuin", ""),
        ("removed", "Taal ·"[:6], ""),
        ("changed", "Opvang", "Opvang"),
        ("added", "", "Cv · C"[:6]),
    ]
    assert differences(before, before) == []


def test_training_rule_is_the_municipalitys(settings):
    assert "part-time job" in training_rule()
    settings.WIZ_TRAINING_RULE = "Bij ons altijd scholing."
    assert training_rule() == "Bij ons altijd scholing."
