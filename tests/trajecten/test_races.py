"""Two people, or one with two windows, at the same row at the same moment: real transactions, real locks."""

import functools
import threading
import uuid
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

import pytest
from django.db import connection

from tests import make
from trajecten.agreements.actions import settle_agreement
from trajecten.agreements.models import Agreement
from trajecten.childcare.actions import ask_data, decide, extend_term
from trajecten.childcare.models import ChildcareRequest, Suspension
from trajecten.exemptions.actions import ask_peers, let_end, save_request, submit, take_back, withdraw
from trajecten.exemptions.models import Exemption
from trajecten.ladder.actions import RungRow, place, save_ladder
from trajecten.ladder.models import Placement, Rung
from trajecten.meetings.actions import (
    Note,
    Promise,
    add_to_note,
    change_note,
    note_contact,
    note_meeting,
    plan_meeting,
)
from trajecten.meetings.models import Meeting
from trajecten.plans.actions import offer_plan, refuse_training, save_plan, sign_plan
from trajecten.plans.models import Plan, PlanVersion
from trajecten.reviews.actions import review, revoke
from wiz.actions import Conflict, Refused
from wiz.casefile.models import Event
from wiz.clients.actions import add_client
from wiz.clients.models import Assignment, Client
from wiz.flags.actions import sweep
from wiz.handover.actions import hand_over
from wiz.letters.actions import drop_letter, save_house_style, save_text, send_letter
from wiz.letters.kinds import KINDS, default_text
from wiz.letters.models import Letter, LetterText
from wiz.people.models import Municipality
from wiz.terms.actions import add_extra_holiday

pytestmark = pytest.mark.django_db(transaction=True)
AT = make.at("2026-04-20")
KEY = uuid.UUID(int=5)


