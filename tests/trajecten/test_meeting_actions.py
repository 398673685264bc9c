"""Planning, noting, moving and missing meetings; what is written twice, late or by somebody else."""

import datetime
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from tests import make
from trajecten.agreements.models import Agreement
from trajecten.meetings.actions import (
    Note,
    Promise,
    add_to_note,
    change_note,
    invite,
    miss_meeting,
    move_meeting,
    note_contact,
    note_meeting,
    plan_meetings,
)
from trajecten.meetings.models import Meeting
from trajecten.meetings.rules import exists
from wiz.actions import Conflict, Refused
from wiz.casefile.events import sentence
from wiz.casefile.models import Event

pytestmark = pytest.mark.django_db
D = datetime.date.fromisoformat


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def note(on="2026-04-20", text="Ze wil verder.", **changes):
    return Note(**{"kind": "phone", "on": D(on), "note": text, **changes})


def kinds(client):
    return list(Event.objects.filter(client=client).order_by("pk").values_list("kind", flat=True))[1:]


def test_contact_is_noted_with_what_she_says_and_what_was_agreed():
    order = make.order()
    client, me = order.client, order.client.consultant
    promises = [
        Promise("Belt de opvang", D("2026-05-04")),
        Promise("Vraagt de offerte op", D("2026-05-04"), user=me),
        Promise("Plant een kennismaking", D("2026-05-04"), organisation=order.bureau.organisation),
        Promise("Past op", D("2026-05-04"), name="Oma"),
    ]
    said = [(order.activity_id, "bad", "Al weken niemand gezien")]
    made = note_contact(client, note(experiences=said, agreements=promises), by=me, at=make.at("2026-04-20"))
    assert (made.state, made.led_by, made.written_by) == ("held", me, me)
    assert made.experiences.get().words == "Al weken niemand gezien"
    assert [a.who for a in made.agreements.order_by("pk")] == ["Client", me.name, str(order.bureau), "Oma"]
    assert kinds(client)[-5:] == ["agreement-made"] * 4 + ["meeting-held"]
    told = Event.objects.filter(client=client, kind="agreement-made").order_by("pk")
    assert "Oma" in sentence(told[3])
    # Whoever wrote it, in whatever language: each reads it in her own.
    for language, words in (
        ("en", "Agreed with the client, by"),
        ("nl", "Afgesproken met de cliënt, uiterlijk"),
    ):
        with translation.override(language):
            assert sentence(told[0]).startswith(words)


def test_same_form_twice_is_one_contact():
    client, key = make.client(), uuid.uuid4()
    one, two = (
        note_contact(
            client,
            note(agreements=[Promise("Belt", D("2026-05-04"))]),
            form_key=key,
            by=client.consultant,
            at=make.at("2026-04-20"),
        )
        for _click in range(2)
    )
    assert one == two
    assert Agreement.objects.count() == 1


def test_planned_meeting_noted_twice_by_one_form_is_noted_once():
    meeting, key = make.planned(on="2026-04-21"), uuid.uuid4()
    for _click in range(2):
        note_meeting(
            meeting,
            note("2026-04-21", agreements=[Promise("Belt", D("2026-05-04"))]),
            form_key=key,
            by=meeting.led_by,
            at=make.at("2026-04-21"),
        )
    assert meeting.agreements.count() == 1


def test_planned_meeting_noted_by_two_people_keeps_the_first():
    meeting = make.planned(on="2026-04-21")
    note_meeting(meeting, note("2026-04-21"), by=meeting.led_by, at=make.at("2026-04-21"))
    with pytest.raises(Conflict):
        note_meeting(
            meeting, note("2026-04-21", "Anders"), by=make.consultant(), at=make.at("2026-04-21", 10)
        )
    meeting.refresh_from_db()
    assert meeting.note == "Ze wil verder."


def test_call_nobody_answered_is_an_attempt_and_needs_no_words():
    client = make.client()
    made = make.meeting(client, text="", reached=False, experiences=[(1, "good", "")])
    assert made.state == "not_reached"
    assert not made.experiences.exists()
    assert not Meeting.objects.contacts().exists()
    assert kinds(client) == ["meeting-not-reached"]


