"""Handing over one client, some, or a whole caseload; and the note that was still missing."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.caseload.selection import CHOSEN_AT_MOST, chosen_clients
from wiz.clients.access import client_or_404
from wiz.clients.models import Client
from wiz.flags.models import Flag, awake, consultants_page
from wiz.handover.actions import hand_over, write_note
from wiz.handover.along import told_before
from wiz.handover.forms import HandOverForm, NoteForm, WholeCaseloadForm
from wiz.handover.rules import check_hand_over, check_note
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now, today
from wiz.ui.refusals import refuse


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def clients_hand_over(request: UserRequest) -> HttpResponse:
    """The clients who are to go, then to whom and what she must know.

    The caseload posts which clients; `van` asks for a whole caseload. `confirm` tells the second step from the first.
    """
    try:
        clients, too_many = _asked_for(request)
    except Refused as error:
        messages.error(request, str(error))
        clients, too_many = [], False
    if not clients:
        return _choose(request)
    if "confirm" not in request.POST:
        return _confirm(request, clients, _empty_form(clients), too_many=too_many)
    form = HandOverForm(request.POST)
    if form.is_valid():
        seen = form.cleaned_data.pop("seen")
        try:
            hand_over(
                {client.pk: seen.get(client.pk) for client in clients},
                **form.cleaned_data,
                by=request.user,
                at=now(),
            )
        except Conflict as error:
            refuse(form, error)
            return _confirm(request, clients, form, seen=seen, status=409)
        except Refused as error:
            refuse(form, error)
        else:
            return _done(request, len(clients), form)
    return _confirm(request, clients, form)


def _asked_for(request: UserRequest) -> tuple[list[Client], bool]:
    """Return the clients by name, and whether there are more than fit. Raises Refused when none was ticked."""
    if request.method == "POST":
        return chosen_clients(request), False
    whose = request.GET.get("van", "")
    if not whose.isdecimal() or len(whose) > 18:
        return [], False
    clients = Client.objects.visible_to(request.user).filter(consultant_id=int(whose))
    found = list(clients.select_related("consultant")[: CHOSEN_AT_MOST + 1])
    return found[:CHOSEN_AT_MOST], len(found) > CHOSEN_AT_MOST


def _choose(request: UserRequest) -> HttpResponse:
    """Nobody was chosen: offer a whole caseload, a consultant's own or, to a team lead, anybody's."""
    context = {
        "section": "caseload",
        "form": WholeCaseloadForm() if request.user.can(Can.REASSIGN) else None,
        "own": Client.objects.filter(consultant=request.user).count(),
    }
    return render(request, "handover/choose.html", context)


def _empty_form(clients: Iterable[Client]) -> HandOverForm:
    consultants = {client.consultant_id for client in clients}
    return HandOverForm(without=consultants.pop() if len(consultants) == 1 else None)


def _confirm(
    request: UserRequest,
    clients: list[Client],
    form: HandOverForm,
    *,
    seen: dict[int, int | None] | None = None,
    too_many: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show who goes, with what stands open on each; who may not go is named, and left out."""
    going = [client for client in clients if allowed(check_hand_over, request.user, [client])]
    standing = _standing(going, today())
    rows = [
        {
            "client": client,
            "flags": standing.get(client.pk, 0),
            # Somebody else handed her over since the page was shown: not ticked again by itself.
            "moved": seen is not None and seen.get(client.pk) != client.consultant_id,
        }
        for client in going
    ]
    context = {
        "section": "caseload",
        "rows": rows,
        "staying": [client for client in clients if client not in going],
        "flags": sum(standing.values()),
        "along": told_before(going, now()),
        "seen": ",".join(f"{client.pk}:{client.consultant_id or ''}" for client in going),
        "form": form,
        "forms": [form],
        "too_many": too_many,
        "at_most": CHOSEN_AT_MOST,
    }
    return render(request, "handover/hand_over.html", context, status=status)


def _standing(clients: list[Client], day: datetime.date) -> dict[int, int]:
    """Return per client how many flags stand on her consultant's page; one query."""
    flags = Flag.objects.open().filter(consultants_page(day), awake(day), client__in=clients)
    rows = flags.order_by().values("client").annotate(n=Count("pk"))
    return {row["client"]: row["n"] for row in rows}


def _done(request: UserRequest, number: int, form: HandOverForm) -> HttpResponse:
    consultant = form.cleaned_data["consultant"]
    sentence = ngettext(
        "%(n)d client is now with %(consultant)s.", "%(n)d clients are now with %(consultant)s.", number
    )
    messages.success(request, sentence % {"n": number, "consultant": consultant})
    _warn(request, form)
    return redirect("caseload")


def _warn(request: UserRequest, form: HandOverForm) -> None:
    if not form.cleaned_data["note"].strip():
        messages.warning(request, _("There is no hand-over note yet: a flag stands until one is written."))


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def client_reassign(request: UserRequest, pk: int) -> HttpResponse:
    """Hand over one client: her consultant may, and a team lead."""
    client = client_or_404(request, pk)
    if not allowed(check_hand_over, request.user, [client]):
        raise PermissionDenied
    shown = f"{client.pk}:{client.consultant_id or ''}"
    form = HandOverForm(request.POST or None, prefix="reassign", without=client.consultant_id)
    status = 200
    if form.is_valid():
        seen = {pk: form.cleaned_data.pop("seen").get(pk)}
        try:
            hand_over(seen, **form.cleaned_data, by=request.user, at=now())
        except Conflict as error:
            refuse(form, error)
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(
                request, _("Now with %(consultant)s.") % {"consultant": form.cleaned_data["consultant"]}
            )
            _warn(request, form)
            return redirect("client", client.pk)
    context = {"form": form, "forms": [form], "seen": shown, "along": told_before([client], now())}
    return client_page(request, client, "handover/client.html", context, status=status)


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD", "POST"])
def client_handover_note(request: UserRequest, pk: int) -> HttpResponse:
    """Write the note that was missing when the client changed hands."""
    client = client_or_404(request, pk)
    assignment = client.assignments.open().select_related("note_by").first()
    form = NoteForm(request.POST or None)
    status = 200
    if form.is_valid():
        try:
            write_note(client, **form.cleaned_data, by=request.user, at=now())
        except Conflict as error:
            refuse(form, error)
            assignment = client.assignments.open().select_related("note_by").first()
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The hand-over note has been saved."))
            return redirect("client", client.pk)
    elif assignment is None or not allowed(check_note, request.user, assignment):
        messages.info(request, _("There is no hand-over note to write here."))
        return redirect("client", client.pk)
    context = {"form": form, "forms": [form], "assignment": assignment}
    return client_page(request, client, "handover/note.html", context, status=status)