def at_once(*calls: Callable[[], Any]) -> list[Any]:
    """Run calls in threads of their own, let go together; return what each gave or raised."""
    found: list[Any] = [None] * len(calls)
    barrier = threading.Barrier(len(calls))

    def run(number: int, call: Callable[[], Any]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(10)
            found[number] = call()
        except Exception as error:
            found[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(calls)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
        assert not thread.is_alive()
    return found


def failures(found: list[Any]) -> list[Any]:
    return [one for one in found if isinstance(one, Exception) and not isinstance(one, Refused)]


def plan_of(client: Client) -> Plan:
    return save_plan(
        client, kind="work", end_goal="Werk", preference="", goals=[(None, "Fietsen", None)], revision=0,
        by=client.consultant, at=AT,
    )  # fmt: skip


def test_two_sign_at_once_and_one_signature_stands():
    client, colleague = make.client(), make.consultant()
    plan = plan_of(client)
    offer = offer_plan(plan, revision=plan.revision, by=client.consultant, at=AT)

    def sign(by: Any) -> Callable[[], Any]:
        return lambda: sign_plan(
            offer,
            how="screen",
            signed_on=date(2026, 4, 20),
            name="Noor",
            review_on=date(2026, 10, 20),
            by=by,
            at=AT,
        )

    found = at_once(sign(client.consultant), sign(colleague), sign(client.consultant))
    assert failures(found) == []
    assert sum(isinstance(one, Conflict) for one in found) in (1, 2)
    assert Event.objects.filter(kind="plan-signed").count() == 1
    assert PlanVersion.objects.signed().count() == 1


def test_offering_while_a_colleague_changes_never_offers_what_was_not_seen():
    client, colleague = make.client(), make.consultant()
    plan = plan_of(client)
    seen = plan.revision
    found = at_once(
        lambda: offer_plan(plan, revision=seen, by=client.consultant, at=AT),
        lambda: save_plan(
            client, kind="work", end_goal="Iets anders", preference="", goals=[(None, "Zwemmen", None)],
            revision=seen, by=colleague, at=AT,
        ),
    )  # fmt: skip
    assert failures(found) == []
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert [version.content["end_goal"] for version in PlanVersion.objects.all()] in ([], ["Werk"])


def test_two_hand_over_at_once_and_one_wins():
    client, first, second = make.client(), make.consultant(), make.consultant()
    lead, seen = make.team_lead(), {client.pk: client.consultant_id}
    found = at_once(
        lambda: hand_over(seen, consultant=first, by=lead, at=AT),
        lambda: hand_over(seen, consultant=second, by=lead, at=AT),
        lambda: hand_over(seen, consultant=first, by=lead, at=AT),
    )
    assert failures(found) == []
    assert any(isinstance(one, Conflict) for one in found)
    assert Assignment.objects.open().filter(client=client).count() == 1
    assert Event.objects.filter(kind="client-reassigned").count() == 1


def test_two_hand_over_the_same_clients_in_another_order():
    consultant, lead = make.consultant(), make.team_lead()
    clients = [make.client(consultant) for _n in range(5)]
    forth = {client.pk: consultant.pk for client in clients}
    back = {client.pk: consultant.pk for client in reversed(clients)}
    to = [make.consultant(), make.consultant()]
    found = at_once(
        lambda: hand_over(forth, consultant=to[0], by=lead, at=AT),
        lambda: hand_over(back, consultant=to[1], by=lead, at=AT),
    )
    assert failures(found) == []
    assert Client.objects.exclude(consultant=consultant).values("consultant").distinct().count() == 1


@pytest.fixture
def rungs() -> list[Rung]:
    """Those of the service's own ladder."""
    return list(Rung.objects.filter(ladder__is_default=True).order_by("position"))


def test_two_place_at_once_and_one_stands(rungs):
    client = make.client()

    def put(rung: Rung, key: uuid.UUID) -> Callable[[], Any]:
        return lambda: place(client, rung, reason="Zo", seen=0, form_key=key, by=client.consultant, at=AT)

    found = at_once(put(rungs[0], KEY), put(rungs[1], uuid.uuid4()), put(rungs[0], KEY))
    assert failures(found) == []
    assert Placement.objects.current().count() == 1
    assert Placement.objects.count() == 1


def test_a_double_click_makes_one_of_each():
    client, by = make.client(), make.consultant()
    note = Note(kind="phone", on=date(2026, 4, 20), note="Het gaat goed.")
    clicks: dict[str, Callable[[], Any]] = {
        "note": lambda: note_contact(client, note, form_key=KEY, by=by, at=AT),
        "plan": lambda: plan_meeting(
            client, kind="office", on=date(2026, 5, 6), time=make.at("2026-05-06").time(), form_key=uuid.UUID(int=6),
            by=by, at=AT,
        ),
        "refuse": lambda: refuse_training(
            client, training="Lassen", reason="Te duur", on=date(2026, 4, 20), form_key=KEY, by=by, at=AT
        ),
        "add": lambda: add_client(
            {"first_name": "A", "last_name": "B", "municipality": Municipality.objects.get()}, form_key=KEY, by=by,
            at=AT,
        ),
    }  # fmt: skip
    for name, click in clicks.items():
        found = at_once(click, click, click)
        assert failures(found) == [], name
        assert len({one.pk for one in found}) == 1, name


def test_a_planned_talk_is_noted_once_by_two():
    client, colleague = make.client(), make.consultant()
    planned = make.planned(client, "2026-04-21", today="2026-04-20")
    note = Note(kind="office", on=date(2026, 4, 21), note="Zij was er.")
    at = make.at("2026-04-21", 12)
    found = at_once(*(
        lambda by=by: note_meeting(planned, note, form_key=uuid.uuid4(), by=by, at=at)
        for by in (client.consultant, colleague)
    ))  # fmt: skip
    assert failures(found) == []
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert Event.objects.filter(kind="meeting-held").count() == 1


def test_two_tick_off_one_agreement_and_it_is_told_once():
    agreement = make.agreement()
    by = make.consultant()
    found = at_once(*[lambda: settle_agreement(agreement, by=by, at=AT)] * 3)
    assert failures(found) == []
    assert Event.objects.filter(kind="agreement-done").count() == 1
    assert Agreement.objects.get().state == "done"


def test_sweeps_and_actions_on_one_client_all_end():
    client = make.client(on="2025-01-05")
    by = client.consultant
    agreements = [make.agreement(client, due="2026-04-21") for _n in range(3)]
    later = make.at("2026-06-01")
    note = Note(kind="phone", on=date(2026, 6, 1), note="Gebeld.")
    found = at_once(
        lambda: sweep(at=later),
        *(lambda one=one: settle_agreement(one, by=by, at=later) for one in agreements),
        lambda: note_contact(client, note, by=by, at=later),
        lambda: hand_over({client.pk: by.pk}, consultant=make.consultant(), by=by, at=later),
        lambda: sweep(at=later),
    )
    assert failures(found) == []
    assert Meeting.objects.filter(on=date(2026, 6, 1)).count() == 1


# One window that is used twice: the browser's way back brings the same page, with something else typed on it.


def test_a_note_sent_again_with_another_text_is_changed_and_not_lost():
    client, by = make.client(), make.consultant()
    promise = Promise("Belt de opvang", date(2026, 5, 4))
    first = Note(kind="phone", on=date(2026, 4, 20), note="Het gaat.", agreements=[promise])
    again = Note(kind="phone", on=date(2026, 4, 20), note="Het gaat goed.", agreements=[promise])
    made = note_contact(client, first, form_key=KEY, by=by, at=AT)
    assert note_contact(client, again, form_key=KEY, by=by, at=AT).pk == made.pk
    assert Meeting.objects.get().note == "Het gaat goed."
    assert Agreement.objects.count() == 1
    with pytest.raises(Conflict):  # the next day it stands
        note_contact(client, first, form_key=KEY, by=by, at=make.at("2026-04-21"))


def test_a_planned_talk_noted_again_with_another_text_is_changed_and_not_lost():
    planned = make.planned(make.client(), "2026-04-20", today="2026-04-19")
    by = planned.led_by
    for text in ("Zij was er.", "Zij was er, met haar zoon."):
        note = Note(kind="office", on=date(2026, 4, 20), note=text)
        write = note_meeting if Meeting.objects.get().is_planned else change_note
        write(planned, note, form_key=KEY, by=by, at=AT)
    assert Meeting.objects.get().note == "Zij was er, met haar zoon."


def test_what_was_saved_by_a_page_is_never_answered_to_another_text():
    client, by, day = make.client(), make.consultant(), date(2026, 4, 20)
    noon, two = make.at(day, 12).time(), make.at(day, 14).time()
    talk = make.meeting(client, day)
    fields = {"first_name": "A", "last_name": "B", "municipality": client.municipality}
    pairs: list[tuple[Callable[..., Any], Any, Any]] = [
        (
            lambda it: plan_meeting(client, kind="office", on=day, time=it, form_key=KEY, by=by, at=AT),
            noon,
            two,
        ),
        (
            lambda it: refuse_training(
                client, training="Lassen", reason=it, on=day, form_key=KEY, by=by, at=AT
            ),
            "Te duur",
            "Te ver",
        ),
        (lambda it: add_to_note(talk, text=it, form_key=KEY, by=by, at=AT), "Een", "Twee"),
        (lambda it: add_client({**fields, "phone": it}, form_key=KEY, by=by, at=AT), "06", "07"),
    ]
    for save, first, other in pairs:
        assert save(first).pk == save(first).pk
        with pytest.raises(Conflict):
            save(other)


def test_the_key_of_another_clients_page_is_refused_and_breaks_nothing(rungs):
    client, other, by, day = make.client(), make.client(), make.consultant(), date(2026, 4, 20)
    planned = make.planned(other, "2026-04-20", today="2026-04-19")
    note = Note(kind="phone", on=day, note="Gebeld.")
    saves: list[Callable[[Client], Any]] = [
        lambda it: note_contact(it, note, form_key=KEY, by=by, at=AT),
        lambda it: refuse_training(it, training="X", reason="Y", on=day, form_key=KEY, by=by, at=AT),
        lambda it: place(it, rungs[0], reason="Zo", form_key=KEY, by=by, at=AT),
    ]
    for save in saves:
        save(client)
        with pytest.raises(Conflict):
            save(other)
    with pytest.raises(Conflict):
        note_meeting(planned, note, form_key=KEY, by=by, at=AT)


def test_a_ladder_saved_from_an_old_page_says_so(rungs):
    admin, ladder = make.administrator(), rungs[0].ladder
    fields = {"name": ladder.name, "is_default": True}
    rows = [RungRow(rung, rung.name, "", "") for rung in rungs]
    for sent in (rows[:-1], [*rows, rows[0]]):
        with pytest.raises(Conflict):
            save_ladder(ladder, fields, sent, by=admin)
    save_ladder(ladder, fields, [*rows, RungRow(None, "Trede erbij", "", "")], by=admin)
    assert [rung.position for rung in ladder.rungs.all()] == [*range(1, len(rungs) + 2)]


def test_rest_that_is_over_is_not_offered():
    client = make.client()
    plan = save_plan(
        client, kind="rest", end_goal="Rust", preference="", goals=[], rest_until=date(2026, 4, 20), expected="Slapen",
        revision=0, by=client.consultant, at=AT,
    )  # fmt: skip
    with pytest.raises(Refused):
        offer_plan(plan, revision=plan.revision, by=client.consultant, at=make.at("2026-04-21"))
    assert offer_plan(plan, revision=plan.revision, by=client.consultant, at=AT).number == 1


def test_two_people_send_one_letter_at_once():
    made = make.letter()
    by, other = made.made_by, make.consultant()
    found = at_once(
        lambda: send_letter(made, how="post", on=AT.date(), by=by, at=AT),
        lambda: send_letter(made, how="handed", on=AT.date(), by=other, at=AT),
    )
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "NoneType"]
    assert Event.objects.filter(kind="letter-sent").count() == 1


def test_a_letter_is_sent_and_dropped_at_once():
    made = make.letter()
    found = at_once(
        lambda: send_letter(made, how="post", on=AT.date(), by=made.made_by, at=AT),
        lambda: drop_letter(made, reason="Toch niet", by=made.made_by, at=AT),
    )
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "NoneType"]


