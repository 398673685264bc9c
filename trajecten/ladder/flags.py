"""The flags about where clients stand: a year without movement, and a step back. Signals, no verdicts."""

import datetime
from typing import Any

from django.db.models import DateField, Exists, F, Func, Max, OuterRef, Q, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _

from trajecten.ladder.models import Placement
from wiz.flags.models import Side
from wiz.flags.rules import counted, flag_rule
from wiz.policy.models import Policy


def months_later(date_field: str, months: int) -> Func:
    """Return a date expression some calendar months later; PostgreSQL clamps as `wiz.terms.add_months` does."""
    return Func(
        F(date_field),
        template=f"(%(expressions)s + interval '{months:d} months')::date",
        output_field=DateField(),
    )


def load_placements(ids: list[int]) -> dict[int, Any]:
    """Return placements by id with everything a line shows, in one query."""
    return Placement.objects.select_related("ladder", "rung").order_by().in_bulk(ids)


ABOUT_PLACEMENT: dict[str, Any] = {
    "subjects": load_placements,
    "client": "client",
    "owner": "client__consultant",
}


@flag_rule(
    "stagnation",
    side=Side.MUNICIPALITY,
    title=_("No movement on the ladder"),
    sentence=_("The client has stood on the same rung for a long time and no progress was noted."),
    closes=_("You note progress within the rung, or place the client on another one."),
    has_term=False,
    **ABOUT_PLACEMENT,
)
def stagnation(today: datetime.date, policy: Policy) -> QuerySet[Placement]:
    """Who is placed on several ladders moves when she moves on any of them; the flag speaks of the main one."""
    hers = Placement.objects.current().filter(client=OuterRef("client"))
    latest = hers.order_by().values("client").annotate(latest=Max("on")).values("latest")
    level = Q(ladder__is_default=OuterRef("ladder__is_default"))
    more_main = hers.filter(
        Q(ladder__is_default__gt=OuterRef("ladder__is_default"))
        | (level & Q(on__gt=OuterRef("on")))
        | (level & Q(on=OuterRef("on"), pk__gt=OuterRef("pk")))
    )
    still = Placement.objects.current().annotate(latest=Subquery(latest))
    return (
        still.annotate(counts_from=counted("latest", policy))
        .annotate(since=months_later("counts_from", policy.months("stagnation")))
        .filter(~Exists(more_main), since__lte=today)
        .annotate(waited_for=F("since"))
    )


@flag_rule(
    "fall",
    side=Side.MUNICIPALITY,
    title=_("A step back on the ladder"),
    sentence=_("The client went down a rung. That happens; the question is what is needed now."),
    closes=_(
        "You say what happens now, or note progress, or the client moves; otherwise it fades after a while."
    ),
    has_term=False,
    **ABOUT_PLACEMENT,
)
def fall(today: datetime.date, policy: Policy) -> QuerySet[Placement]:
    """From the day of the step up to and including the last day it is shown."""
    steps = Placement.objects.current().filter(kind=Placement.Kind.DOWN, follow_up="", on__lte=today)
    return (
        steps.annotate(counts_from=counted("on", policy))
        .filter(counts_from__gte=today - policy.days("fall_shown"))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )
