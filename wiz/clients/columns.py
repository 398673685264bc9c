"""What the caseload shows of a client, and by what it can be narrowed: each matter registers its own.

A column adds annotations to the query of clients (sub-queries, never a join that multiplies rows) and reads them back
per row: the number of queries does not grow with the number of clients. The list is filtered and sorted first and
annotated last, for the clients of one page only; an annotation that a column sorts by is asked of every client found,
so it wants an index that begins with the client, and for a whole city `Column.foremost`.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.utils.functional import Promise

from wiz.clients.models import Client, ClientQuerySet
from wiz.people.models import User
from wiz.people.roles import Can

Clients = ClientQuerySet
Badge = tuple[str, str]
Foremost = Callable[[Clients, datetime.date, bool, int], Any]


@dataclass(frozen=True)
class Cell:
    """More than one thing in a cell: a badge, words, and a muted note, from left to right.

    Only a badge that something is late or soon shows as one; any other is said as a note.
    """

    words: str = ""
    badge: Badge | None = None
    note: str = ""


@dataclass(frozen=True)
class Column:
    key: str  # in the address, in saved views and as the prefix of its annotations
    title: str | Promise
    place: int
    annotate: Callable[[Clients, datetime.date], Clients]
    # What stands in the cell: words, a badge (kind, words), both, or nothing. Reads annotations, asks nothing.
    show: Callable[[Client, datetime.date], str | Badge | Cell | None]
    # What goes into a sheet: text, a number or a date.
    value: Callable[[Client, datetime.date], Any]
    # What to order by (names of annotations or fields, or expressions), ascending; none when there is no order in it.
    # Who has nothing there comes last, in both directions.
    sort: Sequence[Any] = ()
    down_first: bool = False  # the first click on its heading puts the highest on top
    by_default: bool = True  # else only on who asks for it, and in sheets
    width: int = 14  # in a sheet, in characters
    # For a list of too many clients to look up the order of each: of these clients on a day, those among whom the
    # first `n` in this order are (turned round or not), as ids or a query of ids; nothing when it cannot say.
    foremost: Foremost | None = None


@dataclass(frozen=True)
class Filter:
    key: str
    title: str | Promise
    place: int
    choices: Callable[[User], list[tuple[str, str]]]  # value and label; may ask one query
    apply: Callable[[Clients, str, datetime.date], Clients]  # gets no other value than one of the choices
    needs: Can = Can.WORK_CASES


@dataclass(frozen=True)
class Bulk:
    """Something to be done to the chosen clients: a page to which the caseload posts which ones.

    The page reads them with `wiz.caseload.selection.chosen_clients(request)`, whether they were ticked one by one,
    all on the page, or all that a filter found; and keeps them in its own form with `caseload/_chosen.html`.
    """

    name: str  # of its address
    label: str | Promise
    place: int
    needs: Can = Can.WORK_CASES


@dataclass(frozen=True)
class Deadline:
    """A date by which something of a client must be done; the caseload shows the earliest of all kinds."""

    key: str
    title: str | Promise  # what is due then, in a word or two: it stands behind the date
    rows: Callable[[datetime.date], QuerySet[Any]]  # all that is open, of today or past too
    client: str  # look-up from a row to its client
    date: str  # its field with the date

    def first(self, day: datetime.date) -> Subquery:
        """Return the earliest of the client of an outer query."""
        hers = self.rows(day).filter(**{self.client: OuterRef("pk")})
        return Subquery(hers.order_by(self.date).values(self.date)[:1])

    def soonest(self, clients: Clients, day: datetime.date) -> QuerySet[Any, Any]:
        """Return the key of this kind, a client's id and a date for all there is of these clients, soonest first."""
        dated = {f"{self.date}__isnull": False}
        rows = self.rows(day).filter(clients.theirs(self.client), **dated).order_by(self.date)
        return rows.values_list(Value(self.key), self.client, self.date)


COLUMNS: dict[str, Column] = {}
FILTERS: dict[str, Filter] = {}
BULKS: dict[str, Bulk] = {}
DEADLINES: dict[str, Deadline] = {}


def column(key: str, title: str | Promise, **declaration: Any) -> None:
    """Register a column; the keywords are the fields of `Column`."""
    COLUMNS[key] = Column(key, title, **declaration)


def caseload_filter(key: str, title: str | Promise, **declaration: Any) -> None:
    """Register a filter; the keywords are the fields of `Filter`."""
    FILTERS[key] = Filter(key, title, **declaration)


def bulk(name: str, label: str | Promise, **declaration: Any) -> None:
    """Register a bulk action; the keywords are the fields of `Bulk`."""
    BULKS[name] = Bulk(name, label, **declaration)


def deadline(key: str, title: str | Promise, **declaration: Any) -> None:
    """Register a kind of deadline; the keywords are the fields of `Deadline`."""
    DEADLINES[key] = Deadline(key, title, **declaration)
