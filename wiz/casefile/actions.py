"""Recording what happened."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import models

from wiz.casefile.events import build_event
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.people.models import User


def record(
    client: Client,
    kind: str,
    *,
    at: datetime.datetime,
    by: User | None,
    subject: models.Model | None = None,
    **facts: Any,
) -> None:
    """Write one event of a registered kind to the client's case file, inside the caller's transaction."""
    build_event(client, kind, at=at, by=by, subject=subject, **facts).save()


def record_all(
    clients: Iterable[Client], kind: str, *, at: datetime.datetime, by: User | None, **facts: Any
) -> None:
    """Write the same event to the files of many clients, in one statement, inside the caller's transaction."""
    record_each(kind, [(client, client, {}) for client in clients], at=at, by=by, **facts)


def record_each(
    kind: str,
    about: Iterable[tuple[Client, models.Model, dict[str, Any]]],
    *,
    at: datetime.datetime,
    by: User | None,
    **facts: Any,
) -> None:
    """Write an event of one kind for each client, subject and its own facts; in one statement, as `record_all`."""
    Event.objects.bulk_create(
        [
            build_event(client, kind, at=at, by=by, subject=subject, **facts, **own)
            for client, subject, own in about
        ]
    )
