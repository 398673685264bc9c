"""The childcare of a client: the list, asking for it, the page of a request, and what happens to it."""

import datetime
from collections.abc import Callable
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from trajecten.childcare import actions
from trajecten.childcare.casefile import childcare_lines
from trajecten.childcare.forms import (
    AdvanceForm,
    ChildForm,
    DataForm,
    DataReceivedForm,
    DecideForm,
    EndForm,
    ExtendForm,
    MoveForm,
    NotNeededForm,
    OfferForm,
    OnForm,
    OwnerForm,
    RequestForm,
    WithdrawForm,
    latest_open,
)
from trajecten.childcare.models import ChildcareRequest
from trajecten.childcare.rules import check_move, owns
from trajecten.childcare.shown import for_what, state_of, term_badge, term_words, waits_for
from trajecten.childcare.term import term_on
from trajecten.childcare.weeks import WITH_WEEKS, hours_lines, kept_week, uncovered_lines, weeks_of
from trajecten.plans.models import Activity
from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.clients.models import Client
from wiz.letters.models import Letter
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.policy.models import days_on
from wiz.terms import day_of, now, today
from wiz.terms.decision import answer_by
from wiz.terms.models import extra_days
from wiz.ui.back import back_to, next_of
from wiz.ui.refusals import refuse

GET_OR_POST = ["GET", "HEAD", "POST"]


class Move(NamedTuple):
    """A small form on the page of a request: its move in the rules, what it does, and what is said then."""

    rule: str
    form: type[MoveForm]
    action: Callable[..., Any]
    title: str | Promise
    submit: str | Promise
    done: str | Promise


MOVES = {
    "offer_asked": Move(
        "ask_offer", OnForm, actions.ask_offer,
        gettext_lazy("Offer asked"), gettext_lazy("Offer was asked"), gettext_lazy("Noted that an offer was asked."),
    ),
    "offer": Move(
        "receive_offer", OfferForm, actions.receive_offer,
        gettext_lazy("Offer and who pays"), gettext_lazy("Save the offer"), gettext_lazy("The offer has been saved."),
    ),
    "data": Move(
        "ask_data", DataForm, actions.ask_data,
        gettext_lazy("Ask the client for data"), gettext_lazy("Ask, with a letter"),
        gettext_lazy("The letter is ready to be sent. The term stands still until the data are in."),
    ),
    "data_received": Move(
        "receive_data", DataReceivedForm, actions.receive_data,
        gettext_lazy("The data are in"), gettext_lazy("Data are in"), gettext_lazy("The term runs again."),
    ),
    "extend": Move(
        "extend", ExtendForm, actions.extend_term,
        gettext_lazy("Take more time, once"), gettext_lazy("Extend, with a letter"),
        gettext_lazy("The term has been extended. The letter is ready to be sent."),
    ),
    "advance": Move(
        "pay_advance", AdvanceForm, actions.pay_advance,
        gettext_lazy("Advance"), gettext_lazy("Save the advance"), gettext_lazy("The advance has been saved."),
    ),
    "start": Move(
        "start", OnForm, actions.start_care,
        gettext_lazy("The care has started"), gettext_lazy("Care has started"),
        gettext_lazy("Noted that the care has started."),
    ),
    "end": Move(
        "end", EndForm, actions.end_care,
        gettext_lazy("The care ends"), gettext_lazy("End the care"), gettext_lazy("Noted that the care ended."),
    ),
    "owner": Move(
        "give", OwnerForm, actions.give_request,
        gettext_lazy("Who sees to it"), gettext_lazy("Save who sees to it"), gettext_lazy("Saved."),
    ),
    "withdraw": Move(
        "withdraw", WithdrawForm, actions.withdraw_request,
        gettext_lazy("The client takes the request back"), gettext_lazy("Withdraw the request"),
        gettext_lazy("The request has been withdrawn."),
    ),
}  # fmt: skip


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD"])
def childcare(request: UserRequest, pk: int) -> HttpResponse:
    """Every request of a client, and what she takes part in for which nothing was arranged."""
    client = client_or_404(request, pk)
    context = childcare_lines(client, request.user, today())
    return client_page(request, client, "childcare/list.html", context, tab="childcare")


@needs(Can.WORK_CASES)
@require_http_methods(GET_OR_POST)
def childcare_add(request: UserRequest, pk: int) -> HttpResponse:
    client = client_or_404(request, pk)
    return _request_form(request, client, None)


@needs(Can.WORK_CASES)
@require_http_methods(GET_OR_POST)
def childcare_change(request: UserRequest, pk: int) -> HttpResponse:
    shown = _shown(request, pk)
    if not allowed(check_move, request.user, shown, "change", owns=False):
        messages.info(request, _("This request has been decided on already."))
        return redirect("childcare_request", shown.pk)
    return _request_form(request, shown.client, shown)


