"""Every write on meetings: planning one, noting what became of it, and adding to the note."""

import datetime
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trajecten.agreements.models import Agreement
from trajecten.agreements.rules import check_due
from trajecten.meetings.letters import APPOINTMENT, facts_of
from trajecten.meetings.models import Addition, Experience, Meeting
from trajecten.meetings.rules import (
    check_change,
    check_held,
    check_invite,
    check_planned,
    check_same_client,
    check_slot,
    check_work,
)
from wiz.actions import Conflict, Refused, check_same_form
from wiz.casefile.actions import record, record_each
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.letters.actions import make_letter
from wiz.letters.models import Letter
from wiz.people.models import Organisation, User
from wiz.terms import day_of

MISSED = (Meeting.State.NO_SHOW, Meeting.State.CANCELLED)


@dataclass(frozen=True)
class Promise:
    """An agreement to be made. Its owner is the client unless one of the three is given."""

    text: str
    due: datetime.date
    user: User | None = None
    organisation: Organisation | None = None
    name: str = ""


@dataclass(frozen=True)
class Note:
    """What became of a meeting. `experiences`: activity, view and her words; one without a view is not discussed."""

    kind: str
    on: datetime.date
    note: str
    reached: bool = True
    moment: str = ""
    others: str = ""
    client_present: bool = True
    experiences: list[tuple[int, str, str]] = field(default_factory=list)
    agreements: list[Promise] = field(default_factory=list)


