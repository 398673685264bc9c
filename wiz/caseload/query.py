"""What of the caseload somebody asks for, as it stands in an address or a saved view, and the clients it finds.

Whatever the address says is compared with what exists: a value that is no choice (any more) is left out and said so,
a column or an order that does not exist is ignored. No value reaches the database that a matter did not offer.
"""

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import F
from django.db.models.expressions import OrderBy
from django.http import QueryDict

from wiz.clients.columns import COLUMNS, FILTERS, Cell, Clients, Column, Filter
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.roles import Role

WHOSE = "van"
SORT, SHOWN, SIZE, PAGE, VIEW = "op", "kolom", "per", "page", "weergave"
RESERVED = frozenset({SORT, SHOWN, SIZE, PAGE, VIEW})
SIZES = (25, 50, 100, 250)
USUAL_SIZE = 100
MANY = 1000  # of more clients the order is not looked up one by one
FIRST_SORT = "termijn"
WAITING = ("late", "soon")
NAME, CONSULTANT = "naam", "consulent"

Offered = dict[str, tuple[Filter, dict[str, str]]]


@dataclass(frozen=True)
class Choice:
    """The filters, the order, the columns and the size of the page; nothing in it names a client."""

    filters: tuple[tuple[str, str], ...] = ()
    sort: str = FIRST_SORT
    down: bool = False
    shown: tuple[str, ...] = ()  # keys of columns; none for the usual ones
    size: int = USUAL_SIZE
    left_out: tuple[str, ...] = ()  # filters with a value that is no choice any more

    def stored(self) -> dict[str, Any]:
        """Return it as a saved view keeps it: known keys, with only what differs from the usual."""
        kept: dict[str, Any] = dict(self.filters)
        if (self.sort, self.down) != (FIRST_SORT, False):
            kept[SORT] = f"-{self.sort}" if self.down else self.sort
        if self.shown:
            kept[SHOWN] = list(self.shown)
        if self.size != USUAL_SIZE:
            kept[SIZE] = str(self.size)
        return kept

    def query(self) -> str:
        """Return it as the query of an address."""
        return as_data(self.stored()).urlencode()

    def without(self, key: str) -> "Choice":
        return replace(self, filters=tuple(pair for pair in self.filters if pair[0] != key))

    def sorted_by(self, column: Column) -> "Choice":
        """Return the same, sorted by a column: the other way round when it already was."""
        down = not self.down if self.sort == column.key else column.down_first
        return replace(self, sort=column.key, down=down)


def as_data(stored: dict[str, Any]) -> QueryDict:
    """Return what a saved view keeps in the form of an address; anything that is no text is dropped."""
    data = QueryDict(mutable=True)
    for key, value in stored.items():
        values = value if isinstance(value, list) else [value]
        data.setlist(str(key), [one for one in values if isinstance(one, str)])
    return data


def offered_to(user: User) -> Offered:
    """Return the filters a user may choose from, with their choices; one query a filter at most."""
    filters = sorted((f for f in FILTERS.values() if user.can(f.needs)), key=lambda f: f.place)
    return {f.key: (f, dict(f.choices(user))) for f in filters}


def read(data: QueryDict, user: User, offered: Offered) -> Choice:
    """Return what an address or a saved view asks for, as far as it exists."""
    chosen, left_out = [], []
    for key, (_filter, choices) in offered.items():
        value = data.get(key, "")
        if not value or (key == WHOSE and value == everybody_for(user)):
            continue
        if value in choices:
            chosen.append((key, value))
        else:
            left_out.append(key)
    sort = data.get(SORT, "")
    column = COLUMNS.get(sort.removeprefix("-"))
    size = data.get(SIZE, "")
    usual = [column.key for column in columns_of(Choice(filters=tuple(chosen)), user)]
    asked = set(data.getlist(SHOWN))
    shown = (
        [column.key for column in _by_place() if column.key in asked or column.key == NAME] if asked else []
    )
    return Choice(
        filters=tuple(chosen),
        sort=column.key if column and column.sort else FIRST_SORT,
        down=bool(column and column.sort) and sort.startswith("-"),
        shown=() if shown == usual else tuple(shown),
        size=int(size) if size in map(str, SIZES) else USUAL_SIZE,
        left_out=tuple(left_out),
    )


def everybody_for(user: User) -> str:
    """Return the choice of "whose" that says the same as none: a team lead begins with everybody's clients."""
    return "alle" if user.role == Role.TEAM_LEAD else ""


