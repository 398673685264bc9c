"""Placing an order, the order's page for both sides, and the list of orders."""

import datetime
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Case, F, OuterRef, Q, Subquery, Value, When
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from partners.bureaus.models import Bureau
from partners.orders.actions import (
    change_coach,
    end_order,
    extend_order,
    pause_order,
    place_order,
    resume_order,
    see_contact,
)
from partners.orders.casefile import order_state, report_lines
from partners.orders.forms import (
    ChangeForm,
    CoachForm,
    EndForm,
    ExtendForm,
    ListForm,
    NewGoalRows,
    OrderForm,
    PauseForm,
)
from partners.orders.models import Order, OrderQuerySet
from partners.orders.rules import check_change, check_reach, check_work
from partners.reports.models import Report
from trajecten.agreements.models import Agreement
from trajecten.childcare.known import known_care
from wiz.absence.models import away_on
from wiz.actions import Conflict, Refused, allowed
from wiz.casefile.frame import client_page
from wiz.clients.access import client_or_404
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import day_of, now, today
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.refusals import refuse, renew_key

A_PAGE = 50
# The small forms of the page; the bureau gets the last one only.
CHANGES: dict[str, type[ChangeForm]] = {
    "extend": ExtendForm,
    "pause": PauseForm,
    "end": EndForm,
    "coach": CoachForm,
}


@needs(Can.WORK_CASES)
def order_add(request: UserRequest, pk: int) -> HttpResponse:
    client = client_or_404(request, pk)
    at, status = now(), 200
    form = OrderForm(request.POST or None, client=client, today=day_of(at))
    new_goals = NewGoalRows(request.POST or None)
    if request.method == "POST" and form.is_valid() & new_goals.is_valid():
        try:
            placed = place_order(
                client, **form.cleaned_data, new_goals=new_goals.new(), by=request.user, at=at
            )
        except Conflict as error:
            refuse(form, error)
            renew_key(form)
            status = 409
        except Refused as error:
            # The form has asked the other rules already: what is left is that there is no goal.
            refuse(form, error, "goals")
        else:
            messages.success(request, _("Order placed. Reports due: %(days)s.") % {"days": _due_days(placed)})
            return redirect("order", placed.pk)
    context = {"form": form, "formset": new_goals}
    return client_page(request, client, "orders/add.html", context, status=status)


@needs(Can.WORK_CASES, Can.REPORT)
def order(request: UserRequest, pk: int) -> HttpResponse:
    return _page(request, _order(request, pk))


@needs(Can.WORK_CASES)
def order_extend(request: UserRequest, pk: int) -> HttpResponse:
    return _change(
        request, pk, "extend", extend_order, _("The planned end has been moved. The reports follow.")
    )


@needs(Can.WORK_CASES)
def order_pause(request: UserRequest, pk: int) -> HttpResponse:
    return _change(request, pk, "pause", pause_order, _("The order is paused. The reports move along."))


@needs(Can.WORK_CASES)
def order_end(request: UserRequest, pk: int) -> HttpResponse:
    return _change(request, pk, "end", end_order, _("The order is ended. The bureau owes a final report."))


@needs(Can.WORK_CASES, Can.REPORT)
def order_coach(request: UserRequest, pk: int) -> HttpResponse:
    return _change(request, pk, "coach", change_coach, _("The coach has been changed."))


@needs(Can.WORK_CASES)
def order_resume(request: UserRequest, pk: int) -> HttpResponse:
    shown = _order(request, pk)
    if request.method == "POST":
        try:
            resume_order(shown, by=request.user, at=now())
        except Refused as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("The order goes on from today."))
    return redirect("order", shown.pk)