def test_consultation_without_the_client_is_no_contact():
    make.meeting(kind="consultation", moment="diagnosis", client_present=False)
    assert not Meeting.objects.contacts().exists()
    assert Meeting.objects.get().moment == "diagnosis"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"text": "  "}, "what was said"),
        ({"on": "2026-04-21"}, "still to come"),
        ({"on": "2023-04-19"}, "last three years"),
        ({"agreements": [Promise("Belt", D("2026-04-19"))]}, "must not come before"),
    ],
)
def test_note_that_cannot_be_is_refused_whole(changes, sentence):
    client = make.client()
    with pytest.raises(Refused, match=sentence):
        note_contact(client, note(**changes), by=client.consultant, at=make.at("2026-04-20"))
    assert not Meeting.objects.exists()


def test_contact_of_an_earlier_day_is_noted_with_its_day():
    client = make.client()
    made = note_contact(client, note("2026-02-28"), by=client.consultant, at=make.at("2026-04-20"))
    assert (made.on, made.time) == (D("2026-02-28"), None)


def test_author_changes_her_note_the_same_day_until_midnight():
    made = make.meeting(on="2026-03-29")  # the day on which the clock goes forward
    promise = [Promise("Belt", D("2026-04-12"))]
    change_note(
        made,
        note("2026-03-29", "Beter gezegd", agreements=promise),
        by=made.led_by,
        at=make.at("2026-03-29", 23, 59),
    )
    made.refresh_from_db()
    assert (made.note, made.agreements.count()) == ("Beter gezegd", 1)
    made.written_at = make.at("2026-03-29")
    with pytest.raises(Conflict, match="same day"):
        change_note(made, note("2026-03-29", "Later"), by=made.led_by, at=make.at("2026-03-30", 0, 0))


def test_nobody_changes_anothers_note():
    made = make.meeting()
    with pytest.raises(Conflict, match="who wrote it"):
        change_note(made, note(text="Anders"), by=make.consultant(), at=make.at("2026-04-20", 10))


def test_addition_stands_beside_the_note():
    made, key = make.meeting(), uuid.uuid4()
    for _click in range(2):
        add_to_note(
            made, text=" Zij belde terug. ", form_key=key, by=make.consultant(), at=make.at("2026-06-01")
        )
    made.refresh_from_db()
    assert (made.note, made.additions.get().text) == ("Het gaat goed.", "Zij belde terug.")
    with pytest.raises(Refused):
        add_to_note(made, text=" ", form_key=uuid.uuid4(), by=made.led_by, at=make.at("2026-06-01"))


def test_planned_meeting_stands_in_the_consultants_agenda_whoever_plans_it():
    client, lead = make.client(), make.team_lead()
    assert make.planned(client, by=lead).led_by == client.consultant


@pytest.mark.parametrize(
    ("on", "time", "sentence"),
    [
        ("2026-04-19", "10:00", "has passed"),
        ("2028-04-21", "10:00", "within two years"),
        ("2027-03-28", "02:30", "does not exist"),
    ],
)
def test_meeting_is_planned_for_a_moment_that_comes(on, time, sentence):
    with pytest.raises(Refused, match=sentence):
        make.planned(on=on, time=time)
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("on", "time"),
    [
        ("2026-04-20", "08:00"),  # earlier today: it was agreed this morning
        ("2026-10-25", "02:30"),  # twice that night; a wall clock shows it
        ("2027-03-28", "01:59"),
        ("2027-03-28", "03:00"),
        ("2028-04-20", "10:00"),
        ("2028-02-29", "10:00"),
    ],
)
def test_meeting_keeps_the_time_on_the_clock(on, time):
    meeting = make.planned(on=on, time=time)
    meeting.refresh_from_db()
    assert (meeting.on.isoformat(), f"{meeting.time:%H:%M}") == (on, time)


def test_hour_that_the_clock_skips_does_not_exist():
    night = D("2027-03-28")
    skipped = [h for h in range(24) if not exists(night, datetime.time(h, 30))]
    assert skipped == [2]


def test_invitation_says_when_a_meeting_is_that_was_moved_meanwhile():
    shown = make.planned()
    by, at = shown.led_by, make.at("2026-04-21")
    moved = Meeting.objects.get(pk=shown.pk)
    move_meeting(moved, on=D("2026-05-07"), time=datetime.time(9), by=by, at=at)
    assert invite(shown, about="", bring="", by=by, at=at).facts["day"] == "donderdag 7 mei 2026"


