"""What happens to a request for childcare, from the day it comes in to its end."""

import datetime
import uuid
from decimal import Decimal

import pytest
from django.utils import translation

from tests import make
from trajecten.childcare import actions
from trajecten.childcare.actions import Asked, NeedRow
from trajecten.childcare.forms import AdvanceForm
from trajecten.childcare.hours_text import read_hours, say_hours
from trajecten.childcare.models import (
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    SchoolHours,
    Suspension,
)
from trajecten.childcare.term import term_on
from wiz.absence.actions import add_absence
from wiz.actions import Conflict, Refused
from wiz.casefile.events import sentence
from wiz.casefile.models import Event
from wiz.letters.models import Letter
from wiz.policy.actions import set_policy
from wiz.terms.actions import add_extra_holiday
from wiz.trust.models import Change


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


pytestmark = pytest.mark.django_db

MONDAY = datetime.date(2026, 4, 20)
AT = make.at(MONDAY)
DAY = datetime.timedelta(days=1)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def asked(*children, **changes):
    needs = changes.pop("needs", None) or [NeedRow(child, "day_care") for child in children]
    given = {"purpose": "trajectory", "needed_from": day("2026-06-01"), "received_on": MONDAY}
    return Asked(needs=needs, **{**given, **changes})


def request(client=None, **changes):
    """A request by the action, for a child of five."""
    client = client or make.client()
    child = client.children.first() or make.child(client)
    return actions.save_request(client, asked(child, **changes), by=client.consultant, at=AT)


def fresh(row):
    return type(row).objects.get(pk=row.pk)


def decide(row, outcome="granted", reason="", granted=None, by=None, at=AT, revision=None):
    row = fresh(row)
    needs = row.needs.all()
    ticks = {need.pk: outcome != "refused" and not need.unmet for need in needs}
    actions.decide(
        row,
        outcome=outcome,
        reason=reason,
        granted=ticks if granted is None else granted,
        revision=row.revision if revision is None else revision,
        by=by or row.client.consultant,
        at=at,
    )


# Asking


def test_a_request_starts_its_term_on_the_day_it_came_in():
    row = request()
    assert (row.state, row.term_weeks, row.extension_weeks) == ("received", 4, 4)
    assert row.decide_by == day("2026-05-18")
    assert row.owner_now == row.client.consultant
    assert [sentence(event) for event in Event.objects.filter(kind="childcare-asked")] == [
        "Childcare asked for: Trajectory"
    ]


def test_a_later_policy_leaves_a_running_term_alone():
    row = request()
    for key in ("childcare_term", "childcare_extension"):
        set_policy(key=key, valid_from=MONDAY, value=2, source="Raad", by=make.administrator())
    actions.extend_term(row, reason="Offerte laat op zich wachten", by=row.client.consultant, at=AT)
    assert fresh(row).decide_by == day("2026-06-15")
    assert request().decide_by == day("2026-05-04")


def test_hours_are_kept_and_replaced():
    client = make.client()
    child = make.child(client)
    school = read_hours("ma-vr 8.30-14.00, wo 8.30-12.00")
    need = NeedRow(child, "after_school", care=read_hours("ma 14.00-18.00"))
    row = actions.save_request(
        client,
        asked(needs=[need], away=read_hours("ma, di 9-15"), school={child.pk: school}, travel_minutes=20),
        by=client.consultant,
        at=AT,
    )
    assert [str(hours) for hours in row.away_hours.all()] == ["0 09:00–15:00", "1 09:00–15:00"]
    assert child.school_hours.count() == 5
    assert [str(hours) for hours in row.needs.get().care_hours.all()] == ["0 14:00–18:00"]
    need = NeedRow(child, "after_school", care=read_hours("di 14-17"))
    actions.save_request(
        client, asked(needs=[need]), request=row, revision=row.revision, by=client.consultant, at=AT
    )
    assert not row.away_hours.exists()
    assert [str(hours) for hours in row.needs.get().care_hours.all()] == ["1 14:00–17:00"]
    assert SchoolHours.objects.count() == 5  # not asked about, so left as they were


