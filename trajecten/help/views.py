"""A client's help: who helps, and what came of it."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trajecten.exemptions.duty import duty_of
from trajecten.help import actions
from trajecten.help.casefile import lines_of
from trajecten.help.forms import FollowUpForm, OwnerForm, ReferralForm
from trajecten.help.models import FollowUp, Referral
from trajecten.help.rules import check_remove, check_undo
from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.people.access import UserRequest, needs
from wiz.people.models import Organisation
from wiz.people.roles import Can
from wiz.policy.models import days_on
from wiz.templatetags.wiz_ui import day as day_words
from wiz.terms import day_of, now
from wiz.ui.back import back_to, next_of
from wiz.ui.lists import at_most
from wiz.ui.refusals import refuse, renew_key

ENDED = 30  # that are shown; a client with more has them on the timeline


@require_GET
@needs(Can.WORK_CASES)
def help_page(request: UserRequest, pk: int) -> HttpResponse:
    """Show who helps the client, what is to be asked when, and what ended."""
    client = client_or_404(request, pk)
    today = day_of(now())
    found = Referral.objects.visible_to(request.user).filter(client=client).select_related("owner_user")
    found = found.prefetch_related("follow_ups__by")
    ended, more = at_most(found.exclude(outcome="").order_by(F("until").desc(nulls_last=True), "-pk"), ENDED)
    running = lines_of(list(found.open()), today)
    context = {
        "duty": duty_of(client, today) if running else None,
        "lines": [{**line, "can_undo": _can_undo(request, line["referral"], today)} for line in running],
        "ended": ended,
        "more_ended": more,
    }
    return client_page(request, client, "help/help.html", context)


@needs(Can.WORK_CASES)
def referral_add(request: UserRequest, pk: int) -> HttpResponse:
    """Note that somebody helps the client, or was asked to."""
    client, at, status = client_or_404(request, pk), now(), 0
    today = day_of(at)
    initial = {"start": today, "follow_up_on": today + days_on(today, "referral_follow_up")}
    form = ReferralForm(request.POST or None, initial=initial, suggestions=_partners())
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "revision"}
        try:
            referral = actions.add_referral(client, **data, by=request.user, at=at)
        except Conflict as error:
            refuse(form, error)
            renew_key(form)
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            words = {"day": day_words(referral.follow_up_on, today)}
            messages.success(request, _("Noted. You are asked what came of it on %(day)s.") % words)
            return back_to(request, "help", client.pk)
    context = {"form": form, "next": next_of(request)}
    return client_page(request, client, "help/form.html", context, status=status or _status(form))


@needs(Can.WORK_CASES)
def referral_change(request: UserRequest, pk: int) -> HttpResponse:
    """Correct what was noted wrongly."""
    referral, at, status = _referral(request, pk), now(), 0
    names = (
        "kind",
        "owner_name",
        "owner_user",
        "start",
        "until",
        "follow_up_on",
        "already_helped",
        "revision",
    )
    initial = {name: getattr(referral, name) for name in names}
    form = ReferralForm(request.POST or None, initial=initial, suggestions=_partners())
    if request.method == "POST" and form.is_valid():
        data = {name: value for name, value in form.cleaned_data.items() if name != "form_key"}
        data["revision"] = data["revision"] or 0
        try:
            actions.correct_referral(referral, **data, by=request.user, at=at)
        except Conflict as error:
            refuse(form, error)
            referral, status = _seen_again(referral, form), 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Corrected."))
            return back_to(request, "help", referral.client_id)
    context = {
        "form": form,
        "next": next_of(request),
        "referral": referral,
        "can_remove": allowed(check_remove, request.user, referral, referral.follow_ups.exists()),
    }
    return _page(request, referral, "help/form.html", context, status or _status(form))


@needs(Can.WORK_CASES)
def referral_owner(request: UserRequest, pk: int) -> HttpResponse:
    """Give the referral to another owner."""
    referral, at, status = _referral(request, pk), now(), 0
    form = OwnerForm(request.POST or None, initial={"revision": referral.revision}, suggestions=_partners())
    if request.method == "POST" and form.is_valid():
        data = {**form.cleaned_data, "revision": form.cleaned_data["revision"] or 0}
        try:
            actions.change_owner(referral, **data, by=request.user, at=at)
        except Conflict as error:
            refuse(form, error)
            referral, status = _seen_again(referral, form), 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("It has another owner now."))
            return back_to(request, "help", referral.client_id)
    context = {"form": form, "next": next_of(request), "referral": referral}
    return _page(request, referral, "help/owner.html", context, status or _status(form))


@needs(Can.WORK_CASES)
def referral_follow_up(request: UserRequest, pk: int) -> HttpResponse:
    """Say what came of it. Posted with "it runs on" alone, it is asked again after the usual term."""
    referral, at, status = _referral(request, pk), now(), 0
    today = day_of(at)
    usual = today + days_on(today, "referral_follow_up")
    ended_on = min(referral.until or today, today)
    initial = {"next_on": usual, "ended_on": ended_on, "revision": referral.revision}
    form = FollowUpForm(request.POST or None, initial=initial, usual=usual)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.follow_up(referral, **form.cleaned_data, by=request.user, at=at)
        except Conflict as error:
            refuse(form, error)
            referral, status = _seen_again(referral, form), 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _said(row, today))
            return back_to(request, "help", referral.client_id)
    context = {"form": form, "next": next_of(request), "referral": referral}
    return _page(request, referral, "help/follow_up.html", context, status or _status(form))


@require_POST
@needs(Can.WORK_CASES)
def referral_undo(request: UserRequest, pk: int) -> HttpResponse:
    """Take back the last answer."""
    referral = _referral(request, pk)
    try:
        actions.undo_follow_up(referral, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This has been undone."))
    return back_to(request, "help", referral.client_id)


@require_POST
@needs(Can.WORK_CASES)
def referral_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Take away what was noted by mistake."""
    referral = _referral(request, pk)
    try:
        actions.remove_referral(referral, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken away: it was noted by mistake."))
    return redirect("help", referral.client_id)


def _referral(request: UserRequest, pk: int) -> Referral:
    return get_object_or_404(Referral.objects.visible_to(request.user).with_parties(), pk=pk)


def _page(
    request: UserRequest, referral: Referral, template: str, context: dict[str, Any], status: int
) -> HttpResponse:
    return client_page(request, referral.client, template, context, status=status, subject_id=referral.pk)


def _seen_again(referral: Referral, form: forms.Form) -> Referral:
    """Return what stands there now, after somebody else's change; what is sent next has seen it."""
    newer = Referral.objects.with_parties().filter(pk=referral.pk).first() or referral
    renew_key(form)
    data: Any = form.data.copy()  # type: ignore[attr-defined]
    data["revision"] = str(newer.revision)
    form.data = data
    return newer


def _status(form: forms.Form) -> int:
    return 422 if form.errors else 200


def _partners() -> list[str]:
    """Return the names of the partners, to choose from while typing."""
    return list(Organisation.objects.filter(kind=Organisation.Kind.BUREAU).values_list("name", flat=True))


def _can_undo(request: UserRequest, referral: Referral, today: datetime.date) -> bool:
    """Reads `referral.follow_ups`, which a list prefetches."""
    last = next(iter(referral.follow_ups.all()), None)
    return allowed(check_undo, request.user, referral, last, today)


def _said(row: FollowUp, today: datetime.date) -> str:
    if row.next_on:
        return _("Noted. It is asked again on %(day)s.") % {"day": day_words(row.next_on, today)}
    return _("Noted: %(outcome)s.") % {"outcome": str(row.get_outcome_display()).lower()}
