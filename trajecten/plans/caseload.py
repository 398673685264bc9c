"""What plans add to the caseload: a column, filters by kind and by state, and the days of reviews and goals."""

import datetime

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.plans.models import Goal, Plan, TrainingRefusal
from wiz.clients.columns import Cell, Clients, caseload_filter, column, deadline
from wiz.clients.models import Client
from wiz.people.models import User

NONE = "geen"
KINDS = {
    Plan.State.DRAFT: "info",
    Plan.State.OFFERED: "soon",
    Plan.State.SIGNED: "ok",
    Plan.State.CHANGED: "soon",
    Plan.State.REOFFERED: "soon",
}


def annotate(clients: Clients, today: datetime.date) -> Clients:
    current = Plan.objects.current().filter(client=OuterRef("pk"))
    return clients.annotate(plan_kind=current.values("kind")[:1], plan_state=current.values("state")[:1])


def show(client: Client, today: datetime.date) -> Cell | None:
    """Her plan's kind with its state, or that there is none."""
    if not client.plan_kind:  # type: ignore[attr-defined]
        return None
    state = Plan.State(client.plan_state)  # type: ignore[attr-defined]
    badge = (KINDS[state], str(state.label).lower())
    return Cell(words=str(Plan.Kind(client.plan_kind).label), badge=badge)  # type: ignore[attr-defined]


def value(client: Client, today: datetime.date) -> str:
    if not client.plan_kind:  # type: ignore[attr-defined]
        return ""
    kind, state = Plan.Kind(client.plan_kind), Plan.State(client.plan_state)  # type: ignore[attr-defined]
    return f"{kind.label}, {str(state.label).lower()}"


def states_to_choose(user: User) -> list[tuple[str, str]]:
    known = [(str(state), str(state.label)) for state in Plan.State if state != Plan.State.ENDED]
    return [(NONE, _("No plan")), *known]


def in_state(clients: Clients, value: str, today: datetime.date) -> Clients:
    current = Plan.objects.current().filter(client=OuterRef("pk"))
    if value == NONE:
        return clients.filter(~Exists(current))
    return clients.filter(Exists(current.filter(state=value)))


def of_kind(clients: Clients, value: str, today: datetime.date) -> Clients:
    return clients.filter(Exists(Plan.objects.current().filter(client=OuterRef("pk"), kind=value)))


def kinds_to_choose(user: User) -> list[tuple[str, str]]:
    return [(str(kind), str(kind.label)) for kind in Plan.Kind]


def refused_to_choose(user: User) -> list[tuple[str, str]]:
    return [("ja", _("Training was refused")), ("dit-jaar", _("Training was refused this year"))]


def refused(clients: Clients, value: str, today: datetime.date) -> Clients:
    refusals = TrainingRefusal.objects.filter(client=OuterRef("pk"))
    return clients.filter(Exists(refusals.filter(on__year=today.year) if value == "dit-jaar" else refusals))


column("plan", gettext_lazy("Trajectory plan"), place=30, annotate=annotate, show=show, value=value)
caseload_filter("plan", gettext_lazy("State of the plan"), place=30, choices=states_to_choose, apply=in_state)
caseload_filter("plansoort", gettext_lazy("Kind of plan"), place=31, choices=kinds_to_choose, apply=of_kind)
caseload_filter("scholing", gettext_lazy("Training"), place=32, choices=refused_to_choose, apply=refused)


deadline(
    "plan",
    gettext_lazy("plan review"),
    rows=lambda today: Plan.objects.current().signed(),
    client="client",
    date="review_on",
)
deadline(
    "doel",
    gettext_lazy("goal"),
    rows=lambda today: Goal.objects.filter(plan__ended_on__isnull=True, state=Goal.State.OPEN),
    client="plan__client",
    date="due",
)