def test_only_hours_that_differ_are_written():
    client = make.client()
    child = make.child(client)
    row = actions.save_request(
        client, asked(child, away=read_hours("ma, di, do 9-15")), by=client.consultant, at=AT
    )
    monday = row.away_hours.get(weekday=0).pk
    before = Change.objects.latest("pk").pk
    away = read_hours("ma 9-15, di 9-12, vr 10-12")
    actions.save_request(
        client, asked(child, away=away), request=row, revision=row.revision, by=client.consultant, at=AT
    )
    assert [str(hours) for hours in row.away_hours.all()] == [
        "0 09:00–15:00",
        "1 09:00–12:00",
        "4 10:00–12:00",
    ]
    assert row.away_hours.get(weekday=0).pk == monday
    changes = Change.objects.filter(pk__gt=before, model="trajecten.awayhours").order_by("pk")
    told = {change.kind: change.fields for change in changes}
    assert len(changes) == len(told) == 3
    assert told["~"] == {"end": ["15:00:00", "12:00:00"]}
    assert told["-"]["weekday"] == 3


def test_a_kind_that_is_no_longer_asked_goes():
    row = request()
    client = row.client
    need = NeedRow(client.children.get(), "playgroup")
    actions.save_request(
        client, asked(needs=[need]), request=row, revision=row.revision, by=client.consultant, at=AT
    )
    assert [need.kind for need in row.needs.all()] == ["playgroup"]


def test_a_need_from_thirteen_is_kept_as_unmet():
    client = make.client()
    old, new = make.child(client, "2013-06-01"), make.child(client, "2013-06-02")
    row = actions.save_request(client, asked(old, new), by=client.consultant, at=AT)
    # Thirteen on the first day, and the day after it.
    assert {need.child: need.unmet for need in row.needs.all()} == {old: True, new: False}


def test_a_need_after_primary_school_is_kept_as_unmet():
    client = make.client()
    child = make.child(client, "2014-09-01")
    row = actions.save_request(
        client,
        asked(needs=[NeedRow(child, "after_school", after_primary=True)]),
        by=client.consultant,
        at=AT,
    )
    assert row.needs.get().unmet


def test_the_second_of_two_clicks_gives_the_first_request():
    client = make.client()
    key, child = uuid.uuid4(), make.child(client)
    rows = [
        actions.save_request(client, asked(child), form_key=key, by=client.consultant, at=AT)
        for _n in range(2)
    ]
    assert rows[0] == rows[1]
    assert ChildcareRequest.objects.count() == 1


def test_a_page_sent_again_with_another_text_changes_what_it_made():
    client = make.client()
    key, child = uuid.uuid4(), make.child(client)

    def send(**changes):
        given = asked(needs=[NeedRow(child, "day_care", care=read_hours("mon 9-12"))], **changes)
        return actions.save_request(client, given, form_key=key, by=client.consultant, at=AT)

    row = send(note="Een")
    assert send(note="Een ").revision == 1
    send(note="Twee", away=read_hours("mon 9-12"), school={child.pk: read_hours("tue 9-12")})
    assert (fresh(row).note, fresh(row).revision, ChildcareRequest.objects.count()) == ("Twee", 2, 1)
    with pytest.raises(Conflict):  # it was changed since that page made it
        send(note="Drie")


def test_the_key_of_another_clients_page_never_opens_that_request():
    client, other, key = make.client(), make.client(), uuid.uuid4()
    theirs = actions.save_request(other, asked(make.child(other)), form_key=key, by=other.consultant, at=AT)
    made = actions.save_request(client, asked(make.child(client)), form_key=key, by=client.consultant, at=AT)
    assert (made.client, theirs.client) == (client, other)


def test_a_change_after_a_colleagues_is_a_conflict():
    row = request()
    child = row.client.children.get()
    with pytest.raises(Conflict):
        actions.save_request(
            row.client, asked(child), request=row, revision=0, by=row.client.consultant, at=AT
        )


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"received_on": MONDAY + DAY}, "received_on"),
        ({"until": day("2026-05-31")}, "until"),
        ({"needs": [None]}, None),
    ],
)
def test_what_cannot_be_asked_is_refused(changes, field):
    client = make.client()
    if "needs" in changes:
        changes = {"needs": [NeedRow(make.child(make.client()), "day_care")]}
    with pytest.raises(Refused) as refused:
        actions.save_request(client, asked(make.child(client), **changes), by=client.consultant, at=AT)
    assert refused.value.field == field


def test_a_request_without_children_or_with_one_twice_is_refused():
    client = make.client()
    child = make.child(client)
    for rows in ([], [child, child]):
        with pytest.raises(Refused):
            actions.save_request(client, asked(*rows), by=client.consultant, at=AT)


def test_an_activity_of_another_client_is_refused():
    client = make.client()
    with pytest.raises(Refused) as refused:
        actions.save_request(
            client,
            asked(make.child(client), activity=make.order().activity),
            by=client.consultant,
            at=AT,
        )
    assert refused.value.field == "activity"


# The offer and the money

NOBODY = {"pays_tax_office": None, "pays_employer": None, "pays_municipality": None, "pays_parent": None}


