"""What the caseload shows of the flags on a client: whose move it is today, the most urgent first."""

import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiz.clients.columns import Cell, Clients, caseload_filter, column, deadline
from wiz.clients.models import Client
from wiz.flags.models import Flag, awake, consultants_page
from wiz.flags.rules import RULES
from wiz.flags.today import how_long
from wiz.people.models import User
from wiz.templatetags.wiz_ui import day as as_people_say

URGENCY = ["late", "soon", "info"]


def standing() -> QuerySet[Flag]:
    """Return the open flags of one client of an outer query."""
    return Flag.objects.open().filter(client=OuterRef("pk"), rule__in=RULES).order_by()


def on_her_page(day: datetime.date) -> Q:
    """What stands on the consultant's page and was not put off."""
    return consultants_page(day) & awake(day)


def with_flags(clients: Clients, day: datetime.date) -> Clients:
    counted = standing().filter(on_her_page(day)).values("client").annotate(n=Count("pk")).values("n")
    return clients.annotate(
        signalen_count=Coalesce(Subquery(counted), 0, output_field=IntegerField()),
        signalen_rows=ArraySubquery(
            standing().values(
                json=JSONObject(rule="rule", due="due", mine="consultant_from", put_off="snoozed_until")
            )
        ),
    )


def flags_of(client: Client, day: datetime.date) -> Cell:
    """Say the most urgent one that is hers to deal with, and how many more; else what waits elsewhere."""
    flags: list[dict[str, Any]] = client.signalen_rows  # type: ignore[attr-defined]
    put_off = [flag for flag in flags if flag["put_off"] and _day(flag["put_off"]) > day]
    hers = [flag for flag in flags if flag not in put_off and flag["mine"] and _day(flag["mine"]) <= day]
    if not hers:
        return Cell(note=_elsewhere(put_off, len(flags) - len(put_off), day))
    said = [(how_long(RULES[flag["rule"]], (_day(flag["due"]) - day).days), flag) for flag in hers]
    badge, first = min(said, key=lambda one: (URGENCY.index(one[0][0]), one[1]["due"]))
    more = len(hers) - 1
    note = _("and %(n)d more") % {"n": more} if more else ""
    return Cell(str(RULES[first["rule"]].title), badge, note)


def in_words(client: Client, day: datetime.date) -> str:
    """Return the cell as one text, for a sheet."""
    cell = flags_of(client, day)
    return " – ".join(filter(None, [cell.words, cell.badge[1] if cell.badge else "", cell.note]))


def _elsewhere(put_off: list[dict[str, Any]], others: int, day: datetime.date) -> str:
    said = []
    if others:
        said.append(_("%(n)d with another") % {"n": others})
    if put_off:
        until = min(_day(flag["put_off"]) for flag in put_off)
        said.append(_("put off until %(day)s") % {"day": as_people_say(until, day)})
    return ", ".join(said)


def _day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def most_flags(clients: Clients, day: datetime.date, down: bool, n: int) -> QuerySet[Any, Any] | None:
    """Return the clients with the most flags that stand on their consultant's page."""
    if not down:
        return None
    standing = Flag.objects.open().filter(
        on_her_page(day), clients.theirs(), client__isnull=False, rule__in=RULES
    )
    counted = standing.order_by().values("client").annotate(n=Count("pk"))
    last = counted.order_by("-n").values_list("n", flat=True)[n - 1 : n].first()
    return None if last is None else counted.filter(n__gte=last).values("client")


def with_term(day: datetime.date) -> QuerySet[Flag]:
    """Return the open flags of the rules in which something was promised by a date."""
    dated = [rule.name for rule in RULES.values() if rule.has_term]
    return Flag.objects.open().filter(client__isnull=False, rule__in=dated)


# Without a word behind it: the flag itself stands beside it.
deadline("signaal", "", rows=with_term, client="client", date="due")
column(
    "signalen", gettext_lazy("Flags"), place=90, annotate=with_flags, show=flags_of, sort=["signalen_count"],
    value=in_words, down_first=True, width=50, foremost=most_flags,
)  # fmt: skip


# The filter


def kinds(user: User) -> list[tuple[str, str]]:
    rules = sorted((str(rule.title), rule.name) for rule in RULES.values())
    return [
        ("elk", _("With a flag")),
        ("geen", _("Without a flag")),
        ("uitgesteld", _("With one put off")),
        *((name, title) for title, name in rules),
    ]


def with_kind(clients: Clients, value: str, day: datetime.date) -> Clients:
    """Narrow to clients with a flag to deal with, without one, with one put off, or with an open one of a rule."""
    if value == "geen":
        return clients.filter(~Exists(standing().filter(on_her_page(day))))
    narrowed = {"elk": on_her_page(day), "uitgesteld": Q(snoozed_until__gt=day)}.get(value, Q(rule=value))
    return clients.filter(Exists(standing().filter(narrowed)))


caseload_filter("signaal", gettext_lazy("Flag"), place=10, choices=kinds, apply=with_kind)