def columns_of(choice: Choice, user: User) -> list[Column]:
    """Return the columns to show. The consultant's is usual where the clients are not all one's own."""
    if choice.shown:
        return [COLUMNS[key] for key in choice.shown]
    everyones = user.role == Role.TEAM_LEAD or WHOSE in dict(choice.filters)
    return [c for c in _by_place() if c.by_default or (c.key == CONSULTANT and everyones)]


def found(choice: Choice, user: User, day: datetime.date) -> Clients:
    """Return the clients a choice finds, in no order."""
    clients: Clients = Client.objects.visible_to(user).order_by()
    if WHOSE not in dict(choice.filters) and user.role != Role.TEAM_LEAD:
        clients = clients.filter(consultant=user)
    for key, value in choice.filters:
        clients = FILTERS[key].apply(clients, value, day)
    return clients


def in_order(clients: Clients, choice: Choice, day: datetime.date) -> Clients:
    """Return clients in the order of a choice; who is equal in it stands by name."""
    column = COLUMNS[choice.sort]
    order = [directed(each, choice.down) for each in column.sort]
    return column.annotate(clients, day).order_by(*order, "sort_name", "pk")


def among(clients: Clients, choice: Choice, day: datetime.date, n: int) -> Clients:
    """Return fewer of the clients, as far as can be said: the first `n` in the order of a choice are among them."""
    foremost = COLUMNS[choice.sort].foremost
    found = foremost(clients, day, choice.down, n) if foremost and n <= MANY else None
    return clients if found is None else clients.filter(pk__in=found)


def directed(expression: Any, down: bool) -> Any:
    """Return an ascending order as it is or turned round; nothing comes last either way."""
    if isinstance(expression, OrderBy):
        expression = expression.expression
    if isinstance(expression, str):
        expression = F(expression)
    # Ascending, PostgreSQL puts nothing last by itself: an index is used only if that is not said.
    return expression.desc(nulls_last=True) if down else expression.asc()


def page_of(
    choice: Choice, columns: Sequence[Column], user: User, day: datetime.date, number: Any
) -> tuple[Page, list[Client]]:
    """Return a page of what a choice finds and its clients with what the columns need, in a few queries."""
    clients = found(choice, user, day)
    page = Paginator(clients.order_by("pk"), choice.size).get_page(number)
    start = (page.number - 1) * choice.size
    if page.paginator.count > MANY:
        clients = among(clients, choice, day, start + choice.size)
    ids = in_order(clients, choice, day).values("pk")[start : start + choice.size]
    rows = in_order(annotated(Client.objects.filter(pk__in=ids), columns, choice.sort, day), choice, day)
    return page, list(rows)


def annotated(clients: Clients, columns: Sequence[Column], but: str, day: datetime.date) -> Clients:
    """Return clients with what the columns show, except the one called `but`: the order has that already."""
    for column in columns:
        if column.key != but:
            clients = column.annotate(clients, day)
    return clients


def in_batches(
    choice: Choice,
    columns: Sequence[Column],
    user: User,
    day: datetime.date,
    *,
    at_most: int,
    batch: int = 500,
) -> Iterator[Client]:
    """Yield all clients a choice finds, in its order, with what the columns need."""
    ids = list(in_order(found(choice, user, day), choice, day).values_list("pk", flat=True)[:at_most])
    for start in range(0, len(ids), batch):
        clients = annotated(Client.objects.filter(pk__in=ids[start : start + batch]), columns, "", day)
        by_id = {client.pk: client for client in clients}
        yield from (by_id[pk] for pk in ids[start : start + batch] if pk in by_id)


def cell(column: Column, client: Client, day: datetime.date) -> Cell:
    """Return what stands in one cell, whatever the column's own function gave.

    Down a hundred rows only what waits may catch the eye: a badge that says all is well becomes a note.
    """
    shown = column.show(client, day)
    if isinstance(shown, tuple):
        shown = Cell(badge=shown)
    elif not isinstance(shown, Cell):
        return Cell(words=shown or "")
    if shown.badge is None or shown.badge[0] in WAITING:
        return shown
    return Cell(shown.words, note=", ".join(filter(None, [shown.badge[1], shown.note])))


def _by_place() -> list[Column]:
    return sorted(COLUMNS.values(), key=lambda column: column.place)