def test_an_offer_comes_with_its_cost_and_who_pays_it():
    row = request()
    by = row.client.consultant
    actions.ask_offer(row, on=MONDAY, by=by, at=AT)
    actions.ask_offer(row, on=MONDAY, by=by, at=AT)  # twice
    assert fresh(row).state == "offer_asked"
    payers = NOBODY | {"pays_tax_office": Decimal("300")}
    actions.receive_offer(row, on=MONDAY, cost=Decimal("412.50"), payers=payers, by=by, at=AT)
    row = fresh(row)
    assert (row.state, row.pays_municipality, row.pays_parent) == ("offer_received", 0, Decimal("112.50"))
    assert Event.objects.filter(kind="childcare-offer-asked").count() == 1


def test_an_offer_does_not_come_before_it_was_asked_nor_tomorrow():
    row = request()
    by = row.client.consultant
    actions.ask_offer(row, on=MONDAY, by=by, at=AT)
    for on in (MONDAY - DAY, MONDAY + DAY):
        with pytest.raises(Refused):
            actions.receive_offer(row, on=on, cost=None, payers=NOBODY, by=by, at=AT)


def test_an_advance_is_noted_and_paid():
    row = request()
    by = row.client.consultant
    actions.pay_advance(row, needed=True, amount=Decimal("412"), paid_on=None, by=by, at=AT)
    actions.pay_advance(row, needed=True, amount=Decimal("412"), paid_on=MONDAY, by=by, at=AT)
    assert fresh(row).advance_paid_on == MONDAY
    for refused in (
        {"needed": False, "amount": Decimal("1"), "paid_on": None},
        {"needed": True, "amount": None, "paid_on": MONDAY},
        {"needed": True, "amount": Decimal("1"), "paid_on": MONDAY + DAY},
    ):
        with pytest.raises(Refused) as told:
            actions.pay_advance(row, **refused, by=by, at=AT)
        assert told.value.field in AdvanceForm.base_fields


# The term


def test_the_term_is_extended_once_and_the_client_hears_it():
    row = request()
    by = row.client.consultant
    actions.extend_term(row, reason="De offerte is er nog niet", by=by, at=AT)
    actions.extend_term(row, reason="De offerte is er nog niet", by=by, at=AT)  # twice
    assert fresh(row).decide_by == day("2026-06-15")
    letter = Letter.objects.get()
    assert letter.kind == "childcare-extended"
    assert letter.facts["decide_by"] == "15 juni 2026"
    with pytest.raises(Refused, match="no second time"):
        actions.extend_term(row, reason="Nog eens", by=by, at=make.at("2026-04-22"))


@pytest.mark.parametrize(("on", "fine"), [("2026-05-17", True), ("2026-05-18", True), ("2026-05-19", False)])
def test_the_term_is_extended_before_it_ends(on, fine):
    row = request()
    if fine:
        actions.extend_term(row, reason="Offerte", by=row.client.consultant, at=make.at(on))
        assert fresh(row).decide_by == day("2026-06-15")
    else:
        with pytest.raises(Refused, match="The term is over"):
            actions.extend_term(row, reason="Offerte", by=row.client.consultant, at=make.at(on))
        assert not Letter.objects.exists()


def ask_data(row, until="2026-05-04", on=MONDAY, what="Een kopie van de offerte"):
    by = row.client.consultant
    return actions.ask_data(row, what=what, respond_by=day(until), by=by, at=make.at(on))


def test_the_term_stands_still_while_data_are_awaited():
    row = request()
    suspension = ask_data(row)
    # As if nothing comes: fourteen days more.
    assert fresh(row).decide_by == day("2026-06-01")
    assert Letter.objects.get().facts["respond_by"] == "4 mei 2026"
    actions.receive_data(suspension, on=day("2026-04-24"), by=row.client.consultant, at=make.at("2026-04-24"))
    row = fresh(row)
    assert row.decide_by == day("2026-05-21")  # Tuesday, Wednesday, Thursday
    found = term_on(row, row.suspensions.all(), day("2026-05-18"))
    assert (found.days, found.suspended, found.waiting, found.is_late) == (3, 3, None, False)


def test_data_that_never_come_stop_the_term_no_longer_than_they_were_given():
    row = request()
    suspension = ask_data(row)
    before = term_on(fresh(row), [suspension], day("2026-05-04"))
    after = term_on(fresh(row), [suspension], day("2026-05-05"))
    assert (before.waiting, before.suspended, before.days) == (suspension, 14, 28)
    assert (after.waiting, after.suspended, after.days) == (None, 14, 27)