def test_two_clicks_make_one_letter():
    meeting = make.planned()
    first, second = at_once(lambda: make.letter(meeting), lambda: make.letter(meeting))
    assert first == second
    assert Letter.objects.count() == Event.objects.filter(kind="letter-made").count() == 1


def test_two_letters_of_one_client_get_two_numbers():
    client = make.client()
    meetings = [make.planned(client, day) for day in ("2026-05-06", "2026-05-07")]
    found = at_once(*(partial(make.letter, meeting) for meeting in meetings))
    assert sorted(letter.number for letter in found) == [1, 2]


def test_two_administrators_save_one_text():
    kind, admins = KINDS["appointment"], [make.administrator(), make.administrator()]
    subject, body = default_text("appointment")
    found = at_once(
        *(partial(save_text, kind, subject, f"{body}\n{by.name}", revision=0, by=by, at=AT) for by in admins)
    )
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "NoneType"]
    assert LetterText.objects.count() == 1


def test_two_administrators_save_one_house_style():
    municipality, admins = make.client().municipality, [make.administrator(), make.administrator()]
    found = at_once(
        *(
            partial(save_house_style, municipality, make.style_fields(sender=by.name), by=by, at=AT)
            for by in admins
        )
    )
    assert sorted(type(each).__name__ for each in found) == ["Conflict", "HouseStyle"]


