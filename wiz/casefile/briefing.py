"""What one wants to have read before speaking to a client: each matter registers its section of one printed page."""

import datetime
from typing import Any

from django.utils.functional import Promise

from wiz.casefile.panels import Contents, Panel
from wiz.clients.models import Client
from wiz.people.models import User

_sections: list[Panel] = []


def briefing(key: str, title: str | Promise, template: str, contents: Contents, *, place: int = 50) -> None:
    """Register a section, as `wiz.casefile.panels.panel` does; one that gives nothing is left out."""
    _sections.append(Panel(key, title, template, contents, place, False))
    _sections.sort(key=lambda each: each.place)


def sections_of(client: Client, user: User, today: datetime.date) -> list[dict[str, Any]]:
    found = [(each, each.contents(client, user, today)) for each in _sections]
    return [
        {"key": each.key, "title": each.title, "template": each.template, "today": today, **contents}
        for each, contents in found
        if contents
    ]