def test_extension_and_data_add_up():
    row = request()
    suspension = ask_data(row)
    by = row.client.consultant
    actions.receive_data(suspension, on=day("2026-04-24"), by=by, at=make.at("2026-04-24"))
    actions.extend_term(row, reason="Offerte", by=by, at=make.at("2026-05-20"))
    assert fresh(row).decide_by == day("2026-06-18")


def test_data_are_asked_one_thing_at_a_time():
    row = request()
    first = ask_data(row)
    assert ask_data(row) == first  # twice
    with pytest.raises(Conflict):
        ask_data(row, what="Het contract")
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize(
    ("on", "until"),
    [
        ("2026-04-20", "2026-04-20"),  # no time to answer
        ("2026-05-18", "2026-06-01"),  # the last day of the term
        ("2026-05-19", "2026-06-01"),
    ],
)
def test_data_asked_too_late_or_without_time_are_refused(on, until):
    row = request()
    with pytest.raises(Refused):
        ask_data(row, until, on=on)
    assert not Letter.objects.exists()


def test_an_extra_holiday_moves_running_terms_only():
    running, decided = request(), request()
    decide(decided)
    late = request(received_on=day("2026-03-02"))
    assert late.decide_by == day("2026-03-30")
    moved = add_extra_holiday(day=day("2026-05-18"), reason="Besluit", by=make.administrator(), at=AT)
    assert moved == 1
    assert fresh(running).decide_by == day("2026-05-19")
    assert fresh(decided).decide_by is None
    assert fresh(late).decide_by == day("2026-03-30")


# The decision


def test_a_decision_grants_every_child_and_makes_the_letter():
    row = request()
    decide(row, reason="Zij begint op 1 juni.")
    row = fresh(row)
    assert (row.state, row.outcome, row.decided_on, row.decide_by) == ("granted", "granted", MONDAY, None)
    assert row.needs.get().granted is True
    letter = Letter.objects.get()
    assert letter.kind == "childcare-granted"
    assert letter.facts["granted"] == "Sami: dagopvang"
    assert "Participatiewet" in str(letter.content)
    assert "bezwaar" in str(letter.content)


def test_the_letter_says_at_which_hours():
    client = make.client()
    need = NeedRow(make.child(client), "after_school", care=read_hours("ma, do 14.45-18.30"))
    decide(request(client, needs=[need]))
    with translation.override("nl"):
        hours = say_hours(need.care)
    assert Letter.objects.get().facts["granted"] == f"Sami: opvang na school, {hours}"
    assert hours.startswith("maandag")


def test_a_grant_in_part_says_which_child_and_why():
    client = make.client()
    make.child(client, first_name="Yara")
    make.child(client, "2024-01-01", first_name="Sami")
    row = actions.save_request(client, asked(*client.children.all()), by=client.consultant, at=AT)
    yara, sami = row.needs.all()
    with pytest.raises(Refused, match="Say why"):
        decide(row, "partly", granted={sami.pk: True})
    decide(row, "partly", "Yara is in die uren op school.", granted={sami.pk: True})
    assert [need.granted for need in row.needs.all()] == [False, True]
    facts = Letter.objects.get().facts
    assert (facts["granted"], facts["not_granted"]) == ("Sami: dagopvang", "Yara: dagopvang")
    assert facts["reason"] == "Yara is in die uren op school."
    assert yara.child.first_name == "Yara"


def test_an_unmet_need_is_told_and_never_granted():
    client = make.client()
    make.child(client, "2012-01-01", first_name="Bilal")
    make.child(client)
    row = actions.save_request(client, asked(*client.children.all()), by=client.consultant, at=AT)
    bilal = row.needs.get(unmet=True)
    with pytest.raises(Refused, match="cannot be granted"):
        decide(row, granted={need.pk: True for need in row.needs.all()})
    decide(row)  # all there is care for
    assert fresh(bilal).granted is False
    assert Letter.objects.get().facts["unmet"] == "Bilal: dagopvang"


@pytest.mark.parametrize(
    ("outcome", "ticked", "reason", "sentence"),
    [
        ("granted", 1, "", "in part"),
        ("granted", 0, "", "Tick for which child"),
        ("partly", 0, "Geen plek", "Tick for which child"),
        ("refused", 1, "Geen plek", "Take the tick away"),
        ("refused", 0, " ", "Say why"),
    ],
)
def test_a_decision_that_says_two_things_is_refused(outcome, ticked, reason, sentence):
    client = make.client()
    make.child(client)
    make.child(client, "2024-01-01")
    row = actions.save_request(client, asked(*client.children.all()), by=client.consultant, at=AT)
    needs = list(row.needs.all())
    with pytest.raises(Refused, match=sentence):
        decide(row, outcome, reason, granted={need.pk: True for need in needs[:ticked]})
    assert fresh(row).state == "received"
    assert not Letter.objects.exists()