def test_two_who_decide_on_childcare_at_once_end_in_one_decision_and_one_letter():
    row = make.childcare()
    needs = {need.pk: True for need in row.needs.all()}
    owner, lead = row.client.consultant, make.team_lead()

    def deciding(by: Any, outcome: str, reason: str) -> Callable[[], Any]:
        given = needs if outcome == "granted" else {}
        return lambda: decide(
            row, outcome=outcome, reason=reason, granted=given, revision=row.revision, by=by, at=AT
        )

    found = at_once(deciding(owner, "granted", ""), deciding(lead, "refused", "Geen plek"))
    assert failures(found) == []
    assert sorted(type(one) for one in found if one is not None) == [Conflict]
    decided = ChildcareRequest.objects.get()
    assert decided.decided_by == (owner if decided.state == "granted" else lead)
    assert list(Letter.objects.values_list("kind", flat=True)) == [f"childcare-{decided.state}"]


def test_data_asked_twice_at_once_are_asked_once():
    row = make.childcare()
    by = row.client.consultant

    def ask() -> Suspension:
        return ask_data(row, what="Het rooster", respond_by=date(2026, 5, 4), by=by, at=AT)

    found = at_once(ask, ask)
    assert failures(found) == []
    assert Suspension.objects.count() == Letter.objects.count() == 1


