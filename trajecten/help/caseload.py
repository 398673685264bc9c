"""What help adds to the caseload: a column with what runs, and a filter."""

import datetime

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Exists, OuterRef, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.help.models import Referral
from wiz.clients.columns import Cell, Clients, caseload_filter, column, deadline
from wiz.clients.models import Client
from wiz.people.models import User

RUNS, LATE, NONE = "loopt", "vragen", "geen"


def annotate(clients: Clients, today: datetime.date) -> Clients:
    hers = Referral.objects.open().filter(client=OuterRef("pk"))
    kinds = hers.order_by().values("client").annotate(all=ArrayAgg("kind", distinct=True)).values("all")
    asked = hers.order_by("follow_up_on").values("follow_up_on")
    return clients.annotate(help_kinds=Subquery(kinds), help_asked=asked[:1])


def words(client: Client, today: datetime.date) -> str:
    kinds: list[str] = client.help_kinds or []  # type: ignore[attr-defined]
    return ", ".join(str(Referral.Kind(kind).label) for kind in kinds)


def show(client: Client, today: datetime.date) -> Cell | None:
    """What runs; and whether it is time to ask what came of it."""
    asked: datetime.date | None = client.help_asked  # type: ignore[attr-defined]
    if asked is None:
        return None
    return Cell(words=words(client, today), badge=("late", _("ask now")) if asked < today else None)


column(
    "help",
    gettext_lazy("Help"),
    place=35,
    annotate=annotate,
    show=show,
    value=words,
    by_default=False,
    width=24,
)


def to_choose(user: User) -> list[tuple[str, str]]:
    return [(RUNS, _("Help runs")), (LATE, _("What came of it was not asked")), (NONE, _("No help"))]


def narrow(clients: Clients, value: str, today: datetime.date) -> Clients:
    hers = Referral.objects.open().filter(client=OuterRef("pk"))
    if value == LATE:
        return clients.filter(Exists(hers.filter(follow_up_on__lt=today)))
    return clients.filter(Exists(hers) if value == RUNS else ~Exists(hers))


caseload_filter("hulp", gettext_lazy("Help"), place=35, choices=to_choose, apply=narrow)
deadline(
    "hulp",
    gettext_lazy("ask about help"),
    rows=lambda today: Referral.objects.open(),
    client="client",
    date="follow_up_on",
)