def test_a_decision_ends_the_waiting_for_data():
    row = request()
    suspension = ask_data(row)
    decide(row, at=make.at("2026-04-22"))
    assert fresh(suspension).completed_on == day("2026-04-22")


def test_who_decides():
    row = request()
    with pytest.raises(Refused, match="owner of this request decides"):
        decide(row, by=make.consultant())
    decide(row, by=make.team_lead())
    assert fresh(row).state == "granted"


def test_who_covers_decides_as_long_as_the_owner_is_away():
    row = request()
    owner, colleague = row.client.consultant, make.consultant()
    add_absence(
        owner, first_day=MONDAY + DAY, last_day=MONDAY + 4 * DAY, covered_by=colleague, by=owner, at=AT
    )
    with pytest.raises(Refused):
        decide(row, by=colleague)
    decide(row, by=colleague, at=make.at(MONDAY + 4 * DAY))
    assert fresh(row).decided_by == colleague


def test_a_colleague_who_was_asked_to_see_to_it_decides():
    row = request()
    colleague = make.consultant()
    actions.give_request(row, owner=colleague, by=row.client.consultant, at=AT)
    with pytest.raises(Refused):
        decide(row)
    decide(row, by=colleague)
    assert fresh(row).state == "granted"


def test_a_request_is_not_given_to_who_works_no_cases():
    row = request()
    with pytest.raises(Refused):
        actions.give_request(row, owner=make.worker(), by=row.client.consultant, at=AT)


def test_the_second_click_is_quiet_and_a_second_decision_a_conflict():
    row = request()
    revision = row.revision
    decide(row, revision=revision)
    decide(row, revision=revision)
    with pytest.raises(Conflict, match="has decided"):
        decide(row, by=make.team_lead(), revision=revision)
    assert Letter.objects.count() == 1


def test_a_decision_on_what_was_changed_meanwhile_is_a_conflict():
    row = request()
    actions.ask_offer(row, on=MONDAY, by=row.client.consultant, at=AT)
    with pytest.raises(Conflict, match="Look at it again"):
        decide(row, revision=row.revision)


# After it


def test_care_starts_and_ends():
    row = request()
    by = row.client.consultant
    decide(row)
    later = make.at("2026-06-02")
    actions.start_care(row, on=day("2026-06-01"), by=by, at=later)
    with pytest.raises(Refused):
        actions.end_care(row, on=day("2026-05-31"), reason="Verhuisd", by=by, at=later)
    with pytest.raises(Refused):
        actions.end_care(row, on=day("2026-06-02"), reason=" ", by=by, at=later)
    actions.end_care(row, on=day("2026-06-02"), reason="Verhuisd", by=by, at=later)
    row = fresh(row)
    assert (row.state, row.started_on, row.ended_on) == ("ended", day("2026-06-01"), day("2026-06-02"))


def test_the_client_takes_a_request_back():
    row = request()
    ask_data(row)
    actions.withdraw_request(row, reason="Haar moeder past op", by=row.client.consultant, at=AT)
    row = fresh(row)
    assert (row.state, row.withdrawn_on, row.decide_by) == ("withdrawn", MONDAY, None)
    assert not Suspension.objects.standing(MONDAY).exists()


def test_no_care_needed_is_noted_and_taken_back():
    order = make.order()
    activity, by = order.activity, order.client.consultant
    with pytest.raises(Refused):
        actions.no_care_needed(activity, reason="other", note="", by=by, at=AT)
    actions.no_care_needed(activity, reason="school_hours", note="", by=by, at=AT)
    actions.no_care_needed(activity, reason="other_parent", note="", by=by, at=AT)
    assert CareNotNeeded.objects.get().reason == "other_parent"
    actions.care_needed_after_all(activity, by=by, at=AT)
    actions.care_needed_after_all(activity, by=by, at=AT)
    assert not CareNotNeeded.objects.exists()
    assert Event.objects.filter(kind="childcare-needed-again").count() == 1


def test_a_bureau_cannot_do_any_of_it():
    row = request()
    worker = make.worker()
    with pytest.raises(Refused):
        actions.withdraw_request(row, reason="", by=worker, at=AT)
    with pytest.raises(Refused):
        actions.no_care_needed(make.order().activity, reason="family", note="", by=worker, at=AT)
    assert ChildcareNeed.objects.count() == 1
