"""The reviewer's pages: the queue by age, the one page to decide on, and revoking."""

import datetime
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from trajecten.exemptions.bears import what_bears
from trajecten.exemptions.models import Exemption, ExemptionQuerySet, ExemptionReview
from trajecten.exemptions.rules import asked_by, check_move, submitted_before
from trajecten.exemptions.rules import reviews as reviews_exemptions
from trajecten.exemptions.shown import opinion_badge
from trajecten.reviews import actions
from trajecten.reviews.alike import earlier_decisions
from trajecten.reviews.forms import ReviewForm, RevokeForm
from wiz.actions import Conflict, Refused
from wiz.casefile.frame import client_page
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of, now, today
from wiz.terms.models import extra_days
from wiz.terms.working_days import working_days_since
from wiz.ui.navigation import counts
from wiz.ui.refusals import refuse

A_PAGE = 50
DECIDED = 20


def _waiting(user: User) -> ExemptionQuerySet:
    """Return what lies with the reviewers, oldest first."""
    return Exemption.objects.visible_to(user).waiting().order_by("review_due", "submitted_at", "pk")


def _for(user: User) -> ExemptionQuerySet:
    """Return what somebody can decide on: what she did not ask for herself."""
    return _waiting(user).exclude(asked_by(user))


@counts("reviews")
def waiting_for(user: User) -> ExemptionQuerySet:
    return _for(user)


@require_GET
@needs(Can.WORK_CASES)
def reviews(request: UserRequest) -> HttpResponse:
    """What waits for a review, oldest first, and what was decided lately."""
    day = today()
    if not reviews_exemptions(request.user, day):
        messages.info(request, _("A team lead decides on exemptions, or who covers for one."))
        return redirect("today")
    extra = extra_days()
    found = _waiting(request.user).select_related("client", "submitted_by", "client__consultant")
    found = found.annotate(
        asked=Count("opinions", filter=Q(opinions__withdrawn_at__isnull=True)),
        answered=Count("opinions", filter=Q(opinions__answered_at__isnull=False)),
        submitted_earlier=submitted_before(request.user),
    )
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    decided = ExemptionReview.objects.visible_to(request.user).select_related("exemption__client", "by")
    context = {
        "section": "reviews",
        "page": page,
        "rows": [
            {
                "exemption": exemption,
                "day": working_days_since(day_of(exemption.submitted_at), day, extra),  # type: ignore[arg-type]
                "late": exemption.review_due is not None and exemption.review_due < day,
                "own": request.user.pk in exemption.requesters,
                "earlier": exemption.submitted_earlier,  # type: ignore[attr-defined]
            }
            for exemption in page
        ],
        "decided": decided.order_by("-at")[:DECIDED],
        "today": day,
    }
    return render(request, "reviews/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WORK_CASES)
def review(request: UserRequest, pk: int) -> HttpResponse:
    """Everything needed to judge one request, and the judgement. Who was second reads what the first decided (409)."""
    at = now()
    day = day_of(at)
    exemption = _load(request, pk)
    waits = exemption.state == Exemption.State.SUBMITTED
    if request.method != "POST" and not (waits and reviews_exemptions(request.user, day)):
        return redirect("exemption", pk)
    form = ReviewForm(request.POST or None, exemption=exemption)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _decide(request, exemption, form)
            except Refused as error:
                refuse(form, error)
                status = 409 if isinstance(error, Conflict) else 422
                exemption = _load(request, pk)
            else:
                return _decided(request, made)
    return _review_page(request, exemption, form, status)


def _decide(request: UserRequest, exemption: Exemption, form: ReviewForm) -> ExemptionReview:
    outcome = request.POST.get("outcome", "")
    return actions.review(
        exemption,
        outcome,
        form.judgement(),
        terms=form.terms() if outcome == ExemptionReview.Outcome.GRANTED else None,
        revision=form.cleaned_data["revision"],
        by=request.user,
        at=now(),
    )


def _decided(request: UserRequest, made: ExemptionReview) -> HttpResponse:
    number = made.exemption.client.number
    words = {
        ExemptionReview.Outcome.GRANTED: _("Granted, client %(number)s. The letter is ready to be sent."),
        ExemptionReview.Outcome.RETURNED: _("Returned, client %(number)s. The consultant reads your advice."),
        ExemptionReview.Outcome.REFUSED: _("Refused, client %(number)s. The letter is ready to be sent."),
    }
    messages.success(request, words[ExemptionReview.Outcome(made.outcome)] % {"number": number})
    return redirect("reviews")


def _review_page(request: UserRequest, exemption: Exemption, form: ReviewForm, status: int) -> HttpResponse:
    day = today()
    queue = list(_for(request.user).values_list("pk", flat=True)[:200])
    place = queue.index(exemption.pk) + 1 if exemption.pk in queue else 0
    following = queue[place % len(queue)] if place and len(queue) > 1 else None
    submitted = day_of(exemption.submitted_at) if exemption.submitted_at else day
    opinions = exemption.opinions.select_related("peer", "asked_by")
    context: dict[str, Any] = {
        "exemption": exemption,
        "form": form,
        "why_not": _why_not(request.user, exemption, "review", day),
        "working_day": working_days_since(submitted, day, extra_days()),
        "late": exemption.review_due is not None and exemption.review_due < day,
        "place": place,
        "queue_count": len(queue),
        "following": following,
        "earlier": earlier_decisions(exemption, request.user),
        "opinions": [(one, opinion_badge(one, day)) for one in opinions],
        "documents": list(exemption.documents.select_related("file", "by")),
        "meanwhile": list(exemption.meanwhile.all()),
        "reviews": list(exemption.reviews.select_related("by").order_by("-round")),
        "bears": what_bears(exemption.client, request.user, day, exemption),
        "section": "reviews",
    }
    return client_page(
        request,
        exemption.client,
        "reviews/review.html",
        context,
        tab="exemptions",
        status=status,
        subject_id=exemption.pk,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@needs(Can.WORK_CASES)
def exemption_revoke(request: UserRequest, pk: int) -> HttpResponse:
    """Revoke a granted exemption, with a reason the client reads."""
    at = now()
    exemption = _load(request, pk)
    form = RevokeForm(request.POST or None, initial={"last_day": day_of(at)})
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                actions.revoke(exemption, **form.cleaned_data, by=request.user, at=at)
            except Refused as error:
                refuse(form, error)
                status = 409 if isinstance(error, Conflict) else 422
            else:
                messages.success(request, _("The exemption is revoked. The letter is ready to be sent."))
                return redirect("exemption", pk)
    context = {
        "exemption": exemption,
        "form": form,
        "step_title": _("Revoke the exemption"),
        "submit": _("Revoke"),
        "back": reverse("exemption", args=[pk]),
        "why_not": _why_not(request.user, exemption, "revoke", day_of(at)),
    }
    return client_page(
        request,
        exemption.client,
        "reviews/revoke.html",
        context,
        tab="exemptions",
        status=status,
        subject_id=exemption.pk,
    )


def _why_not(user: User, exemption: Exemption, move: str, day: datetime.date) -> str:
    """Return the sentence with which a move is refused, or nothing when it may be made."""
    try:
        check_move(user, exemption, move, day)
    except Refused as error:
        return str(error)
    return ""


def _load(request: UserRequest, pk: int) -> Exemption:
    rows = Exemption.objects.visible_to(request.user)
    return get_object_or_404(
        rows.select_related(
            "client__consultant", "client__municipality", "submitted_by", "made_by", "renews"
        ),
        pk=pk,
    )
