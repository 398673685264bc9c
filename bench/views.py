"""What the program's pages are measured beside."""

import datetime
from collections.abc import Sequence
from typing import Any
from unittest.mock import patch

from django.core.paginator import Page
from django.http import HttpResponse

from wiz.caseload import views
from wiz.caseload.query import Choice, page_of
from wiz.clients.columns import COLUMNS, Column
from wiz.clients.models import Client
from wiz.people.access import UserRequest
from wiz.people.models import User


def hello(request: UserRequest) -> HttpResponse:
    """Greet who is signed in: all that a page costs before it does anything."""
    return HttpResponse(f"Dag {request.user.name}")


def naive_caseload(request: UserRequest) -> HttpResponse:
    """The caseload as it is made without thinking: the same page, but every cell asks the database itself."""
    with patch.object(views, "page_of", cell_by_cell):
        return views.caseload(request)


def cell_by_cell(
    choice: Choice, columns: Sequence[Column], user: User, day: datetime.date, number: Any
) -> tuple[Page, list[Client]]:
    """Return what `page_of` returns, by one query for each client and column."""
    page, found = page_of(choice, (), user, day, number)
    clients = []
    for pk in [each.pk for each in found]:
        client = Client.objects.get(pk=pk)
        for column in {each.key: each for each in (*columns, COLUMNS[choice.sort])}.values():
            client.__dict__.update(column.annotate(Client.objects.filter(pk=pk), day).get().__dict__)
        clients.append(client)
    return page, clients
