"""Where a client stands on a ladder: placing, undoing a slip, and what happens after a step back."""

from __future__ import annotations

import datetime
import uuid
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trajecten.ladder import actions
from trajecten.ladder.forms import FollowUpForm, PlacementForm
from trajecten.ladder.history import history, placements_of
from trajecten.ladder.models import Ladder, Placement
from trajecten.ladder.rules import WrongDay, check_follow_up, check_undo
from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.ui.back import back_to, next_of
from wiz.ui.refusals import refuse


@needs(Can.WORK_CASES)
def ladder(request: UserRequest, pk: int) -> HttpResponse:
    """Show a ladder as buttons with the history beside it, and place the client on the rung that was pressed.

    Who was second sees where the client stands now, with her reason kept (409).
    """
    client = client_or_404(request, pk)
    at, status = now(), 200
    ladders, chosen = _ladders(request, client, day_of(at))
    form = PlacementForm(request.POST or None, ladder=chosen)
    if request.method == "POST" and form.is_valid():
        try:
            placement = actions.place(client, by=request.user, at=at, **form.cleaned_data)
        except Conflict as error:
            refuse(form, error)
            status = 409
        except WrongDay as error:
            refuse(form, error, "on")
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _said(placement))
            # From Today she goes on with the next client; from the file she sees where this one stands now.
            path = next_of(request)
            return redirect(path) if path else _to_ladder(client, placement.ladder)
    context = _context(request, client, chosen, form, day_of(at))
    context["ladders"] = ladders
    if status == 409:
        context["form_key"] = uuid.uuid4()  # what comes next is something else
    return client_page(request, client, "ladder/ladder.html", context, tab="ladder", status=status)


def _ladders(
    request: UserRequest, client: Client, today: datetime.date
) -> tuple[list[Ladder], Ladder | None]:
    """Return the ladders there are for this client (in use, or with a history) and the one that is asked for."""
    found = Ladder.objects.filter(
        Q(pk__in=Ladder.objects.in_use_on(today)) | Q(placements__client=client)
    ).distinct()
    ladders = list(found.prefetch_related("rungs"))
    asked = request.GET.get("ladder")
    # The service's own comes first.
    return ladders, next((each for each in ladders if str(each.pk) == asked), ladders[0] if ladders else None)


def _context(
    request: UserRequest, client: Client, chosen: Ladder | None, form: PlacementForm, today: datetime.date
) -> dict[str, Any]:
    placements = placements_of(client, request.user, "by", "follow_up_by")
    shown = history(chosen, placements, today) if chosen else None
    current = shown.current if shown else None
    typed_key = form.data.get("form_key", "") if form.is_bound else ""
    return {
        "form": form,
        "chosen": chosen,
        "can_place": chosen is not None and chosen.holds_on(today),
        "rungs": list(chosen.rungs.all())[::-1] if chosen else [],
        "history": shown,
        "current": current,
        # Not the form's own: after a conflict the page knows the newest row, and the next click may pass.
        "seen": current.pk if current else 0,
        "form_key": typed_key if "form_key" not in form.errors and typed_key else uuid.uuid4(),
        "can_undo": current is not None and allowed(check_undo, request.user, current, today),
        "can_follow_up": current is not None and allowed(check_follow_up, request.user, current, "…"),
        "elsewhere": [
            row for row in placements if row.until is None and (not chosen or row.ladder_id != chosen.pk)
        ],
    }


@require_POST
@needs(Can.WORK_CASES)
def placement_undo(request: UserRequest, pk: int, placement: int) -> HttpResponse:
    """Take back a slip. A second click finds nothing to undo, which is what was wanted."""
    client = client_or_404(request, pk)
    found = Placement.objects.filter(client=client, pk=placement).select_related("ladder").first()
    if found is None:
        messages.success(request, _("This has been undone."))
        return redirect("ladder", client.pk)
    try:
        actions.undo_placement(found, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("This has been undone."))
    return _to_ladder(client, found.ladder)


@needs(Can.WORK_CASES)
def placement_follow_up(request: UserRequest, pk: int, placement: int) -> HttpResponse:
    """Ask what happens now after a step back; that closes the flag."""
    client = client_or_404(request, pk)
    found = get_object_or_404(
        Placement.objects.visible_to(request.user).select_related("rung", "ladder"),
        client=client,
        pk=placement,
    )
    form = FollowUpForm(request.POST or None, initial={"text": found.follow_up})
    if request.method == "POST" and form.is_valid():
        try:
            actions.follow_up(found, form.cleaned_data["text"], by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Noted what happens now."))
            return back_to(request, "ladder", client.pk)
    context = {
        "form": form,
        "placement": found,
        "next": next_of(request) or _address(client, found.ladder),
        "can_follow_up": allowed(check_follow_up, request.user, found, "…"),
    }
    return client_page(request, client, "ladder/follow_up.html", context, tab="ladder")


def _said(placement: Placement) -> str:
    if placement.kind == Placement.Kind.PROGRESS:
        return _("Progress within %(rung)s has been noted.") % {"rung": placement.rung}
    return _("Now on %(rung)s.") % {"rung": placement.rung}


def _address(client: Client, shown: Ladder) -> str:
    page = reverse("ladder", args=[client.pk])
    return page if shown.is_default else f"{page}?ladder={shown.pk}"


def _to_ladder(client: Client, shown: Ladder) -> HttpResponseRedirect:
    return redirect(_address(client, shown))
