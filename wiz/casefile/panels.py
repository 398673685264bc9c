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


PANELS: dict[str, Panel] = {}


def panel(key: str, title: str | Promise, template: str, contents: Contents) -> None:
    """Register a panel; they stand on the page in the order of registration.

    `contents(client, user, today)` returns what the template reads, as `panel.…`.
    """
    PANELS[key] = Panel(key, title, template, contents)


def panels_of(client: Client, user: User, today: datetime.date) -> list[dict[str, Any]]:
    """Return every panel, filled for this client, as this user may see it."""
    return [
        {
            "key": each.key,
            "title": each.title,
            "template": each.template,
            **each.contents(client, user, today),
        }
        for each in PANELS.values()
    ]
