"""Exemptions of a client: the list, the page of one, and its moves besides asking (`asking`) and reviewing."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from trajecten.exemptions import actions
from trajecten.exemptions.asking import load
from trajecten.exemptions.bears import what_bears
from trajecten.exemptions.duty import duty_of
from trajecten.exemptions.forms import (
    AgreeForm,
    LetEndForm,
    LookAgainForm,
    OpinionForm,
    OutcomeForm,
    WithdrawForm,
)
from trajecten.exemptions.models import Exemption, ExemptionDocument, Meanwhile
from trajecten.exemptions.rules import MOVES, check_move
from trajecten.exemptions.shown import badge_of, extent_words, opinion_badge
from wiz.actions import Refused, allowed
from wiz.casefile.frame import client_page
from wiz.casefile.models import Event
from wiz.casefile.page import told
from wiz.clients.access import client_or_404
from wiz.files.downloads import download
from wiz.letters.models import Letter
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.back import next_of
from wiz.ui.lists import at_most
from wiz.ui.refusals import refuse

LISTED = 50
HISTORY = 40


@require_GET
@needs(Can.WORK_CASES)
def exemptions(request: UserRequest, pk: int) -> HttpResponse:
    """All exemptions and requests of a client, the newest first, and which duty there is today."""
    client = client_or_404(request, pk)
    today = day_of(now())
    found = Exemption.objects.visible_to(request.user).filter(client=client).select_related("made_by")
    rows, unseen = at_most(found.order_by("-made_at", "-pk").prefetch_related("meanwhile"), LISTED)
    context = {
        "rows": [(row, badge_of(row, today), extent_words(*_extent(row))) for row in rows],
        "unseen": unseen,
        "duty": duty_of(client, today),
        "has_open": any(row.is_open for row in rows),
    }
    return client_page(request, client, "exemptions/exemptions.html", context, tab="exemptions")


@require_GET
@needs(Can.WORK_CASES)
def exemption(request: UserRequest, pk: int) -> HttpResponse:
    """Read an exemption: what was asked, each round, what colleagues think, and what may be done now."""
    return exemption_page(request, load(request, pk))


def exemption_page(
    request: UserRequest, exemption: Exemption, opinion_form: forms.Form | None = None, status: int = 200
) -> HttpResponse:
    """Show an exemption; `opinion_form` is one that came back with an error."""
    today = day_of(now())
    opinions = list(exemption.opinions.select_related("peer", "asked_by"))
    waits = [one for one in opinions if one.answered_at is None and one.withdrawn_at is None]
    mine = next((one for one in waits if one.peer_id == request.user.pk), None)
    reviews = list(exemption.reviews.select_related("by"))
    may = {move: allowed(check_move, request.user, exemption, move, today) for move in MOVES}
    may["renew"] = may["renew"] and not _is_followed(exemption)
    running = exemption.granted_until is not None and exemption.granted_until >= today
    may["look_again"] = may["look_again"] and running
    may["let_end"] = may["let_end"] and not exemption.nothing_follows and not _is_followed(exemption)
    context = {
        "exemption": exemption,
        "state": badge_of(exemption, today),
        "extent": extent_words(exemption.extent, exemption.hours),
        "granted_extent": extent_words(exemption.granted_extent, exemption.granted_hours),
        "meanwhile": list(exemption.meanwhile.select_related("settled_by")),
        "documents": list(exemption.documents.select_related("file", "by")),
        "reviews": reviews[::-1],
        "advice": reviews[-1] if reviews and exemption.state == Exemption.State.RETURNED else None,
        "opinions": [(one, opinion_badge(one, today)) for one in opinions],
        "mine": mine,
        "opinion_form": (opinion_form or OpinionForm()) if mine and may["answer_peer"] else None,
        "form": opinion_form,
        "look_form": LookAgainForm() if may["look_again"] and exemption.looked_again_at is None else None,
        "unsent": opinion_form.data.get("words", "") if opinion_form and not mine else "",
        "may": may,
        "renewals": exemption.renewals.all(),
        "history": _history(exemption),
        "letters": list(Letter.objects.visible_to(request.user).about(exemption).standing()),
        "bears": what_bears(exemption.client, request.user, today, exemption),
    }
    return client_page(
        request,
        exemption.client,
        "exemptions/exemption.html",
        context,
        tab="exemptions",
        status=status,
        subject_id=exemption.pk,
    )


def _is_followed(exemption: Exemption) -> bool:
    """Say whether something follows already: a request that is open, or a later exemption."""
    return not Exemption.objects.followable().filter(pk=exemption.pk).exists()


def _history(exemption: Exemption) -> list[Any]:
    events = Event.objects.filter(
        client=exemption.client_id, subject_type="exemption", subject_id=exemption.pk
    )
    return told(events.select_related("by")[:HISTORY])


# Moves of who asks


@require_POST
@needs(Can.WORK_CASES)
def exemption_submit(request: UserRequest, pk: int) -> HttpResponse:
    exemption = load(request, pk)
    revision = request.POST.get("revision", "")

    def submit() -> None:
        number = int(revision) if revision.isdecimal() and len(revision) <= 9 else 0
        actions.submit(exemption, revision=number, by=request.user, at=now())

    return _move(request, exemption, submit, _("Submitted. A team lead looks at it."))


@require_POST
@needs(Can.WORK_CASES)
def exemption_take_back(request: UserRequest, pk: int) -> HttpResponse:
    exemption = load(request, pk)

    def take_back() -> None:
        actions.take_back(exemption, by=request.user, at=now())

    return _move(request, exemption, take_back, _("Taken back. You can change it again."))


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    exemption = load(request, pk)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        actions.withdraw(exemption, **form.cleaned_data, by=request.user, at=now())

    texts = {"title": _("Withdraw the request"), "submit": _("Withdraw the request")}
    return _step(request, exemption, "withdraw", form, save, _("The request is withdrawn."), texts)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_let_end(request: UserRequest, pk: int) -> HttpResponse:
    exemption = load(request, pk)
    form = LetEndForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        actions.let_end(exemption, **form.cleaned_data, by=request.user, at=now())

    texts = {"title": _("Nothing follows this exemption"), "submit": _("Nothing follows")}
    done = _("Noted: nothing follows. It ends by itself.")
    return _step(request, exemption, "let_end", form, save, done, texts)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_look_again(request: UserRequest, pk: int) -> HttpResponse:
    """Record that it was looked at again: one click on its page, or from the calendar with room for a note."""
    exemption = load(request, pk)
    form = LookAgainForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        actions.look_again(exemption, **form.cleaned_data, by=request.user, at=now())

    texts = {"title": _("Look at the exemption again"), "submit": _("Looked at")}
    return _step(request, exemption, "look_again", form, save, _("Noted that it was looked at again."), texts)


@require_POST
@needs(Can.WORK_CASES)
def exemption_look_again_undo(request: UserRequest, pk: int) -> HttpResponse:
    exemption = load(request, pk)

    def undo() -> None:
        actions.undo_look_again(exemption, by=request.user, at=now())

    return _move(request, exemption, undo, _("Undone. It stands in the calendar again."))


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def meanwhile_settle(request: UserRequest, pk: int) -> HttpResponse:
    """Say what came of something the client would do meanwhile, or that it is not known after all."""
    lines = Meanwhile.objects.visible_to(request.user).select_related("exemption__client__consultant")
    line = get_object_or_404(lines, pk=pk)
    initial = {"outcome": line.outcome, "note": line.outcome_note}
    form = OutcomeForm(request.POST if request.method == "POST" else None, initial=initial)

    def save() -> None:
        actions.settle_meanwhile(line, **form.cleaned_data, by=request.user, at=now())

    texts = {"title": _("What came of it?"), "submit": _("Save"), "about": line.text}
    return _step(request, line.exemption, "settle", form, save, _("Noted what came of it."), texts)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_agree(request: UserRequest, pk: int) -> HttpResponse:
    """Agree on something with the client while the exemption runs."""
    exemption = load(request, pk)
    form = AgreeForm(request.POST if request.method == "POST" else None)

    def save() -> None:
        row = (form.cleaned_data["text"], form.cleaned_data["due"])
        actions.agree(exemption, [row], by=request.user, at=now())

    texts = {"title": _("Agree on what the client does meanwhile"), "submit": _("Save")}
    return _step(request, exemption, "agree", form, save, _("Agreed."), texts)


# Documents


@require_GET
@needs(Can.WORK_CASES)
def exemption_document(request: UserRequest, key: uuid.UUID) -> HttpResponse:
    documents = ExemptionDocument.objects.visible_to(request.user).select_related("file", "exemption")
    document = get_object_or_404(documents, file__key=key)
    client = document.exemption.client_id
    record_look(request.user, Look.What.ATTACHMENT, client, at=now(), subject_id=document.pk)
    return download(document.file)


@require_POST
@needs(Can.WORK_CASES)
def exemption_document_remove(request: UserRequest, pk: int) -> HttpResponse:
    documents = ExemptionDocument.objects.visible_to(request.user).select_related("exemption")
    document = get_object_or_404(documents, pk=pk)

    def remove() -> None:
        actions.remove_document(document, by=request.user, at=now())

    return _move(request, document.exemption, remove, _("The document is taken out."))


# Helpers


def _extent(row: Exemption) -> tuple[str, Any]:
    """Return what was granted, or what is asked as long as nothing was."""
    return (row.granted_extent, row.granted_hours) if row.granted_extent else (row.extent, row.hours)


def _move(request: UserRequest, exemption: Exemption, move: Callable[[], object], done: str) -> HttpResponse:
    try:
        move()
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, done)
    return redirect(next_of(request) or reverse("exemption", args=[exemption.pk]))


def _step(
    request: UserRequest,
    exemption: Exemption,
    move: str,
    form: forms.Form,
    save: Callable[[], object],
    done: str,
    texts: dict[str, str],
) -> HttpResponse:
    """Show a small form, and save it; `move` is asked before it is shown at all."""
    if request.method == "GET":
        try:
            check_move(request.user, exemption, move, day_of(now()))
        except Refused as error:
            messages.error(request, str(error))
            return redirect("exemption", exemption.pk)
    elif form.is_valid():
        try:
            save()
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect(next_of(request) or reverse("exemption", args=[exemption.pk]))
    context = {
        "exemption": exemption,
        "form": form,
        "next": next_of(request),
        "keep": f"exemption-{move}-{exemption.pk}",
        "back": reverse("exemption", args=[exemption.pk]),
        **texts,
    }
    return client_page(
        request,
        exemption.client,
        "exemptions/step.html",
        context,
        tab="exemptions",
        subject_id=exemption.pk,
    )
