"""The letters of one client: what waits to be sent, what was sent, and each as it was made."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from wiz.actions import Conflict, Refused
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.letters import actions
from wiz.letters.forms import CorrectForm, DropForm, SendForm
from wiz.letters.models import Letter
from wiz.letters.rules import objection_until
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now, today
from wiz.terms.models import extra_days
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.refusals import refuse

A_PAGE = 25


@require_GET
@needs(Can.WORK_CASES)
def letters(request: UserRequest, pk: int) -> HttpResponse:
    """All letters of a client, the newest first."""
    client = client_or_404(request, pk)
    found = Letter.objects.visible_to(request.user).filter(client=client).select_related("made_by")
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    return client_page(request, client, "letters/letters.html", {"page": page}, tab="letters")


@require_GET
@needs(Can.WORK_CASES)
def letter(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _letter(request, pk))


@require_GET
@needs(Can.WORK_CASES)
def letter_pdf(request: UserRequest, pk: int) -> HttpResponse:
    """Hand out a letter as it was made. Its name says the number only."""
    shown = _letter(request, pk)
    record_look(request.user, Look.What.LETTER, shown.client, at=now(), subject_id=shown.pk)
    with shown.file.content.open("rb") as file:
        response = HttpResponse(file.read(), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="brief-{shown.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_POST
@needs(Can.WORK_CASES)
def letter_send(request: UserRequest, pk: int) -> HttpResponse:
    return _step(request, pk, SendForm, actions.send_letter, _("It is recorded that the letter was sent."))


@require_POST
@needs(Can.WORK_CASES)
def letter_correct(request: UserRequest, pk: int) -> HttpResponse:
    done = _("It is put right how and when the letter was sent.")
    return _step(request, pk, CorrectForm, actions.correct_sending, done)


@require_POST
@needs(Can.WORK_CASES)
def letter_drop(request: UserRequest, pk: int) -> HttpResponse:
    return _step(request, pk, DropForm, actions.drop_letter, _("This letter is not going to be sent."))


def _step(
    request: UserRequest, pk: int, form_class: type[forms.Form], action: Any, done: str
) -> HttpResponse:
    """Carry out one of the small forms of a letter; what does not fit stands on its page again."""
    shown = _letter(request, pk)
    form = form_class(request.POST)
    status = 422
    if form.is_valid():
        try:
            action(shown, **form.cleaned_data, by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
            status = 409 if isinstance(error, Conflict) else 422
            shown = _letter(request, pk)
        else:
            messages.success(request, done)
            return redirect("letter", shown.pk)
    return _page(request, shown, form, status=status)


def _page(
    request: UserRequest, shown: Letter, sent: forms.Form | None = None, *, status: int = 200
) -> HttpResponse:
    """Show a letter with what can be done to it; `sent` is the form that was refused."""
    kept = {type(sent): sent} if sent else {}
    how = {"how": shown.how, "on": shown.sent_on} if shown.sent_on else {"how": "post", "on": today()}
    context = {
        "letter": shown,
        "send_form": kept.get(SendForm) or SendForm(initial=how),
        "correct_form": kept.get(CorrectForm) or CorrectForm(initial=how),
        "drop_form": kept.get(DropForm) or DropForm(),
        "refused": sent,
        "objection_until": objection_until(shown, extra_days()) if shown.has_objection else None,
        "forms": [sent] if sent else [],
    }
    return client_page(
        request,
        shown.client,
        "letters/letter.html",
        context,
        tab="letters",
        status=status,
        subject_id=shown.pk,
    )


def _letter(request: UserRequest, pk: int) -> Letter:
    found = Letter.objects.visible_to(request.user).select_related(
        "client__consultant", "file", "made_by", "sent_by", "dropped_by"
    )
    return get_object_or_404(found, pk=pk)
