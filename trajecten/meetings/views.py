"""The meetings of one client: planned, noted, moved; and one meeting with what came of it."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trajecten.agreements.models import Agreement
from trajecten.meetings.actions import (
    add_to_note,
    change_note,
    invite,
    miss_meeting,
    move_meeting,
    note_contact,
    note_meeting,
    plan_meeting,
)
from trajecten.meetings.forms import (
    AddForm,
    AgreementRows,
    InviteForm,
    MissMeetingForm,
    MoveMeetingForm,
    NoteForm,
    PlanMeetingForm,
)
from trajecten.meetings.letters import facts_of, letter_of, still_says
from trajecten.meetings.models import Meeting
from trajecten.meetings.parties import parties_of
from trajecten.meetings.rules import check_change, check_invite
from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.policy.models import days_on
from wiz.terms import day_of, now
from wiz.ui.back import back_to, next_of
from wiz.ui.lists import at_most
from wiz.ui.refusals import refuse, renew_key

A_PAGE = 25
OPEN_AT_MOST = 50  # what is due first; the others follow as these are dealt with
RECENTLY = datetime.timedelta(days=30)  # settled agreements shown beside the open ones


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def contact_note(request: UserRequest, pk: int) -> HttpResponse:
    """Note a contact that was not planned: a phone call of today, unless she says otherwise."""
    return _note(request, client_or_404(request, pk), None)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meeting_note(request: UserRequest, pk: int) -> HttpResponse:
    """Note what became of a planned meeting, or change the note the same day."""
    meeting = _meeting(request, pk)
    is_late = request.method == "GET" and not meeting.is_planned
    if is_late and not allowed(check_change, request.user, meeting, now()):
        messages.info(request, _("This note stands. Add to it instead."))
        return redirect("meeting", meeting.pk)
    return _note(request, meeting.client, meeting)


@require_GET
@needs(Can.WORK_CASES)
def meetings(request: UserRequest, pk: int) -> HttpResponse:
    """All that was said and agreed: open agreements, what is planned, and what has been."""
    client, at = client_or_404(request, pk), now()
    agreements = Agreement.objects.filter(client=client).with_parties().prefetch_related("reminders")
    past = (
        Meeting.objects.filter(client=client)
        .exclude(state=Meeting.State.PLANNED)
        .select_related("led_by", "written_by")
        .prefetch_related("experiences__activity", "agreements", "additions")
    )
    shown, more = at_most(agreements.open(), OPEN_AT_MOST)
    planned, more_planned = at_most(
        client.meetings.planned().select_related("led_by").order_by("on", "time"), OPEN_AT_MOST
    )
    context = {
        "agreements": shown,
        "more_agreements": more,
        "settled": agreements.filter(settled_at__gte=at - RECENTLY).order_by("-settled_at")[:10],
        "planned": planned,
        "more_planned": more_planned,
        "page": Paginator(past, A_PAGE).get_page(request.GET.get("page")),
    }
    return client_page(request, client, "meetings/meetings.html", context, tab="meetings")


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meeting(request: UserRequest, pk: int) -> HttpResponse:
    """One meeting with all that came of it; posting adds to its note."""
    shown, at, status = _meeting(request, pk), now(), 200
    form = AddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_to_note(shown, **form.cleaned_data, by=request.user, at=at)
        except Conflict as error:
            refuse(form, error)
            renew_key(form)
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Added."))
            return redirect("meeting", shown.pk)
    context = {
        "meeting": shown,
        "form": form,
        "agreements": shown.agreements.select_related("owner_user", "organisation").prefetch_related(
            "reminders"
        ),
        "may_change": allowed(check_change, request.user, shown, at),
        **_invitation(request, shown),
    }
    return client_page(request, shown.client, "meetings/meeting.html", context, tab="meetings", status=status)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meeting_plan(request: UserRequest, pk: int) -> HttpResponse:
    client, at, status = client_or_404(request, pk), now(), 200
    form = PlanMeetingForm(request.POST or None, at=at, parties=parties_of(client, day_of(at)))
    if request.method == "POST" and form.is_valid():
        try:
            planned = plan_meeting(client, **form.cleaned_data, by=request.user, at=at)
        except Refused as error:
            refuse(form, error)
            status = 409 if isinstance(error, Conflict) else 200
        else:
            messages.success(request, _("Planned."))
            return back_to(request, "meeting", planned.pk)
    context = {"form": form, "next": next_of(request)}
    return client_page(request, client, "meetings/plan.html", context, tab="meetings", status=status)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meeting_move(request: UserRequest, pk: int) -> HttpResponse:
    meeting = _meeting(request, pk)
    initial = {"on": meeting.on, "time": meeting.time, "place": meeting.place}
    form = MoveMeetingForm(request.POST or None, initial=initial)
    return _small(
        request, meeting, form, move_meeting, _("Move the meeting"), _("The meeting has been moved.")
    )


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meeting_miss(request: UserRequest, pk: int) -> HttpResponse:
    form = MissMeetingForm(request.POST or None)
    title = _("The meeting did not take place")
    return _small(request, _meeting(request, pk), form, miss_meeting, title, _("Noted."))


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meeting_letter(request: UserRequest, pk: int) -> HttpResponse:
    """Make the letter that invites to a planned meeting, or a new one when the meeting has changed."""
    meeting = _meeting(request, pk)
    if request.method == "GET" and not allowed(check_invite, request.user, meeting):
        return redirect("meeting", meeting.pk)
    earlier = letter_of(meeting)
    said = earlier.facts if earlier else {"about": meeting.subject}
    form = InviteForm(request.POST if request.method == "POST" else None, initial=said)
    if request.method == "POST" and form.is_valid():
        try:
            letter = invite(meeting, **form.cleaned_data, by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("The letter is ready. Open it, print it, and record that it was sent.")
            )
            return redirect("letter", letter.pk)
    facts = facts_of(meeting, about="", bring="")
    context = {"meeting": meeting, "form": form, "facts": facts, "earlier": earlier}
    return client_page(request, meeting.client, "meetings/letter.html", context, tab="meetings")


def _small(
    request: UserRequest, meeting: Meeting, form: forms.Form, action: Any, title: str, done: str
) -> HttpResponse:
    """Carry out one of the small forms on a planned meeting."""
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        try:
            action(meeting, **form.cleaned_data, by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return back_to(request, "meetings", meeting.client_id)
    context = {"meeting": meeting, "form": form, "small_title": title, "next": next_of(request)}
    return client_page(request, meeting.client, "meetings/small.html", context, tab="meetings")


def _invitation(request: UserRequest, meeting: Meeting) -> dict[str, Any]:
    """Return the letter that invites to a meeting, and whether one can be made; two queries."""
    letter = letter_of(meeting)
    may = allowed(check_invite, request.user, meeting)
    return {
        "letter": letter,
        "may_invite": may,
        "letter_is_old": bool(letter and may and not still_says(letter, meeting)),
    }


def _note(request: UserRequest, client: Client, meeting: Meeting | None) -> HttpResponse:
    """Show and save a note. Somebody else noted the meeting meanwhile: the page again, with her text (409)."""
    at, status = now(), 200
    today = day_of(at)
    parties = parties_of(client, today)
    form = NoteForm(request.POST or None, client=client, today=today, meeting=meeting, parties=parties)
    due = today + days_on(today, "agreement_term")
    rows = AgreementRows(request.POST or None, client=client, user=request.user, parties=parties, due=due)
    if (
        request.method == "POST"
        and form.is_valid() & rows.is_valid()
        and rows.check_days(form.cleaned_data["on"])
    ):
        try:
            _save(client, meeting, form, rows, request, at)
        except Conflict as error:
            refuse(form, error)
            renew_key(form)
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Contact saved."))
            return back_to(request, "client", client.pk)
    context = {"form": form, "formset": rows, "meeting": meeting, "next": next_of(request)}
    return client_page(request, client, "meetings/note.html", context, tab="meetings", status=status)


def _save(
    client: Client,
    meeting: Meeting | None,
    form: NoteForm,
    rows: AgreementRows,
    request: UserRequest,
    at: datetime.datetime,
) -> None:
    note, key = form.typed(rows.made()), form.cleaned_data["form_key"]
    if meeting is None:
        note_contact(client, note, form_key=key, by=request.user, at=at)
    elif meeting.is_planned:
        note_meeting(meeting, note, form_key=key, by=request.user, at=at)
    else:
        change_note(meeting, note, form_key=key, by=request.user, at=at)


def _meeting(request: UserRequest, pk: int) -> Meeting:
    found = Meeting.objects.visible_to(request.user).select_related(
        "client__consultant", "client__municipality", "led_by", "written_by"
    )
    return get_object_or_404(found.prefetch_related("experiences__activity", "additions__by"), pk=pk)
