"""What is said of an agreement: kept, dropped, another date, reminded. Each leads back to where one came from."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from trajecten.agreements.actions import (
    drop_agreement,
    move_agreement,
    remind_of_agreement,
    reopen_agreement,
    settle_agreement,
)
from trajecten.agreements.forms import DoneForm, DropForm, MoveForm
from trajecten.agreements.models import Agreement
from wiz.actions import Refused
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.back import back_to, next_of
from wiz.ui.refusals import refuse


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES, Can.REPORT)
def agreement_done(request: UserRequest, pk: int) -> HttpResponse:
    """Posted without words it is simply done; a bureau says so of what it promised itself."""
    return _ask(
        request, pk, DoneForm, settle_agreement, _("Agreement kept"), _("Done"), _("Done. That is one less.")
    )


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def agreement_move(request: UserRequest, pk: int) -> HttpResponse:
    title, submit = _("Another date for the agreement"), _("Move")
    return _ask(request, pk, MoveForm, move_agreement, title, submit, _("The agreement has another date."))


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def agreement_drop(request: UserRequest, pk: int) -> HttpResponse:
    title, submit = _("Drop the agreement"), _("Drop")
    return _ask(request, pk, DropForm, drop_agreement, title, submit, _("The agreement has been dropped."))


@require_POST
@needs(Can.WORK_CASES)
def agreement_remind(request: UserRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    try:
        is_first = remind_of_agreement(agreement, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("Reminder noted.") if is_first else _("A reminder was noted today already.")
        )
    return back_to(request, "meetings", agreement.client_id)


@require_POST
@needs(Can.WORK_CASES)
def agreement_reopen(request: UserRequest, pk: int) -> HttpResponse:
    agreement = _agreement(request, pk)
    reopen_agreement(agreement, by=request.user, at=now())
    messages.success(request, _("The agreement stands again."))
    return back_to(request, "meetings", agreement.client_id)


def _ask(
    request: UserRequest,
    pk: int,
    form_class: type[forms.Form],
    action: Callable[..., None],
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    """Ask one small thing about an agreement, carry it out, and go back."""
    agreement, at = _agreement(request, pk), now()
    form = form_class(request.POST or None) if request.method == "GET" else form_class(request.POST)
    if request.method == "POST" and form.is_valid():
        try:
            action(agreement, **form.cleaned_data, by=request.user, at=at)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            if request.user.can(Can.WORK_CASES):
                return back_to(request, "meetings", agreement.client_id)
            return back_to(request, "home")
    record_look(request.user, Look.What.CLIENT, agreement.client_id, at=at, subject_id=agreement.pk)
    context: dict[str, Any] = {
        "agreement": agreement,
        "today": day_of(at),
        "form": form,
        "title": title,
        "submit": submit,
        "next": next_of(request),
    }
    return render(request, "agreements/small.html", context, status=422 if form.errors else 200)


def _agreement(request: UserRequest, pk: int) -> Agreement:
    return get_object_or_404(Agreement.objects.visible_to(request.user).with_parties(), pk=pk)
