"""What the ladder adds to the caseload: a column to sort by, and two filters."""

import datetime
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, QuerySet, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.ladder.models import Ladder, Placement, Rung
from wiz.clients.columns import Clients, caseload_filter, column
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.names import Alphabetical

NOWHERE = "geen"


def annotate(clients: Clients, today: datetime.date) -> Clients:
    """The rung to name is that on the service's own ladder, or else the latest."""
    current = Placement.objects.current().filter(client=OuterRef("pk")).by_default_first()
    words = current.annotate(words=Concat("rung__name", Value(" · "), "rung__label")).values("words")
    return clients.annotate(rung_words=words[:1], rung_position=current.values("rung__position")[:1])


def foremost(clients: Clients, today: datetime.date, down: bool, n: int) -> QuerySet[Any, Any] | None:
    """Return who stands on the lowest (or highest) rungs, on any ladder.

    How far up to go is counted on the service's own ladder: who stands on that is sorted by it and by no other.
    """
    placed = Placement.objects.current().filter(clients.theirs()).order_by()
    counted = placed.filter(ladder__is_default=True).values_list("rung__position").annotate(Count("pk"))
    found = 0
    for position, here in counted.order_by("-rung__position" if down else "rung__position"):
        found += here
        if found >= n:
            side = {"rung__position__gte" if down else "rung__position__lte": position}
            return placed.filter(**side).values("client")
    return None


def words(client: Client, today: datetime.date) -> str:
    found: str | None = client.rung_words  # type: ignore[attr-defined]
    return (found or "").removesuffix(" · ")


column(
    "rung",
    gettext_lazy("Rung"),
    place=20,
    annotate=annotate,
    show=lambda client, today: words(client, today) or None,
    value=words,
    sort=(F("rung_position").asc(nulls_last=True),),
    foremost=foremost,
)


def rungs_to_choose(user: User) -> list[tuple[str, str]]:
    """Every rung: the service's own ladder first, ladders that retired last, for somebody may still stand there."""
    retired = F("ladder__retired_from").desc(nulls_first=True)
    rungs = Rung.objects.select_related("ladder").order_by(
        "-ladder__is_default", retired, Alphabetical("ladder__name"), "position"
    )
    return [(NOWHERE, _("On no ladder yet")), *((str(rung.pk), f"{rung.ladder}: {rung}") for rung in rungs)]


def on_rung(clients: Clients, value: str, today: datetime.date) -> Clients:
    current = Placement.objects.current().filter(client=OuterRef("pk"))
    if value == NOWHERE:
        return clients.filter(~Exists(current))
    return clients.filter(Exists(current.filter(rung=int(value)))) if value.isdecimal() else clients.none()


def ladders_to_choose(user: User) -> list[tuple[str, str]]:
    return [(str(ladder.pk), ladder.name) for ladder in Ladder.objects.all()]


def on_ladder(clients: Clients, value: str, today: datetime.date) -> Clients:
    current = Placement.objects.current().filter(client=OuterRef("pk"))
    return clients.filter(Exists(current.filter(ladder=int(value)))) if value.isdecimal() else clients.none()


caseload_filter("rung", gettext_lazy("Rung"), place=20, choices=rungs_to_choose, apply=on_rung)
caseload_filter("ladder", gettext_lazy("Ladder"), place=21, choices=ladders_to_choose, apply=on_ladder)