def test_two_ask_for_an_exemption_at_once_and_one_request_stands():
    client, colleague = make.client(), make.consultant()
    found = at_once(
        *(
            lambda by=by: save_request(client, make.asked(), by=by, at=AT)
            for by in (client.consultant, colleague)
        )
    )
    assert failures(found) == []
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert Exemption.objects.filter(client=client).count() == 1


def test_one_page_sent_twice_at_once_makes_one_request():
    client = make.client()
    send = functools.partial(save_request, client, make.asked(), form_key=KEY, by=client.consultant, at=AT)
    found = at_once(send, send)
    assert found[0] == found[1] == Exemption.objects.get()


def test_submitted_and_withdrawn_at_once_is_one_of_the_two():
    exemption = make.exemption(on="2026-04-20")
    by = exemption.made_by
    found = at_once(
        lambda: submit(exemption, revision=1, by=by, at=AT),
        lambda: withdraw(exemption, reason="Werk gevonden.", by=by, at=AT),
    )
    assert failures(found) == []
    assert Exemption.objects.get().state == "withdrawn"  # submitted first, it can be withdrawn still


def test_changed_in_two_tabs_at_once_keeps_one_and_tells_the_other():
    exemption = make.exemption(on="2026-04-20")
    by = exemption.made_by

    def save(reason: str) -> Exemption:
        return save_request(
            exemption.client, make.asked(reason=reason), exemption=exemption, revision=1, by=by, at=AT
        )

    found = at_once(lambda: save("Een"), lambda: save("Twee"))
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert (Exemption.objects.get().revision, Exemption.objects.get().reason in ("Een", "Twee")) == (2, True)


def test_asked_of_a_colleague_twice_at_once_she_is_asked_once():
    exemption, peer = make.exemption(on="2026-04-20"), make.consultant()
    found = at_once(*(functools.partial(ask_peers, exemption, [peer], by=exemption.made_by, at=AT),) * 2)
    assert failures(found) == []
    assert exemption.opinions.count() == 1


def judging(exemption: Exemption, outcome: str, by: Any, reason: str = "Zo.") -> Callable[[], Any]:
    words = make.judgement(reason=reason)
    return lambda: review(exemption, outcome, words, revision=exemption.revision, by=by, at=AT)


def test_two_leads_grant_and_refuse_at_once_and_one_decision_with_its_letter_stands():
    exemption = make.exemption(state="submitted", on="2026-04-20")
    leads = [make.team_lead(), make.team_lead()]
    found = at_once(judging(exemption, "granted", leads[0]), judging(exemption, "refused", leads[1]))
    assert failures(found) == []
    assert sum(isinstance(one, Conflict) for one in found) == 1
    state = Exemption.objects.get().state
    assert [one.outcome for one in exemption.reviews.all()] == [state]
    assert list(Letter.objects.values_list("kind", flat=True)) == [f"exemption-{state}"]


