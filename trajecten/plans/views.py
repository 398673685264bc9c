"""A client's trajectory plan: reading it, changing it, and the steps of its way."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trajecten.plans import actions
from trajecten.plans.content import activity_words, agreed, content_of, differences, goal_words
from trajecten.plans.forms import (
    ActivityRows,
    ContributionRows,
    DropForm,
    EndForm,
    GoalRows,
    PlanForm,
    RefusalForm,
    ReviewForm,
    SignForm,
)
from trajecten.plans.models import Activity, Goal, Plan, PlanVersion, TrainingRefusal
from trajecten.plans.paper import paper_of
from trajecten.plans.rules import MOVES, check_move, likely_review, training_rule
from trajecten.plans.shown import badge_of, goals_of, version_badge
from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.clients.models import Client
from wiz.files.downloads import download
from wiz.letters.pdf import make_pdf
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.policy.models import policy_on
from wiz.terms import day_of, now
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.back import next_of
from wiz.ui.refusals import refuse, renew_key

# Reading


@require_GET
@needs(Can.WORK_CASES)
def plan(request: UserRequest, pk: int) -> HttpResponse:
    """Read the plan: how it stands, who does what by when, and what may be done with it now."""
    client = client_or_404(request, pk)
    plans = list(
        Plan.objects.visible_to(request.user)
        .filter(client=client)
        .order_by("-made_at", "-pk")
        .prefetch_related("goals", "versions", "reviews__by")
    )
    current = next((one for one in plans if one.ended_on is None), None)
    today = day_of(now())
    activities = list(_activities(client).select_related("organisation"))
    context: dict[str, Any] = {
        "plan": current,
        "earlier": [one for one in plans if one is not current],
        "activities": activities,
        "cost": sum(activity.cost or 0 for activity in activities),
        "refusals": list(TrainingRefusal.objects.visible_to(request.user).filter(client=client)),
        "training_rule": training_rule() if _about_training(current, activities) else "",
    }
    if current is not None:
        versions = list(current.versions.all())
        context |= {
            "state": badge_of(current, versions),
            "goals": goals_of(current, client, today),
            "signed": next((v for v in versions if v.signed_on), None),
            "waiting": next((v for v in versions if not v.signed_on and not v.withdrawn_at), None),
            "may": {move: allowed(check_move, request.user, current, move) for move in MOVES},
        }
        context["unoffered"] = _unoffered(current, versions)
    return client_page(request, client, "plans/plan.html", context, tab="plan")


@require_GET
@needs(Can.WORK_CASES)
def plan_version(request: UserRequest, pk: int, version: int) -> HttpResponse:
    """Read one version as it was offered, and what it says differently from the one before it."""
    client, shown = _version(request, pk, version)
    before = (
        PlanVersion.objects.filter(plan=shown.plan, number__lt=shown.number, withdrawn_at__isnull=True)
        .order_by("-number")
        .first()
    )
    context = {
        "version": shown,
        "state": version_badge(shown),
        "content": shown.content,
        "kind": Plan.Kind(shown.content["kind"]).label,
        "goals": [goal_words(goal) for goal in shown.content["goals"]],
        "activities": [activity_words(activity) for activity in shown.content["activities"]],
        "before": before,
        "differences": differences(before.content, shown.content) if before else [],
    }
    return client_page(request, client, "plans/version.html", context, tab="plan")


@require_GET
@needs(Can.WORK_CASES)
def plan_pdf(request: UserRequest, pk: int, version: int) -> HttpResponse:
    """Hand out a version as the client's paper. Its name says the number only."""
    client, shown = _version(request, pk, version)
    at = now()
    record_look(request.user, Look.What.CLIENT, client, at=at, subject_id=shown.pk)
    consultant = client.consultant.name if client.consultant else ""
    paper = paper_of(
        shown, municipality=client.municipality.name, consultant=consultant, number=client.number
    )
    response = HttpResponse(make_pdf("plan", paper, at=at), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="trajectplan-{shown.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@require_GET
@needs(Can.WORK_CASES)
def plan_scan(request: UserRequest, pk: int, version: int) -> HttpResponse:
    """Hand out the scan of a version signed on paper."""
    client, shown = _version(request, pk, version)
    if shown.signed_file is None:
        raise Http404
    record_look(request.user, Look.What.ATTACHMENT, client, at=now(), subject_id=shown.pk)
    return download(shown.signed_file)


# Changing


@needs(Can.WORK_CASES)
def plan_change(request: UserRequest, pk: int) -> HttpResponse:
    """Make or change the plan. Who was second sees the newer version beside her own, and chooses (409)."""
    client = client_or_404(request, pk)
    current, newer, status, at = _current(client), None, 200, now()
    if current is not None and not allowed(check_move, request.user, current, "change"):
        return _refused(request, client, current, "change")
    activities = list(_activities(client).select_related("organisation"))
    data = request.POST or None
    form = PlanForm(data, plan=current)
    goals = GoalRows(data, goals=current.goals.standing() if current else ())
    own = ActivityRows(data, activities=[a for a in activities if a.kind != Activity.Kind.ORDER])
    adds = ContributionRows(data, activities=activities)
    # A page without these rows (an older one, still open) says nothing about them.
    has_adds = data is None or "adds-TOTAL_FORMS" in data
    rows: list[Any] = [form, goals, own, *([adds] if has_adds else [])]
    if request.method == "POST" and _all_valid(rows):
        try:
            actions.save_plan(
                client,
                **form.cleaned_data,
                goals=goals.rows(),
                activities=own.rows(),
                contributions=adds.rows() if has_adds else (),
                by=request.user,
                at=at,
            )
        except Conflict as error:
            refuse(form, error)
            newer, status = _current(client), 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Plan saved."))
            for row in goals.in_the_past(day_of(at)):
                messages.warning(request, _("The day of '%(goal)s' has passed already.") % {"goal": row.text})
            return redirect("plan", client.pk)
    context = {
        "form": form,
        "formset": goals,
        "activities": own,
        "adds": adds,
        "adds_rows": adds.with_activities() if has_adds else [],
        "forms": [own, *([adds] if has_adds else [])],
        "newer": newer,
        "is_new": current is None,
        "is_signed": current is not None and current.is_signed,
        "training_rule": training_rule(),
    }
    return client_page(request, client, "plans/change.html", context, tab="plan", status=status)


@require_POST
@needs(Can.WORK_CASES)
def plan_offer(request: UserRequest, pk: int) -> HttpResponse:
    current = _needed(client_or_404(request, pk))
    revision = request.POST.get("revision", "")
    try:
        if not revision.isdecimal() or len(revision) > 9:
            raise Conflict(_("The plan was changed meanwhile. Read it again before you offer it."))
        actions.offer_plan(current, revision=int(revision), by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(
            request, _("The plan is ready for the client. Print it, or let the client sign on screen.")
        )
    return redirect("plan", pk)


@require_POST
@needs(Can.WORK_CASES)
def plan_withdraw(request: UserRequest, pk: int, version: int) -> HttpResponse:
    _of, shown = _version(request, pk, version)
    try:
        actions.withdraw_offer(shown, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The offer is taken back. You can change the plan again."))
    return redirect("plan", pk)


@needs(Can.WORK_CASES)
def plan_sign(request: UserRequest, pk: int, version: int) -> HttpResponse:
    """Record a signature, on paper or on screen. A version that is no longer the one that waits gives 409."""
    client, shown = _version(request, pk, version)
    today = day_of(now())
    likely = likely_review(shown.plan, today, policy_on(today).months("plan_review"))
    chosen = shown.plan.review_on
    initial = {
        "signed_on": today,
        "name": client.name,
        "review_on": chosen if chosen and chosen > today else likely,
    }
    form = SignForm(request.POST or None, request.FILES or None, initial=initial)

    def save() -> None:
        actions.sign_plan(shown, **form.values(), by=request.user, at=now())

    waits = shown.signed_on is None and shown.withdrawn_at is None
    context = {
        "version": shown,
        "waits": waits,
        "kind": Plan.Kind(shown.content["kind"]).label,
        "goals": [goal_words(goal) for goal in shown.content["goals"]],
        "activities": [activity_words(activity) for activity in shown.content["activities"]],
    }
    done = _("Signed. This is the client's plan now.")
    return _step(request, client, form, save, done, "plans/sign.html", context)


@needs(Can.WORK_CASES)
def plan_review(request: UserRequest, pk: int) -> HttpResponse:
    client = client_or_404(request, pk)
    current = _needed(client)
    today = day_of(now())
    next_on = likely_review(current, today, policy_on(today).months("plan_review"))
    form = ReviewForm(request.POST or None, initial={"on": today, "next_on": next_on})

    def save() -> None:
        actions.review_plan(current, **form.cleaned_data, by=request.user, at=now())

    context = _small(_("Review the plan"), _("Save the review"), "review", plan=current)
    return _step(request, client, form, save, _("Review saved."), "plans/step.html", context, "review")


@needs(Can.WORK_CASES)
def plan_end(request: UserRequest, pk: int) -> HttpResponse:
    client = client_or_404(request, pk)
    current = _needed(client)
    form = EndForm(request.POST or None, initial={"ended_on": day_of(now())})

    def save() -> None:
        actions.end_plan(current, **form.cleaned_data, by=request.user, at=now())

    context = _small(_("End the plan"), _("End the plan"), "end", plan=current)
    return _step(request, client, form, save, _("The plan has ended."), "plans/step.html", context, "end")


@needs(Can.WORK_CASES)
def plan_refuse_training(request: UserRequest, pk: int) -> HttpResponse:
    """Keep a refusal of training, with the council's rule in sight."""
    client = client_or_404(request, pk)
    form = RefusalForm(request.POST or None, initial={"on": day_of(now())})

    def save() -> None:
        actions.refuse_training(client, **form.cleaned_data, by=request.user, at=now())

    context = _small(_("Refuse training"), _("Save the refusal"), "refuse", rule=training_rule())
    return _step(
        request, client, form, save, _("The refusal is kept, with its reason."), "plans/step.html", context
    )


@require_POST
@needs(Can.WORK_CASES)
def goal_reached(request: UserRequest, pk: int) -> HttpResponse:
    """Tick a goal off, or open it again (`open` posted)."""
    goal = _goal(request, pk)
    reached = "open" not in request.POST
    try:
        actions.settle_goal(goal, reached=reached, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        done = _("Goal reached: %(goal)s") if reached else _("Goal open again: %(goal)s")
        messages.success(request, done % {"goal": goal.text})
    return redirect(next_of(request) or f"{reverse('plan', args=[goal.plan.client_id])}#doelen")


@needs(Can.WORK_CASES)
def goal_drop(request: UserRequest, pk: int) -> HttpResponse:
    goal = _goal(request, pk)
    client = goal.plan.client
    form = DropForm(request.POST or None)

    def save() -> None:
        actions.drop_goal(goal, **form.cleaned_data, by=request.user, at=now())

    context = _small(_("Drop a goal"), _("Drop the goal"), f"drop-{goal.pk}", about=goal.text, plan=goal.plan)
    return _step(request, client, form, save, _("The goal is dropped."), "plans/step.html", context, "change")


# Helpers


def _all_valid(parts: list[Any]) -> bool:
    """Ask every part, so that all that is wrong is said at once."""
    return sum(not part.is_valid() for part in parts) == 0


def _step(
    request: UserRequest,
    client: Client,
    form: forms.Form,
    save: Callable[[], object],
    done: str,
    template: str,
    context: dict[str, Any],
    move: str = "",
) -> HttpResponse:
    """Show a small form, and save it; `move` is asked before it is shown at all."""
    plan = context.get("plan")
    if request.method != "POST" and move and plan and not allowed(check_move, request.user, plan, move):
        return _refused(request, client, plan, move)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            save()
        except Refused as error:
            refuse(form, error)
            if isinstance(error, Conflict):
                renew_key(form)
                status = 409
        else:
            messages.success(request, done)
            return redirect("plan", client.pk)
    return client_page(request, client, template, {"form": form, **context}, tab="plan", status=status)


def _small(title: str, submit: str, key: str, **more: Any) -> dict[str, Any]:
    return {"step_title": title, "submit": submit, "keep": f"plan-{key}", **more}


def _refused(request: UserRequest, client: Client, plan: Plan, move: str) -> HttpResponse:
    """Lead back to the plan with the sentence of what does not fit now."""
    try:
        check_move(request.user, plan, move)
    except Refused as error:
        messages.error(request, str(error))
    return redirect("plan", client.pk)


def _version(request: UserRequest, pk: int, version: int) -> tuple[Client, PlanVersion]:
    client = client_or_404(request, pk)
    versions = PlanVersion.objects.visible_to(request.user).select_related("plan", "signed_file", "signed_by")
    return client, get_object_or_404(versions, pk=version, plan__client=client)


def _goal(request: UserRequest, pk: int) -> Goal:
    goals = Goal.objects.filter(plan__in=Plan.objects.visible_to(request.user))
    return get_object_or_404(goals.select_related("plan__client__consultant"), pk=pk)


def _current(client: Client) -> Plan | None:
    return Plan.objects.current().filter(client=client).prefetch_related("goals").first()


def _needed(client: Client) -> Plan:
    plan = _current(client)
    if plan is None:
        raise Http404
    return plan


def _activities(client: Client) -> QuerySet[Activity]:
    return Activity.objects.filter(client=client)


def _unoffered(plan: Plan, versions: list[PlanVersion]) -> list[Any]:
    """Return what the plan says now that the version last put before the client does not say."""
    latest = next((version for version in versions if version.withdrawn_at is None), None)
    if latest is None:
        return []
    content = content_of(plan)
    if agreed(latest.content) == agreed(content):
        return []
    # The day of review moves by itself.
    return differences(latest.content, {**content, "review_on": latest.content["review_on"]})


def _about_training(plan: Plan | None, activities: list[Activity]) -> bool:
    """Training is decided where the plan is one, or where she follows an education."""
    return bool(plan and plan.kind == Plan.Kind.TRAINING) or any(
        activity.kind == Activity.Kind.EDUCATION for activity in activities
    )
