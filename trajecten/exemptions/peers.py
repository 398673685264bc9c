"""Asking colleagues what they think, and answering them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from trajecten.exemptions import actions
from trajecten.exemptions.asking import load
from trajecten.exemptions.forms import OpinionForm, PeersForm
from trajecten.exemptions.models import PeerOpinion
from trajecten.exemptions.rules import check_move
from trajecten.exemptions.views import exemption_page
from wiz.absence.models import away_on
from wiz.actions import Refused
from wiz.casefile.frame import client_page
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of, now
from wiz.ui.back import back_to, next_of
from wiz.ui.refusals import refuse


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def exemption_ask_peers(request: UserRequest, pk: int) -> HttpResponse:
    """Choose colleagues and ask them; then back to where she came from, the request or its review."""
    exemption, at = load(request, pk), now()
    waiting = exemption.opinions.unanswered().values("peer")
    colleagues = User.objects.case_workers().exclude(pk=request.user.pk)
    form = PeersForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues.exclude(pk__in=waiting),
    )
    try:
        check_move(request.user, exemption, "ask_peer", day_of(at))
        if request.method == "POST" and form.is_valid():
            asked = actions.ask_peers(exemption, **form.cleaned_data, by=request.user, at=at)
            said = ngettext(
                "%(n)d colleague has been asked.", "%(n)d colleagues have been asked.", len(asked)
            )
            messages.success(request, said % {"n": len(asked)})
            return back_to(request, "exemption", exemption.pk)
    except Refused as error:
        if request.method == "GET":
            messages.error(request, str(error))
            return redirect("exemption", exemption.pk)
        refuse(form, error)
    context = {
        "exemption": exemption,
        "form": form,
        "title": _("Ask colleagues for their opinion"),
        "submit": _("Ask"),
        "about": _("They read the whole request and answer in their own words. They decide nothing."),
        "away": [absence.person for absence in away_on(day_of(at)).values()],
        "next": next_of(request),
        "keep": f"exemption-peers-{exemption.pk}",
        "back": reverse("exemption", args=[exemption.pk]),
    }
    return client_page(
        request,
        exemption.client,
        "exemptions/step.html",
        context,
        tab="exemptions",
        subject_id=exemption.pk,
    )


@require_POST
@needs(Can.WORK_CASES)
def opinion_answer(request: UserRequest, pk: int) -> HttpResponse:
    """Keep the opinion of who was asked; what was wrong with it stands on the exemption's page again."""
    opinion = _opinion(request, pk)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            actions.answer_peer(opinion, words=form.cleaned_data["words"], by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Thank you. Your opinion stands with the request."))
            return redirect("exemption", opinion.exemption_id)
    return exemption_page(request, load(request, opinion.exemption_id), form, status=422)


@require_POST
@needs(Can.WORK_CASES)
def opinion_withdraw(request: UserRequest, pk: int) -> HttpResponse:
    """Who was asked has no time, or who asked needs it no longer."""
    opinion = _opinion(request, pk)
    try:
        actions.withdraw_question(opinion, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        mine = opinion.peer_id == request.user.pk
        messages.success(
            request, _("Noted that you have no time.") if mine else _("The question is withdrawn.")
        )
    return back_to(request, "exemption", opinion.exemption_id)


def _opinion(request: UserRequest, pk: int) -> PeerOpinion:
    opinions = PeerOpinion.objects.visible_to(request.user).select_related("exemption", "peer")
    return get_object_or_404(opinions, pk=pk)