def test_one_lead_clicks_twice_at_once_and_one_letter_is_made():
    exemption = make.exemption(state="submitted", on="2026-04-20")
    grant = judging(exemption, "granted", make.team_lead())
    found = at_once(grant, grant)
    assert failures(found) == []
    assert (found[0], Letter.objects.count()) == (found[1], 1)


def test_decided_and_taken_back_at_once_is_one_of_the_two():
    exemption = make.exemption(state="submitted", on="2026-04-20")
    found = at_once(
        judging(exemption, "granted", make.team_lead()),
        lambda: take_back(exemption, by=exemption.made_by, at=AT),
    )
    assert failures(found) == []
    assert sum(isinstance(one, Refused) for one in found) == 1
    granted = Exemption.objects.get().state == "granted"
    assert exemption.reviews.count() == Letter.objects.count() == int(granted)


def test_two_renew_at_once_and_one_request_stands():
    before = make.exemption(state="granted", on="2026-04-19")
    after = {"start": date(2026, 11, 1), "end": date(2026, 12, 31), "look_again_on": date(2026, 12, 1)}
    found = at_once(
        *(
            partial(save_request, before.client, make.asked(**after), renews=before, by=by, at=AT)
            for by in (before.made_by, make.consultant())
        )
    )
    assert failures(found) == []
    assert sum(isinstance(one, Conflict) for one in found) == 1
    assert before.renewals.count() == 1


def test_renewed_and_let_end_at_once_never_says_both():
    before = make.exemption(state="granted", on="2026-04-19")
    after = {"start": date(2026, 11, 1), "end": date(2026, 12, 31), "look_again_on": date(2026, 12, 1)}
    found = at_once(
        partial(save_request, before.client, make.asked(**after), renews=before, by=before.made_by, at=AT),
        lambda: let_end(before, reason="Werk gevonden.", by=make.consultant(), at=AT),
    )
    assert failures(found) == []
    assert before.renewals.count() == 1
    assert Exemption.objects.get(pk=before.pk).nothing_follows == ""


def test_two_leads_revoke_at_once_and_one_letter_is_made():
    exemption = make.exemption(state="granted", on="2026-04-19")
    found = at_once(
        *(
            partial(revoke, exemption, last_day=date(2026, 5, 20), reason="Werk.", by=by, at=AT)
            for by in (make.team_lead(), make.team_lead())
        )
    )
    assert failures(found) == []
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert Letter.objects.filter(kind="exemption-revoked").count() == 1


def test_a_term_extended_twice_at_once_is_extended_once():
    row = make.childcare()
    found = at_once(
        *(
            partial(extend_term, row, reason=reason, by=row.client.consultant, at=AT)
            for reason in ("Offerte ontbreekt", "Vakantie")
        )
    )
    assert failures(found) == []
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert Letter.objects.count() == 1


def test_a_decree_and_the_work_on_what_it_moves_end_without_a_deadlock():
    rows = [make.childcare(received="2026-04-20") for _n in range(4)]
    waiting = [make.exemption(row.client, "submitted", "2026-04-20") for row in rows]
    lead = make.team_lead()
    found = at_once(
        lambda: add_extra_holiday(day=date(2026, 4, 24), reason="Besluit", by=make.administrator(), at=AT),
        *(partial(extend_term, row, reason="Ziek", by=row.client.consultant, at=AT) for row in rows[2:]),
        *(judging(one, "refused", lead) for one in waiting[:2]),
        lambda: sweep(at=AT),
    )
    assert failures(found) == []
    assert set(Exemption.objects.waiting().values_list("review_due", flat=True)) == {date(2026, 4, 29)}
