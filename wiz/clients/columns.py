"""What the caseload shows of a client, and by what it can be narrowed: each matter registers its own.

A column adds annotations to the query of clients (sub-queries, never a join that multiplies rows) and reads them back
per row: the number of queries does not grow with the number of clients.
"""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise

from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.roles import Can

Clients = QuerySet[Client, Any]
Badge = tuple[str, str]


@dataclass(frozen=True)
class Column:
    key: str  # in the address, in saved views and as the prefix of its annotations
    title: str | Promise
    place: int
    annotate: Callable[[Clients, datetime.date], Clients]
    # What stands in the cell: words, a badge (kind, words), or nothing. Reads annotations, asks nothing.
    show: Callable[[Client, datetime.date], str | Badge | None]
    # What goes into a sheet: text, a number or a date.
    value: Callable[[Client, datetime.date], Any]
    sort: Sequence[Any] = ()  # order_by expressions, ascending; none when there is no order in it


@dataclass(frozen=True)
class Filter:
    key: str
    title: str | Promise
    place: int
    choices: Callable[[User], list[tuple[str, str]]]  # value and label; may ask one query
    apply: Callable[[Clients, str, datetime.date], Clients]


@dataclass(frozen=True)
class Bulk:
    """Something to be done to the chosen clients: a page that gets their ids posted as `clients`."""

    name: str  # of its address
    label: str | Promise
    place: int
    needs: Can = Can.WORK_CASES


COLUMNS: dict[str, Column] = {}
FILTERS: dict[str, Filter] = {}
BULKS: dict[str, Bulk] = {}


def column(key: str, title: str | Promise, **declaration: Any) -> None:
    """Register a column; the keywords are the fields of `Column`."""
    COLUMNS[key] = Column(key, title, **declaration)


def caseload_filter(key: str, title: str | Promise, **declaration: Any) -> None:
    """Register a filter; the keywords are the fields of `Filter`."""
    FILTERS[key] = Filter(key, title, **declaration)


def bulk(name: str, label: str | Promise, **declaration: Any) -> None:
    """Register a bulk action; the keywords are the fields of `Bulk`."""
    BULKS[name] = Bulk(name, label, **declaration)
