"""What a client's page tells at a glance: who does what around her, who must move, and what is new."""

import datetime
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from wiz.casefile.events import page_of, sentence
from wiz.casefile.models import Event
from wiz.casefile.panels import panels_of
from wiz.casefile.threads import said_in_the_middle, threads_of
from wiz.casefile.web import draw
from wiz.clients.models import Client
from wiz.flags.models import Flag
from wiz.flags.rules import RULES
from wiz.flags.today import lines_of
from wiz.people.models import User
from wiz.terms import start_of
from wiz.trust.models import Look
from wiz.ui.lists import at_most

EVENTS = 6  # the latest of the timeline
NEWS = 8  # of what happened since she was here
FLAGS = 3  # with buttons; more are folded
# What a line reads of a flag.
FLAG = (
    *("rule", "subject_id", "client", "since", "due", "consultant_from", "snoozed_until", "snooze_reason"),
    *("organisation__name", "snoozed_by__name"),
)
FLAGS_AT_MOST = 60  # what waits longest; who has more, meets the others when these are dealt with


@dataclass
class Told:
    """An event as the pages tell it."""

    event: Event
    text: str
    url: str


def told(events: Any) -> list[Told]:
    """Return events ready to be shown. Reads `event.by`, which a list selects along."""
    return [Told(event, sentence(event), page_of(event)) for event in events]


def client_at_a_glance(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Return what `clients/client.html` reads, besides its frame."""
    panels = panels_of(client, user, today)
    latest = told(_events(client)[: EVENTS + 1])
    return {
        "web": web(client, user, today),
        "open": open_flags(client, user, today),
        "news": news(client, user, today),
        "panels": [panel for panel in panels if not panel["aside"]],
        "aside_panels": [panel for panel in panels if panel["aside"]],
        "events": latest[:EVENTS],
        "has_more_events": len(latest) > EVENTS,
    }


def web(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Return the threads, for the table, and how they are drawn."""
    threads = threads_of(client, user, today)
    layout, drawn = draw(threads, today)
    return {
        "layout": layout,
        "drawn": drawn,
        "middle": said_in_the_middle(client, today),
        "rows": [{"thread": thread, "move": thread.whose_move(today)} for thread in threads],
    }


def open_flags(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Return what waits: on the consultant's page (`mine`, and `rest` when many), with others, and put off.

    `unseen` says how many more there are than a page can show.
    """
    flags = (
        Flag.objects.visible_to(user)
        .open()
        .filter(client=client, rule__in=RULES)
        .select_related("organisation", "snoozed_by")
        .only(*FLAG)
        .order_by("due", "pk")
    )
    shown, unseen = at_most(flags, FLAGS_AT_MOST)
    found: dict[str, Any] = {"mine": [], "rest": [], "others": [], "asleep": [], "unseen": unseen}
    for line in lines_of(shown, today):
        if line.flag.snoozed_until and line.flag.snoozed_until > today:
            found["asleep"].append(line)
        elif line.flag.consultant_from and line.flag.consultant_from <= today:
            found["mine" if len(found["mine"]) < FLAGS else "rest"].append(line)
        else:
            found["others"].append(line)
    return found


def news(client: Client, user: User, today: datetime.date) -> dict[str, Any] | None:
    """Return what others did since this person was here on an earlier day; nothing when she never was.

    By the day, so that opening the page again, or coming back in an hour, does not make it empty.
    """
    seen = (
        Look.objects.filter(client=client.pk, user=user, at__lt=start_of(today))
        .order_by("-at")
        .values_list("at", flat=True)
        .first()
    )
    if seen is None:
        return None
    found = told(_events(client).filter(Q(by__isnull=True) | ~Q(by=user), at__gt=seen)[: NEWS + 1])
    return {"since": seen, "events": found[:NEWS], "has_more": len(found) > NEWS}


def _events(client: Client) -> Any:
    found = Event.objects.filter(client=client).select_related("by")
    return found.only("client", "at", "kind", "by__name", "subject_id", "facts")
