"""What stands around every page of one client: who she is, what can be done at once, and the tabs of her file.

Matters register a tab (a page of theirs about one client), a step (a button on the header, and on her card on
Today; what is done rarely goes under "More") and a badge (a fact worth a glance, like her rung). Addresses take
the client's `pk`.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import Promise

from wiz.clients.models import Client
from wiz.people.access import UserRequest
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import age_on, day_of, now
from wiz.trust.actions import record_look
from wiz.trust.models import Look

Badge = tuple[str, str]
GetBadge = Callable[[Client, datetime.date], Badge | None]


@dataclass(frozen=True)
class Link:
    """A tab or a step; `place` orders them, `key` is the letter that opens a step from the keyboard."""

    name: str
    label: str | Promise
    place: int
    key: str = ""
    can: Can | None = None  # who may open it, if not everybody who sees the file

    def url(self, client: Client) -> str:
        return reverse(self.name, args=[client.pk])


_tabs: list[Link] = []
_steps: list[Link] = []
_more: list[Link] = []
_badges: list[GetBadge] = []


def tab(name: str, label: str | Promise, *, place: int, can: Can | None = None) -> None:
    """Register the page called `name` as a tab of a client's file, for who may open it."""
    _tabs.append(Link(name, label, place, can=can))
    _tabs.sort(key=lambda link: link.place)


def step(name: str, label: str | Promise, *, place: int, key: str = "") -> None:
    """Register the page called `name` as something a consultant does to a client many times a day."""
    _steps.append(Link(name, label, place, key))
    _steps.sort(key=lambda link: link.place)


def more(name: str, label: str | Promise, *, place: int) -> None:
    """Register the page called `name` as something done to a client now and then: it stands under "More"."""
    _more.append(Link(name, label, place))
    _more.sort(key=lambda link: link.place)


def header_badge(function: GetBadge) -> GetBadge:
    """Register a function of a client and today that gives a badge (kind, words) or nothing; one query at most."""
    _badges.append(function)
    return function


def steps_of(client: Client) -> list[dict[str, str]]:
    return [{"label": str(s.label), "url": s.url(client), "key": s.key, "name": s.name} for s in _steps]


def client_page(
    request: UserRequest,
    client: Client,
    template: str,
    context: dict[str, Any],
    *,
    tab: str = "",
    status: int = 200,
    subject_id: int | None = None,
) -> HttpResponse:
    """Answer with a page of a client's file, in its frame, after recording that this person saw it.

    `template` extends `clients/frame.html`; `tab` is the name of the tab it belongs to; `subject_id` is the row of
    her file that the page is about.
    """
    at = now()
    record_look(request.user, Look.What.CLIENT, client, at=at, subject_id=subject_id)
    return render(request, template, frame(request, client, day_of(at), tab=tab) | context, status=status)


def frame(request: HttpRequest, client: Client, today: datetime.date, *, tab: str = "") -> dict[str, Any]:
    """Return what `clients/frame.html` reads."""
    return {
        "client": client,
        "today": today,
        "age": age_on(client.birth_date, today) if client.birth_date else None,
        "children": [
            {
                "name": child.first_name,
                "age": age_on(child.birth_date, today),
                "birth_date": child.birth_date,
                "extra_care": child.extra_care,
            }
            for child in client.children.all()
        ],
        "badges": [badge for function in _badges if (badge := function(client, today))],
        "steps": steps_of(client),
        "more": [{"label": link.label, "url": link.url(client)} for link in _more],
        "file_tabs": [
            {"label": link.label, "url": link.url(client), "current": link.name == tab}
            for link in _tabs
            if link.can is None or (isinstance(request.user, User) and request.user.can(link.can))
        ],
    }