@transaction.atomic
def plan_meeting(
    client: Client,
    *,
    kind: str,
    on: datetime.date,
    time: datetime.time | None,
    moment: str = "",
    place: str = "",
    subject: str = "",
    others: str = "",
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> Meeting:
    """Plan a meeting with a client, in her consultant's agenda; without one, in the planner's.

    The same `form_key` twice gives the first meeting again; for another moment it is refused, not lost.
    """
    check_work(by)
    words = {"place": place, "subject": subject, "others": others, "moment": moment}
    meeting = _plan(_locked_client(client), on, time, kind=kind, form_key=form_key, by=by, at=at, **words)
    refresh_flags([client.pk], at=at)
    return meeting


@transaction.atomic
def plan_meetings(
    clients: Iterable[Client],
    slots: Iterable[tuple[datetime.date, datetime.time]],
    *,
    kind: str,
    place: str,
    form_key: uuid.UUID,
    by: User,
    at: datetime.datetime,
) -> list[Meeting]:
    """Plan one meeting with each client, in the order of the slots: all of them or none.

    The same `form_key` twice gives the same meetings.
    """
    check_work(by)
    ids = [client.pk for client in clients]
    # In the order in which a hand-over locks them: else the two could wait for each other.
    rows = Client.objects.select_for_update(no_key=True, of=("self",)).select_related("consultant")
    locked = {client.pk: client for client in rows.filter(pk__in=ids).order_by("pk")}
    made = [
        _plan(
            locked[pk],
            on,
            time,
            kind=kind,
            place=place,
            form_key=uuid.uuid5(form_key, str(pk)),
            by=by,
            at=at,
        )
        for pk, (on, time) in zip(ids, slots, strict=True)
    ]
    refresh_flags(ids, at=at)
    return made


def _plan(
    client: Client,
    on: datetime.date,
    time: datetime.time | None,
    *,
    kind: str,
    place: str,
    moment: str = "",
    subject: str = "",
    others: str = "",
    form_key: uuid.UUID | None,
    by: User,
    at: datetime.datetime,
) -> Meeting:
    if form_key and (earlier := Meeting.objects.filter(form_key=form_key).first()):
        if (earlier.client_id, earlier.on, earlier.time) != (client.pk, on, time):
            raise Conflict(_("You planned this meeting already, for another moment. Move that one instead."))
        return earlier
    check_slot(on, time, at)
    meeting = Meeting.objects.create(
        client=client,
        kind=kind,
        moment=moment if kind == Meeting.Kind.CONSULTATION else "",
        state=Meeting.State.PLANNED,
        on=on,
        time=time,
        place=place.strip(),
        subject=subject.strip(),
        others=others.strip(),
        led_by=client.consultant or by,
        planned_at=at,
        form_key=form_key or uuid.uuid4(),
    )
    _record(meeting, "meeting-planned", by=by, at=at)
    return meeting


@transaction.atomic
def note_contact(
    client: Client, note: Note, *, form_key: uuid.UUID | None = None, by: User, at: datetime.datetime
) -> Meeting:
    """Note a contact that was not planned, with what she said and what was agreed; return it.

    A call nobody answered is an attempt. The same `form_key` twice gives the first note again; with another text,
    as after the browser's way back, it is a change of that note.
    """
    check_work(by)
    client = _locked_client(client)
    if form_key and (earlier := Meeting.objects.filter(form_key=form_key).first()):
        check_same_client(earlier, client)
        return earlier if _says(earlier, note) else change_note(earlier, note, by=by, at=at)
    meeting = Meeting(client=client, led_by=by, form_key=form_key or uuid.uuid4())
    _write(meeting, note, by=by, at=at)
    _record(meeting, _kind_of(meeting), by=by, at=at)
    refresh_flags([client.pk], at=at)
    return meeting


@transaction.atomic
def note_meeting(
    meeting: Meeting, note: Note, *, form_key: uuid.UUID | None = None, by: User, at: datetime.datetime
) -> Meeting:
    """Note what became of a planned meeting. Raises Conflict when that has been noted already.

    The same `form_key` twice is the second of two clicks.
    """
    meeting = _locked(meeting)
    if form_key and meeting.form_key == form_key and _says(meeting, note):
        return meeting
    check_planned(by, meeting)
    _take_key(meeting, form_key)
    _write(meeting, note, by=by, at=at)
    _record(meeting, _kind_of(meeting), by=by, at=at)
    refresh_flags([meeting.client_id], at=at)
    return meeting


@transaction.atomic
def change_note(
    meeting: Meeting, note: Note, *, form_key: uuid.UUID | None = None, by: User, at: datetime.datetime
) -> Meeting:
    """Change a note on the day it was written, by who wrote it. Its agreements stay; new ones are added.

    Raises Conflict for anybody else and any later day; the same `form_key` and text twice is the second of two clicks.
    """
    meeting = _locked(meeting)
    if form_key and meeting.form_key == form_key and _says(meeting, note):
        return meeting
    check_change(by, meeting, at)
    _take_key(meeting, form_key)
    _write(meeting, note, by=by, at=at)
    _record(meeting, "meeting-changed", by=by, at=at)
    refresh_flags([meeting.client_id], at=at)
    return meeting


@transaction.atomic
def add_to_note(
    meeting: Meeting, *, text: str, form_key: uuid.UUID, by: User, at: datetime.datetime
) -> Addition:
    """Add to a note that stands. The same `form_key` and text twice gives the first addition again.

    Raises Conflict for another text: the page was used already.
    """
    check_work(by)
    meeting = _locked(meeting)
    if earlier := Addition.objects.filter(form_key=form_key).first():
        check_same_form((earlier.meeting_id, earlier.text), (meeting.pk, text.strip()))
        return earlier
    if meeting.is_planned:
        raise Refused(_("This meeting is still planned. Note what became of it."))
    if not text.strip():
        raise Refused(_("Write what you want to add."))
    addition = Addition.objects.create(meeting=meeting, text=text.strip(), by=by, at=at, form_key=form_key)
    _record(meeting, "meeting-added", by=by, at=at)
    return addition


@transaction.atomic
def move_meeting(
    meeting: Meeting,
    *,
    on: datetime.date,
    time: datetime.time | None,
    place: str | None = None,
    by: User,
    at: datetime.datetime,
) -> None:
    """Give a planned meeting another day and time; the same moment again changes nothing."""
    meeting = _locked(meeting)
    check_planned(by, meeting)
    if (meeting.on, meeting.time, meeting.place) == (on, time, meeting.place if place is None else place):
        return
    check_slot(on, time, at)
    was = meeting.on
    meeting.on, meeting.time = on, time
    meeting.place = meeting.place if place is None else place.strip()
    meeting.save()
    _record(meeting, "meeting-moved", by=by, at=at, was=was)
    refresh_flags([meeting.client_id], at=at)


@transaction.atomic
def invite(meeting: Meeting, *, about: str, bring: str, by: User, at: datetime.datetime) -> Letter:
    """Make the letter that invites to a planned meeting; see `make_letter` for a second one."""
    _locked_client(meeting.client)  # before the meeting, as whoever hands over her clients does
    meeting = _locked(meeting)
    check_invite(by, meeting)
    facts = facts_of(meeting, about=about, bring=bring)
    return make_letter(meeting.client, APPOINTMENT, facts, subject=meeting, by=by, at=at)


@transaction.atomic
def miss_meeting(
    meeting: Meeting, *, state: str, reason: str, note: str = "", by: User, at: datetime.datetime
) -> None:
    """Note that a planned meeting did not take place: cancelled, or she did not come; with the reason."""
    meeting = _locked(meeting)
    if meeting.state == state and meeting.reason == reason:
        return  # the second of two clicks
    check_planned(by, meeting)
    if state not in MISSED:
        raise ValueError(state)
    if state == Meeting.State.NO_SHOW:
        check_held(meeting.on, day_of(at))
    if not reason:
        raise Refused(_("Choose a reason. Not known is a reason too."))
    meeting.state, meeting.reason, meeting.note = state, reason, note.strip()
    meeting.written_by, meeting.written_at = by, at
    meeting.save()
    kind = "meeting-no-show" if state == Meeting.State.NO_SHOW else "meeting-cancelled"
    _record(meeting, kind, by=by, at=at, reason=meeting.reason)
    refresh_flags([meeting.client_id], at=at)


@transaction.atomic
def hand_over_talks(
    clients: Sequence[Client], *, consultant: User, by: User | None, at: datetime.datetime
) -> None:
    """Put what is planned and still to come in the agenda of who becomes these clients' consultant.

    What somebody else leads stays with her, and what was to have been stays with who can say what became of it.
    """
    coming = Meeting.objects.of_consultants(at).filter(client__in=clients)
    talks = list(coming.select_for_update(no_key=True, of=("self",)).select_related("client").order_by("pk"))
    Meeting.objects.filter(pk__in=[talk.pk for talk in talks]).update(led_by=consultant)
    record_each(
        "meeting-handed-over",
        [(talk.client, talk, {"meeting": talk.kind, "day": talk.on}) for talk in talks],
        at=at,
        by=by,
        consultant=consultant.name,
    )


def _write(meeting: Meeting, note: Note, *, by: User, at: datetime.datetime) -> None:
    check_held(note.on, day_of(at))
    if note.reached and not note.note.strip():
        raise Refused(_("Write what was said."))
    if note.on != meeting.on:
        meeting.time = None  # it was another day than planned
    meeting.kind, meeting.on = note.kind, note.on
    meeting.moment = note.moment if note.kind == Meeting.Kind.CONSULTATION else ""
    meeting.state = Meeting.State.HELD if note.reached else Meeting.State.NOT_REACHED
    meeting.note, meeting.others = note.note.strip(), note.others.strip()
    meeting.client_present = note.client_present
    meeting.written_by, meeting.written_at = by, at
    meeting.save()
    meeting.experiences.all().delete()
    if note.reached:
        Experience.objects.bulk_create(
            Experience(meeting=meeting, activity_id=activity, view=view, words=words.strip())
            for activity, view, words in note.experiences
            if view
        )
    for promise in note.agreements:
        if not _stands(meeting, promise):
            _agree(meeting, promise, by=by, at=at)


def _says(meeting: Meeting, note: Note) -> bool:
    """Say whether exactly this was noted of a meeting already."""
    reached = meeting.state == Meeting.State.HELD
    said = {(row.activity_id, row.view, row.words) for row in meeting.experiences.all()}
    typed = {(pk, view, words.strip()) for pk, view, words in note.experiences if view and note.reached}
    return (
        (meeting.kind, meeting.on, meeting.note, meeting.others, reached, meeting.client_present)
        == (note.kind, note.on, note.note.strip(), note.others.strip(), note.reached, note.client_present)
        and said == typed
        and all(_stands(meeting, promise) for promise in note.agreements)
    )


def _stands(meeting: Meeting, promise: Promise) -> bool:
    """Say whether this was agreed at a meeting already: a page that is sent again agrees nothing anew."""
    return meeting.agreements.filter(
        text=promise.text.strip(),
        due=promise.due,
        owner_user=promise.user,
        organisation=promise.organisation,
        owner_name=promise.name.strip(),
    ).exists()


def _take_key(meeting: Meeting, form_key: uuid.UUID | None) -> None:
    if form_key is None:
        return
    if earlier := Meeting.objects.filter(form_key=form_key).exclude(pk=meeting.pk).first():
        check_same_client(earlier, None)
    meeting.form_key = form_key


def _agree(meeting: Meeting, promise: Promise, *, by: User, at: datetime.datetime) -> None:
    check_due(promise.due, meeting.on)
    owner = Agreement.Owner.CLIENT
    if promise.user:
        owner = Agreement.Owner.CONSULTANT
    elif promise.organisation:
        owner = Agreement.Owner.BUREAU
    elif promise.name.strip():
        owner = Agreement.Owner.OTHER
    agreement = Agreement.objects.create(
        client=meeting.client,
        meeting=meeting,
        text=promise.text.strip(),
        owner=owner,
        owner_user=promise.user,
        organisation=promise.organisation,
        owner_name=promise.name.strip(),
        due=promise.due,
    )
    record(
        meeting.client,
        "agreement-made",
        at=at,
        by=by,
        subject=agreement,
        text=agreement.text,
        who=agreement.party,
        day=agreement.due,
    )


def _kind_of(meeting: Meeting) -> str:
    return "meeting-held" if meeting.state == Meeting.State.HELD else "meeting-not-reached"


def _record(meeting: Meeting, kind: str, *, by: User, at: datetime.datetime, **facts: Any) -> None:
    record(meeting.client, kind, at=at, by=by, subject=meeting, meeting=meeting.kind, day=meeting.on, **facts)


def _locked(meeting: Meeting) -> Meeting:
    return (
        Meeting.objects.select_for_update(no_key=True, of=("self",))
        .select_related("client__consultant")
        .get(pk=meeting.pk)
    )


def _locked_client(client: Client) -> Client:
    return (
        Client.objects.select_for_update(no_key=True, of=("self",))
        .select_related("consultant")
        .get(pk=client.pk)
    )