@needs(Can.WORK_CASES, Can.REPORT)
def orders(request: UserRequest) -> HttpResponse:
    """The bureau's list; a case worker sees all orders here and can choose a bureau."""
    day = today()
    is_bureau = not request.user.can(Can.WORK_CASES)
    # Bureaus are strangers to each other: who works at one is not offered the others' names.
    bureaus = Bureau.objects.none() if is_bureau else Bureau.objects.select_related("organisation")
    form = ListForm(request.GET, bureaus=bureaus)
    form.is_valid()
    ended = "ended" in request.GET
    found = _listed(Order.objects.visible_to(request.user), day, ended=ended)
    if form.cleaned_data.get("mine"):
        mine = Q(coach=request.user) if is_bureau else Q(activity__client__consultant=request.user)
        found = found.filter(mine)
    if form.cleaned_data.get("bureau"):
        found = found.filter(bureau=form.cleaned_data["bureau"])
    page = Paginator(found, A_PAGE).get_page(request.GET.get("page"))
    page.object_list = [
        {"order": each, "state": order_state(each, day), "days": each.next_due and (each.next_due - day).days}
        for each in page.object_list
    ]
    context = {
        "section": "orders",
        "page": page,
        "filter": form,
        "ended": ended,
        "today": day,
        "is_bureau": is_bureau,
    }
    return render(request, "orders/list.html", context)


def _listed(found: OrderQuerySet, day: datetime.date, *, ended: bool) -> Any:
    """Return the orders of one tab: ended ones latest first; the others running first, next report first."""
    next_due = Report.objects.owed().filter(order=OuterRef("pk")).order_by("due").values("due")[:1]
    found = found.with_parties().prefetch_related("pauses").annotate(next_due=Subquery(next_due))
    if ended:
        return found.filter(ended_on__lt=day).order_by("-ended_on", "pk")
    not_begun = Case(When(activity__start__gt=day, then=Value(1)), default=Value(0))
    open_ones = found.filter(Q(ended_on__isnull=True) | Q(ended_on__gte=day))
    return open_ones.order_by(not_begun, F("next_due").asc(nulls_last=True), "pk")


def _order(request: UserRequest, pk: int) -> Order:
    found = Order.objects.visible_to(request.user).with_parties().prefetch_related("pauses")
    return get_object_or_404(found.select_related("activity__client__municipality"), pk=pk)


def _change(request: UserRequest, pk: int, name: str, action: Callable[..., None], done: str) -> HttpResponse:
    """Carry out one of the small forms. Opened by its address the page shows that form, open.

    That is where somebody lands who had to sign in again first; what she typed is put back there.
    """
    shown = _order(request, pk)
    at = now()
    form = CHANGES[name](request.POST or None, prefix=name, order=shown, today=day_of(at))
    if request.method == "POST" and form.is_valid():
        try:
            action(shown, **form.cleaned_data, by=request.user, at=at)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, done)
            return redirect("order", shown.pk)
    return _page(request, shown, opened=name, form=form)


def _page(
    request: UserRequest, order: Order, *, opened: str = "", form: ChangeForm | None = None
) -> HttpResponse:
    at = now()
    day = day_of(at)
    user = request.user
    new_contact = see_contact(order, by=user, at=at)
    may_change = allowed(check_change, user, order)
    is_bureau = not allowed(check_work, user)
    names = [name for name in CHANGES if name == "coach" or may_change]
    changes = {
        name: form if form and name == opened else CHANGES[name](prefix=name, order=order, today=day)
        for name in names
    }
    pauses = list(order.pauses.all())
    context = {
        "section": "orders",
        "order": order,
        "client": order.activity.client,
        "today": day,
        "state": order_state(order, day),
        "reports": report_lines(order, day),
        "goals": order.activity.goals.all(),
        "care": known_care(order.activity, day) if order.ended_on is None else None,
        "pauses": pauses,
        "agreements": Agreement.objects.visible_to(user)
        .exclude(state=Agreement.State.DROPPED)
        .filter(client=order.activity.client_id, organisation=order.bureau_id)
        .select_related("meeting__led_by"),
        "is_bureau": is_bureau,
        "may_reach": allowed(check_reach, order, day),
        "new_contact": new_contact,
        "away": away_on(day),
        "may_change": may_change,
        "is_paused": any(pause.start <= day < pause.until for pause in pauses),
        "changes": changes,
        "opened": opened,
        "forms": [form] if form else [],
    }
    if is_bureau:
        record_look(user, Look.What.CLIENT, order.client, at=at, subject_id=order.pk)
        return render(request, "orders/order.html", context | {"layout": "base.html"})
    context["layout"] = "clients/frame.html"
    return client_page(request, order.client, "orders/order.html", context, subject_id=order.pk)


def _due_days(order: Order) -> str:
    reports = order.reports.order_by("due").values_list("due", flat=True)
    this_year = order.activity.start.year
    return ", ".join(date_format(due, _("j M") if due.year == this_year else _("j M Y")) for due in reports)
