"""Who may do what with a request for childcare, and when: every move × state × role, against a table by hand."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation

from tests import make
from trajecten.childcare.models import ChildcareRequest
from trajecten.childcare.rules import MOVES, check_move, past_care, split
from wiz.actions import Refused, allowed
from wiz.clients.models import Child
from wiz.people.models import User
from wiz.people.roles import Role


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


# Per state the moves that are possible, by whom: w = whoever works cases, d = the owner or a team lead, . = nobody.
TABLE = """
               change ask_offer receive_offer ask_data receive_data extend decide pay_advance start end withdraw give
received       w      w         w             w        w            d      d      w           .     .   w        w
offer_asked    w      .         w             w        w            d      d      w           .     .   w        w
offer_received w      .         w             w        w            d      d      w           .     .   w        w
granted        .      .         .             .        .            .      .      w           w     .   w        w
partly         .      .         .             .        .            .      .      w           w     .   w        w
refused        .      .         .             .        .            .      .      .           .     .   .        .
started        .      .         .             .        .            .      .      w           .     w   .        w
ended          .      .         .             .        .            .      .      .           .     .   .        .
withdrawn      .      .         .             .        .            .      .      .           .     .   .        .
"""
HEAD, *LINES = TABLE.strip().splitlines()
EXPECTED = {
    (state, move): who
    for state, *row in (line.split() for line in LINES)
    for move, who in zip(HEAD.split(), row, strict=True)
}
# Who, and whether the request is hers.
PEOPLE = {
    ("consultant", True): "wd",
    ("consultant", False): "w",
    ("team_lead", True): "wd",
    ("team_lead", False): "wd",
    ("bureau_worker", True): "",
    ("bureau_worker", False): "",
    ("administrator", True): "",
    ("administrator", False): "",
}


def test_the_table_knows_every_state_move_and_role():
    assert {state for state, _move in EXPECTED} == set(ChildcareRequest.State.values)
    assert {move for _state, move in EXPECTED} == set(MOVES)
    assert {role for role, _owns in PEOPLE} == set(Role.values)


@pytest.mark.parametrize(("state", "move"), EXPECTED)
@pytest.mark.parametrize(("role", "owns"), PEOPLE)
def test_who_may_do_what(role, owns, state, move):
    request = ChildcareRequest(state=state)
    may = EXPECTED[state, move] in PEOPLE[role, owns]
    assert allowed(check_move, User(role=role), request, move, owns=owns) is may


def test_who_may_not_decide_hears_who_does():
    request = ChildcareRequest(state="received")
    with pytest.raises(Refused, match="owner of this request decides"):
        check_move(User(role=Role.CONSULTANT), request, "decide", owns=False)


# Children


@pytest.mark.parametrize(
    ("born", "day", "past"),
    [
        ("2014-06-10", "2027-06-09", False),  # twelve, the day before
        ("2014-06-10", "2027-06-10", True),  # thirteen today
        ("2014-06-10", "2027-06-11", True),
        ("2012-02-29", "2025-02-28", False),  # turns thirteen on 1 March
        ("2012-02-29", "2025-03-01", True),
    ],
)
def test_a_child_is_past_childcare_from_its_thirteenth_birthday(born, day, past):
    child = Child(birth_date=datetime.date.fromisoformat(born))
    assert past_care(child, datetime.date.fromisoformat(day), 12) is past


# Money

NOTHING = {"pays_tax_office": None, "pays_employer": None, "pays_municipality": None, "pays_parent": None}


def parts(**given):
    return NOTHING | {f"pays_{name}": Decimal(euros) for name, euros in given.items()}


def test_parts_that_come_to_the_cost_stand_as_they_are():
    given = parts(tax_office="300", employer="0", municipality="80", parent="32.50")
    assert split(Decimal("412.50"), given) == given


def test_what_is_left_is_the_clients():
    found = split(Decimal("412.50"), parts(tax_office="300", municipality="80"))
    assert found == parts(tax_office="300", employer="0", municipality="80", parent="32.50")


def test_nothing_filled_in_stays_unknown():
    assert split(Decimal("412"), NOTHING) == NOTHING


@pytest.mark.parametrize(
    ("cost", "given", "sentence"),
    [
        (None, parts(tax_office="300"), "Fill in the cost"),
        ("400", parts(tax_office="401"), "difference is €1.00"),
        ("400", parts(tax_office="300", parent="99.50"), "difference is €0.50"),
    ],
)
def test_parts_that_do_not_come_to_the_cost_are_refused(cost, given, sentence):
    with pytest.raises(Refused, match=sentence):
        split(cost and Decimal(cost), given)


# One owner


@pytest.mark.django_db
def test_a_request_goes_along_when_the_client_is_handed_over():
    from wiz.handover.actions import hand_over

    request = make.childcare()
    old, new = request.client.consultant, make.consultant()
    hand_over({request.client.pk: old.pk}, consultant=new, by=old, at=make.at("2026-04-21"))
    request = ChildcareRequest.objects.select_related("owner", "client__consultant").get(pk=request.pk)
    assert request.owner_now == new


@pytest.mark.django_db
def test_a_request_without_a_usable_owner_is_found():
    found = ChildcareRequest.objects.without_usable_owner
    request = make.childcare()
    colleague = make.consultant()
    assert not found()
    type(request.client).objects.filter(pk=request.client.pk).update(consultant=None)
    assert found().get() == request
    ChildcareRequest.objects.update(owner=colleague)
    assert not found()
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert found().get() == request
    ChildcareRequest.objects.update(
        state="withdrawn", withdrawn_on=datetime.date(2026, 4, 22), decide_by=None
    )
    assert not found()
