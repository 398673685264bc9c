"""The page on which an exemption is asked for: a new request, a changed one, or one that renews another."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from trajecten.exemptions import actions
from trajecten.exemptions.bears import what_bears
from trajecten.exemptions.forms import (
    MeanwhileRows,
    OutcomeForm,
    RequestForm,
    outcome_forms,
    outcome_rows,
)
from trajecten.exemptions.models import Exemption, Meanwhile
from trajecten.exemptions.rules import check_move
from wiz.actions import Conflict, Refused
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.clients.models import Client
from wiz.files.actions import store_file
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.ui.refusals import refuse


@dataclass
class Page:
    """One opened or sent page: which request it is about, and its forms."""

    client: Client
    form: RequestForm
    rows: MeanwhileRows
    exemption: Exemption | None = None
    renews: Exemption | None = None
    outcomes: list[tuple[Meanwhile, OutcomeForm]] = field(default_factory=list)
    other: Exemption | None = None  # what a colleague made or saved first
    status: int = 200

    @property
    def is_right(self) -> bool:
        """Ask every part, so that all that is wrong is said at once."""
        parts: list[Any] = [self.form, self.rows, *(form for _line, form in self.outcomes)]
        return sum(not part.is_valid() for part in parts) == 0


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_ask(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for an exemption. Who has an open request for this client is led to it."""
    client = client_or_404(request, pk)
    open_one = Exemption.objects.open().filter(client=client).first()
    if open_one and request.method == "GET":
        messages.info(request, _("There is a request for this client already. Here it is."))
        return redirect("exemption", open_one.pk)
    return _answer(request, _page(request, client, initial={}))


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_change(request: UserRequest, pk: int) -> HttpResponse:
    """Change a request that does not lie with the reviewers; who was second chooses between the two texts (409)."""
    exemption = load(request, pk)
    names = RequestForm.base_fields.keys() - {"documents", "waiting", "form_key"}
    initial = {name: getattr(exemption, name) for name in names}
    page = _page(request, exemption.client, initial, exemption=exemption, renews=exemption.renews)
    return _answer(request, page, "change", exemption)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_renew(request: UserRequest, pk: int) -> HttpResponse:
    """Ask for what follows an exemption: it starts from that one and asks what came of its agreements.

    What has to be judged again is empty: until when, why, when to look again, and what the client thinks.
    """
    before = load(request, pk)
    open_one = Exemption.objects.open().filter(client=before.client_id).first()
    if open_one and request.method == "GET":
        messages.info(request, _("There is a request for this client already. Here it is."))
        return redirect("exemption", open_one.pk)
    initial: dict[str, Any] = {
        "extent": before.granted_extent,
        "hours": before.granted_hours,
        "ground": before.ground,
        "support": before.support,
        "participation": before.participation,
    }
    if before.granted_until and before.granted_until >= day_of(now()):
        initial["start"] = before.granted_until + datetime.timedelta(days=1)
    return _answer(request, _page(request, before.client, initial, renews=before), "renew", before)


def load(request: UserRequest, pk: int) -> Exemption:
    """Return an exemption this person may see, or answer 404."""
    exemptions = Exemption.objects.visible_to(request.user).select_related(
        "client__consultant",
        "client__municipality",
        "renews",
        "made_by",
        "submitted_by",
        "revoked_by",
        "looked_again_by",
    )
    return get_object_or_404(exemptions, pk=pk)


def _page(
    request: UserRequest,
    client: Client,
    initial: dict[str, Any],
    *,
    exemption: Exemption | None = None,
    renews: Exemption | None = None,
) -> Page:
    data = request.POST if request.method == "POST" else None
    before = renews.meanwhile.all() if renews else ()
    return Page(
        client,
        RequestForm(data, request.FILES or None, user=request.user, initial=initial),
        MeanwhileRows(data, lines=exemption.meanwhile.all() if exemption else ()),
        exemption,
        renews,
        outcome_forms(before, data),
    )


def _answer(request: UserRequest, page: Page, move: str = "", of: Exemption | None = None) -> HttpResponse:
    """Save what was sent, or show the page; `move` is asked of the exemption before it is shown at all."""
    if request.method == "GET" and of is not None:
        try:
            check_move(request.user, of, move, day_of(now()))
        except Refused as error:
            messages.error(request, str(error))
            return redirect("exemption", of.pk)
    if request.method == "POST":
        right = page.is_right
        # Before anything else can fail: a browser is not given back a file it sent.
        uploads = page.form.cleaned_data.get("documents") or []
        sent = [store_file(upload, by=request.user, at=now()) for upload in uploads]
        files = [*(page.form.cleaned_data.get("waiting") or []), *sent]
        if right and (saved := _save(request, page, files)):
            return redirect("exemption", saved.pk)
        page.form.keep_waiting(files)
    return _show(request, page)


def _save(request: UserRequest, page: Page, files: list[Any]) -> Exemption | None:
    """Save, and submit when that button was pressed: both or neither. Nothing when it was refused."""
    submits = request.POST.get("action") == "submit"
    at, form = now(), page.form
    try:
        with transaction.atomic():
            saved = actions.save_request(
                page.client,
                form.asked(),
                meanwhile=page.rows.rows(),
                exemption=page.exemption,
                renews=page.renews if page.exemption is None else None,
                outcomes=outcome_rows(page.outcomes),
                files=files,
                revision=form.cleaned_data["revision"],
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                at=at,
            )
            if submits:
                actions.submit(saved, revision=saved.revision, by=request.user, at=at)
    except Conflict as error:
        refuse(form, error)
        page.status, page.other = 409, _other(page)
    except Refused as error:
        refuse(form, error)
    else:
        said = _("Submitted. A team lead looks at it.") if submits else _("Saved. It is not submitted yet.")
        messages.success(request, said)
        return saved
    return None


def _other(page: Page) -> Exemption | None:
    """Return the request a colleague made or saved first."""
    found = Exemption.objects.open().filter(client=page.client).prefetch_related("meanwhile")
    return found.first()


def _show(request: UserRequest, page: Page) -> HttpResponse:
    today = day_of(now())
    about = page.exemption
    context = {
        "form": page.form,
        "formset": page.rows,
        "forms": [form for _line, form in page.outcomes],
        "outcomes": page.outcomes,
        "exemption": about,
        "renews": page.renews,
        "other": page.other,
        "advice": about.reviews.select_related("by").last() if about else None,
        "documents": about.documents.select_related("file") if about else [],
        "bears": what_bears(page.client, request.user, today, about),
    }
    return client_page(
        request,
        page.client,
        "exemptions/ask.html",
        context,
        tab="exemptions",
        status=page.status,
        subject_id=about.pk if about else None,
    )
