"""What a client's page is made of: each matter registers its panel, the page composes them.

A panel's function asks a number of queries that does not grow with what the client has.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from wiz.clients.models import Client
from wiz.people.models import User

Contents = Callable[[Client, User, datetime.date], dict[str, Any]]


@dataclass(frozen=True)
class Panel:
    key: str
    title: str | Promise
    template: str
    contents: Contents
    place: int
    aside: bool


PANELS: dict[str, Panel] = {}


def panel(
    key: str,
    title: str | Promise,
    template: str,
    contents: Contents,
    *,
    place: int = 50,
    aside: bool = False,
) -> None:
    """Register a panel; `place` orders them, as it orders the tabs. `aside`: in the narrow column.

    `contents(client, user, today)` returns what the template reads, as `panel.…`.
    """
    PANELS[key] = Panel(key, title, template, contents, place, aside)


def panels_of(client: Client, user: User, today: datetime.date) -> list[dict[str, Any]]:
    """Return every panel, filled for this client, as this user may see it."""
    return [
        {
            "key": each.key,
            "title": each.title,
            "template": each.template,
            "aside": each.aside,
            **each.contents(client, user, today),
        }
        for each in sorted(PANELS.values(), key=lambda each: each.place)
    ]
