"""The main menu: which role sees which entries.

An entry whose address does not exist is left out, so that a page appears in the menu on the day it is made.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import IntegerField, QuerySet, Subquery
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from wiz.people.roles import Can, Role

if TYPE_CHECKING:
    from wiz.people.models import User

# url name, label, key of the number behind it (or none)
Line = tuple[str, str | Promise, str | None]

CASE_WORK: list[Line] = [
    ("today", _("Today"), "today"),
    ("caseload", _("Caseload"), None),
    ("calendar", _("Calendar"), None),
]
MENU: dict[str, list[Line]] = {
    Role.CONSULTANT: CASE_WORK,
    Role.TEAM_LEAD: [CASE_WORK[0], ("reviews", _("To review"), "reviews"), *CASE_WORK[1:]],
    Role.BUREAU_WORKER: [
        ("reports", _("Reports"), "reports"),
        ("orders", _("Orders"), None),
    ],
    Role.ADMINISTRATOR: [
        ("users", _("Users"), None),
        ("bureaus", _("Bureaus"), None),
        ("client_import", _("Import"), None),
        ("organisation", _("Organisation"), None),
        ("ladders", _("Ladders"), None),
        ("policy", _("Policy"), None),
        ("letter_texts", _("Letters"), None),
        ("factors", _("Intake list"), None),
        ("system", _("System"), None),
    ],
}

# Each matter registers what it counts; the menu knows no matter.
Rows = Callable[["User"], QuerySet[Any, Any]]
_counts: dict[str, list[Rows]] = defaultdict(list)


def counts(key: str) -> Callable[[Rows], Rows]:
    """Register a function of a user: its rows count in the number behind the menu entry with this key."""

    def register(function: Rows) -> Rows:
        _counts[key].append(function)
        return function

    return register


class RowCount(Subquery):
    """How many rows a queryset has, as a column: the numbers of a menu come from one query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def _narrow(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """Return the same rows without their order and, when they are whole objects, without their columns."""
    return (
        rows.order_by() if rows.query.values_select or rows.query.distinct else rows.order_by().values("pk")
    )


def numbers(user: User, keys: Iterable[str | None]) -> dict[str, int]:
    """Return a user's number behind each of these menu entries; one query."""
    columns = {
        f"{key}_{n}": RowCount(_narrow(rows(user)))
        for key in keys
        if key
        for n, rows in enumerate(_counts.get(key, ()))
    }
    if not columns:
        return {}
    found = user.__class__.objects.order_by().filter(pk=user.pk).values(**columns)
    sums: dict[str, int] = defaultdict(int)
    for row in found:
        for name, number in row.items():
            sums[name.rpartition("_")[0]] += number
    return sums


@dataclass(frozen=True)
class Entry:
    name: str
    label: str
    url: str
    count: int
    current: bool


def address(name: str) -> str:
    """Return the address with this name, or nothing if no page has it yet."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def entries(request: HttpRequest) -> list[Entry]:
    """Return a person's menu; its numbers are asked for once a request."""
    if not hasattr(request, "menu_entries"):
        request.menu_entries = _entries(request)  # type: ignore[attr-defined]
    return request.menu_entries  # type: ignore[attr-defined]


def _entries(request: HttpRequest) -> list[Entry]:
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    lines = [line for line in MENU.get(user.role, []) if address(line[0])]
    found = numbers(user, [key for _name, _label, key in lines])
    here = request.resolver_match.view_name if request.resolver_match else ""
    return [
        Entry(
            name=name,
            label=str(label),
            url=address(name),
            count=found.get(key or "", 0),
            current=name == here,
        )
        for name, label, key in lines
    ]


def find_address(request: HttpRequest) -> str:
    """Return where the find box posts to, or nothing for somebody who finds no clients."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated or not user.can(Can.WORK_CASES):
        return ""
    return address("find")