def test_invitation_to_what_has_been_is_refused():
    shown = make.planned()
    by, at = shown.led_by, make.at("2026-04-21")
    miss_meeting(Meeting.objects.get(pk=shown.pk), state="cancelled", reason="ill", by=by, at=at)
    with pytest.raises(Conflict):
        invite(shown, about="", bring="", by=by, at=at)


def test_meeting_moves_once_however_often_it_is_sent():
    meeting = make.planned()
    for _click in range(2):
        move_meeting(
            meeting, on=D("2026-05-07"), time=datetime.time(9), by=meeting.led_by, at=make.at("2026-04-21")
        )
    meeting.refresh_from_db()
    assert (meeting.on, meeting.time) == (D("2026-05-07"), datetime.time(9))
    assert kinds(meeting.client) == ["meeting-planned", "meeting-moved"]


@pytest.mark.parametrize(
    ("state", "kind"), [("no_show", "meeting-no-show"), ("cancelled", "meeting-cancelled")]
)
def test_missed_meeting_keeps_its_reason_and_is_no_contact(state, kind):
    meeting = make.planned(on="2026-04-21")
    for _click in range(2):
        miss_meeting(
            meeting, state=state, reason="child_ill", by=meeting.led_by, at=make.at("2026-04-21", 15)
        )
    meeting.refresh_from_db()
    assert (meeting.state, meeting.reason) == (state, "child_ill")
    assert kinds(meeting.client) == ["meeting-planned", kind]
    assert not Meeting.objects.contacts().exists()
    with pytest.raises(Refused):
        move_meeting(
            meeting, on=D("2026-05-07"), time=datetime.time(9), by=meeting.led_by, at=make.at("2026-04-22")
        )


def test_who_did_not_come_did_so_on_a_day_that_came():
    meeting = make.planned(on="2026-05-06")
    with pytest.raises(Refused, match="still to come"):
        miss_meeting(meeting, state="no_show", reason="unknown", by=meeting.led_by, at=make.at("2026-05-05"))
    miss_meeting(meeting, state="cancelled", reason="ours", by=meeting.led_by, at=make.at("2026-05-05"))


def test_missing_needs_a_reason():
    meeting = make.planned(on="2026-04-21")
    with pytest.raises(Refused, match="reason"):
        miss_meeting(meeting, state="no_show", reason="", by=meeting.led_by, at=make.at("2026-04-21"))


def test_many_are_planned_at_once_all_or_none():
    clients, by, key = [make.client(), make.client()], make.consultant(), uuid.uuid4()
    slots = [(D("2026-05-06"), datetime.time(9)), (D("2026-04-01"), datetime.time(10))]
    arguments = {"kind": "office", "place": "", "form_key": key, "by": by, "at": make.at("2026-04-20")}
    with pytest.raises(Refused):
        plan_meetings(clients, slots, **arguments)
    assert not Meeting.objects.exists()
    slots[1] = (D("2026-05-07"), datetime.time(10))
    for _click in range(2):
        plan_meetings(clients, slots, **arguments)
    assert Meeting.objects.count() == 2


def test_many_are_locked_in_the_order_of_a_hand_over_and_looked_at_once():
    """By name, as they were chosen, two who do something to the same clients could wait for each other."""
    clients = [make.client() for _n in range(3)][::-1]
    slots = [(D("2026-05-06"), datetime.time(hour)) for hour in (9, 10, 11)]
    arguments = {"kind": "office", "place": "", "form_key": uuid.uuid4(), "by": make.consultant()}
    with CaptureQueriesContext(connection) as asked:
        plan_meetings(clients, slots, **arguments, at=make.at("2026-04-20"))
    statements = [query["sql"] for query in asked]
    (locking,) = [sql for sql in statements if "FOR NO KEY UPDATE" in sql]
    assert 'ORDER BY "wiz_client"."id" ASC' in locking
    assert sum("pg_advisory" in sql for sql in statements) == 1
    assert [meeting.client for meeting in Meeting.objects.order_by("time")] == clients


def test_bureau_writes_nothing_here():
    worker, client = make.worker(), make.client()
    with pytest.raises(Refused, match="municipality"):
        note_contact(client, note(), by=worker, at=make.at("2026-04-20"))
    with pytest.raises(Refused, match="municipality"):
        make.planned(client, by=worker)
