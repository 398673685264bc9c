"""The kinds of event, registered by the matters that record them, and the door to record one."""

import datetime
from typing import Any

from django.db import models
from django.utils.functional import Promise

from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.people.models import User

KINDS: dict[str, str | Promise] = {}


def event_kind(kind: str, sentence: str | Promise) -> None:
    """Register a kind with the sentence the timeline shows; `%(name)s` places are filled from its facts."""
    KINDS[kind] = sentence


def sentence(event: Event) -> str:
    """Return the readable sentence of an event; a kind no longer known shows its bare name."""
    text = str(KINDS.get(event.kind, event.kind))
    try:
        return text % event.facts
    except (KeyError, ValueError):
        return text


def build_event(
    client: Client,
    kind: str,
    *,
    at: datetime.datetime,
    by: User | None,
    subject: models.Model | None = None,
    **facts: Any,
) -> Event:
    """Return an unsaved event. Raises KeyError for a kind nobody registered."""
    if kind not in KINDS:
        raise KeyError(kind)
    return Event(
        client=client,
        kind=kind,
        at=at,
        by=by,
        subject_type=(subject._meta.model_name or "") if subject else "",
        subject_id=subject.pk if subject else None,
        facts={name: str(value) for name, value in facts.items()},
    )