def _request_form(request: UserRequest, client: Client, shown: ChildcareRequest | None) -> HttpResponse:
    """The form of a request, new or there already, with a form for each child."""
    day = today()
    activities = list(Activity.objects.visible_to(request.user).filter(client=client).not_over(day))
    if shown is not None and shown.activity and shown.activity not in activities:
        activities.insert(0, shown.activity)
    data = request.POST if request.method == "POST" else None
    form = RequestForm(data, activities=activities, initial=_initial(request, shown, activities, day))
    uncovered = uncovered_lines(shown) if shown else {}
    children = [
        ChildForm(
            data,
            child=child,
            needs=[need for need in shown.needs.all() if need.child_id == child.pk] if shown else (),
            uncovered=uncovered.get(child.pk, ""),
            is_new=shown is None,
            today=day,
        )
        for child in client.children.prefetch_related("school_hours")
    ]
    status = 200
    if data is not None and all([form.is_valid(), *(child.is_valid() for child in children)]):
        try:
            made = actions.save_request(
                client,
                form.asked(children),
                request=shown,
                revision=form.cleaned_data["revision"],
                form_key=form.cleaned_data["form_key"],
                by=request.user,
                at=now(),
            )
        except Conflict as error:
            refuse(form, error)
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("The request has been saved."))
            return redirect("childcare_request", made.pk)
    context = {
        "form": form,
        "children_forms": children,
        "forms": children,
        "shown": shown,
        "conflict": status == 409,
    }
    return client_page(
        request, client, "childcare/request_form.html", context, tab="childcare", status=status
    )


def _initial(
    request: UserRequest, shown: ChildcareRequest | None, activities: list[Activity], day: datetime.date
) -> dict[str, Any]:
    """What is there already; or what the activity in the address (`voor`), else the only one, says."""
    if shown is not None:
        names = (
            "needed_from",
            "until",
            "received_on",
            "back_up",
            "urgent",
            "advance_needed",
            "note",
            "revision",
        )
        found = {name: getattr(shown, name) for name in names}
        found["travel_minutes"] = shown.travel_minutes or None
        found["purpose"] = str(shown.activity_id) if shown.activity_id else shown.purpose
        found["away"] = kept_week(shown.away_hours.all()) or None
        return found
    wanted = request.GET.get("voor", "")
    activity = next((one for one in activities if str(one.pk) == wanted), None)
    if activity is None and len(activities) == 1:
        activity = activities[0]
    start: dict[str, Any] = {"received_on": day}
    if activity is None:
        return start
    # What runs already needs childcare from now on.
    needed_from = max(activity.start, day)
    start |= {"purpose": str(activity.pk), "needed_from": needed_from, "until": activity.end}
    return start | _asked_before(request, activity)


def _asked_before(request: UserRequest, activity: Activity) -> dict[str, Any]:
    """Return what an earlier request for the same activity said of the client's week: refused, it is asked again."""
    earlier = (
        ChildcareRequest.objects.visible_to(request.user).filter(activity=activity).order_by("pk").last()
    )
    if earlier is None:
        return {}
    return {
        "away": kept_week(earlier.away_hours.all()) or None,
        "travel_minutes": earlier.travel_minutes or None,
        "back_up": earlier.back_up,
    }


@needs(Can.WORK_CASES)
@require_http_methods(["GET", "HEAD"])
def childcare_request(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _shown(request, pk))


@needs(Can.WORK_CASES)
@require_http_methods(GET_OR_POST)
def childcare_decide(request: UserRequest, pk: int) -> HttpResponse:
    """Decide; opened by its address, the page of the request, where the form stands."""
    shown = _shown(request, pk)
    if request.method != "POST":
        return _page(request, shown)
    form = DecideForm(request.POST, request=shown, needs=shown.needs.all())
    status = 200
    if form.is_valid():
        try:
            actions.decide(shown, **form.values(), by=request.user, at=now())
        except Conflict as error:
            messages.error(request, str(error))
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Decided. The letter is ready to be sent."))
            return redirect("childcare_request", shown.pk)
    return _page(request, _shown(request, pk), decide=form, status=status)


@needs(Can.WORK_CASES)
@require_http_methods(GET_OR_POST)
def childcare_move(request: UserRequest, pk: int, move: str) -> HttpResponse:
    """Carry out one of the small forms. Opened by its address the page shows that form, open."""
    shown = _shown(request, pk)
    at = now()
    made = MOVES[move]
    form = made.form(request.POST or None, prefix=move, request=shown, today=day_of(at))
    status = 200
    if request.method == "POST" and form.is_valid():
        subject: Any = latest_open(shown.suspensions.all()) if move == "data_received" else shown
        try:
            if subject is None:
                raise Refused(_("Nothing is awaited from the client."))
            made.action(subject, **form.values(), by=request.user, at=at)
        except Conflict as error:
            refuse(form, error)
            status = 409
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, str(made.done))
            return redirect("childcare_request", shown.pk)
    return _page(request, shown, opened=move, form=form, status=status)


@needs(Can.WORK_CASES)
@require_http_methods(GET_OR_POST)
def childcare_not_needed(request: UserRequest, pk: int) -> HttpResponse:
    """Say that an activity asks for no childcare, and why."""
    activity = _activity(request, pk)
    form = NotNeededForm(request.POST or None)
    if form.is_valid():
        try:
            actions.no_care_needed(activity, **form.cleaned_data, by=request.user, at=now())
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("Noted that no childcare is needed."))
            return back_to(request, "childcare", activity.client_id)
    context = {"form": form, "activity": activity, "next": next_of(request)}
    return client_page(request, activity.client, "childcare/not_needed.html", context, tab="childcare")


@require_POST
@needs(Can.WORK_CASES)
def childcare_needed(request: UserRequest, pk: int) -> HttpResponse:
    activity = _activity(request, pk)
    try:
        actions.care_needed_after_all(activity, by=request.user, at=now())
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Childcare is needed after all."))
    return back_to(request, "childcare", activity.client_id)


def _activity(request: UserRequest, pk: int) -> Activity:
    found = Activity.objects.visible_to(request.user).select_related("client__consultant")
    return get_object_or_404(found, pk=pk)


def _shown(request: UserRequest, pk: int) -> ChildcareRequest:
    found = (
        ChildcareRequest.objects.visible_to(request.user)
        .select_related("client__consultant", "client__municipality", "owner", "activity", "decided_by")
        .prefetch_related("suspensions", *WITH_WEEKS)
    )
    return get_object_or_404(found, pk=pk)


def _page(
    request: UserRequest,
    shown: ChildcareRequest,
    *,
    opened: str = "",
    form: MoveForm | None = None,
    decide: DecideForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a request with what this person may do with it now."""
    day = today()
    user = request.user
    own = owns(user, shown, day)
    may = {name for name in {move.rule for move in MOVES.values()} | {"change", "decide"}
           if allowed(check_move, user, shown, name, owns=own)}  # fmt: skip
    suspensions = list(shown.suspensions.all())
    term = term_on(shown, suspensions, day)
    waiting = latest_open(suspensions)
    hidden = {"data"} if term and term.waiting else set()
    hidden |= set() if waiting else {"data_received"}
    hidden |= {"extend"} if shown.extended_on or (term and term.is_late) else set()
    moves = [
        _small(name, made, shown, day, form if name == opened else None)
        for name, made in MOVES.items()
        if name == opened or (made.rule in may and name not in hidden)
    ]
    us = _("you") if shown.owner_now == user else str(shown.owner_now or _("nobody yet"))
    if decide is None and "decide" in may:
        decide = DecideForm(request=shown, needs=shown.needs.all())
    context = {
        "shown": shown,
        "state": state_of(shown),
        "for_what": for_what(shown),
        "term": term,
        "term_badge": term_badge(term),
        "term_words": term_words(term, day) if term else "",
        "waits_for": waits_for(shown, term, us),
        "owner": shown.owner_now,
        "may_change": "change" in may,
        "may_decide": "decide" in may,
        "decides": us,
        "decide": decide,
        "moves": moves,
        "opened": opened,
        "suspensions": suspensions,
        "needs": hours_lines(shown),
        "weeks": weeks_of(shown),
        "unmet": [need for need in shown.needs.all() if need.unmet],
        "letters": Letter.objects.visible_to(user).about(shown).standing().order_by("-made_at"),
        "forms": [one for one in (form, decide) if one is not None],
    }
    return client_page(
        request, shown.client, "childcare/request.html", context,
        tab="childcare", status=status, subject_id=shown.pk,
    )  # fmt: skip


def _small(
    name: str, made: Move, shown: ChildcareRequest, day: datetime.date, form: MoveForm | None
) -> dict[str, Any]:
    """Return a small form as the page shows it."""
    if form is None:
        form = made.form(prefix=name, request=shown, today=day)
    if name == "data" and not form.is_bound:
        # Asked for here, because the days that end no term are in the database.
        form.fields["respond_by"].initial = answer_by(day, days_on(day, "childcare_data").days, extra_days())
    return {
        "name": name,
        "url": f"childcare_{name}",
        "title": made.title,
        "submit": made.submit,
        "form": form,
    }
