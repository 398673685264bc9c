"""The kinds of event, registered by the matters that record them, and how an event is told.

Facts hold a day as `2026-06-05`, a period as `2026-06-05/2026-09-05` and a choice as its code, so that each
reader gets them in her own language, as people say them.
"""

import datetime
import re
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.templatetags.wiz_ui import day, period

Words = type[models.TextChoices]


@dataclass(frozen=True)
class Matter:
    """A group of kinds: what the timeline can be narrowed to, and the page its events lead to."""

    label: str | Promise
    subject_page: str = ""
    client_page: str = ""


KINDS: dict[str, str | Promise] = {}
MATTERS: dict[str, Matter] = {}
_OTHER = Matter(_("Other"))
_matter_of: dict[str, str] = {}
_words: dict[str, dict[str, Words]] = {}


def matter(key: str, label: str | Promise, *, subject_page: str = "", client_page: str = "") -> None:
    """Register a matter, by the first word of its kinds: `order` for `order-placed`.

    Its events lead to the page called `subject_page`, of what they are about, or to `client_page`, of the client.
    """
    MATTERS[key] = Matter(label, subject_page, client_page)


def event_kind(kind: str, sentence: str | Promise, *, matter: str = "", **words: Words) -> None:
    """Register a kind with the sentence the timeline shows; `%(name)s` places are filled from its facts.

    `matter` is the key of its matter, when that is not its first word. A fact that holds the code of a choice is
    named with these choices: `plan=Plan.Kind`.
    """
    KINDS[kind] = sentence
    _matter_of[kind] = matter or kind.partition("-")[0]
    _words[kind] = words


def kinds_of(key: str) -> list[str]:
    """Return the kinds of a matter."""
    return [kind for kind, of in _matter_of.items() if of == key]


def sentence(event: Event) -> str:
    """Return the readable sentence of an event; a kind no longer known shows its bare name."""
    if event.kind not in KINDS:
        return event.kind
    text = str(KINDS[event.kind])
    words = _words.get(event.kind, {})
    facts = {name: _say(value, words.get(name), event.at) for name, value in event.facts.items()}
    try:
        return capfirst(text % facts)
    except (KeyError, ValueError):
        return text


def page_of(event: Event) -> str:
    """Return the address of the page an event leads to, or nothing."""
    of = MATTERS.get(_matter_of.get(event.kind, ""), _OTHER)
    if of.subject_page and event.subject_id:
        return reverse(of.subject_page, args=[event.subject_id])
    return reverse(of.client_page, args=[event.client_id]) if of.client_page else ""


def build_event(
    client: Client,
    kind: str,
    *,
    at: datetime.datetime,
    by: User | None,
    subject: models.Model | None = None,
    **facts: Any,
) -> Event:
    """Return an unsaved event. A fact is text, a date, or a period as a pair of dates.

    Raises KeyError for a kind nobody registered.
    """
    if kind not in KINDS:
        raise KeyError(kind)
    return Event(
        client=client,
        kind=kind,
        at=at,
        by=by,
        subject_type=(subject._meta.model_name or "") if subject else "",
        subject_id=subject.pk if subject else None,
        facts={name: _kept(value) for name, value in facts.items()},
    )


def _kept(value: Any) -> str:
    return "/".join(str(day) for day in value) if isinstance(value, tuple) else str(value)


_DAY = r"\d{4}-\d\d-\d\d"
_ISO = re.compile(rf"({_DAY})(?:/({_DAY}))?")
# How periods were written before they were kept as dates.
_WRITTEN = re.compile(r"(\d\d)-(\d\d)-(\d{4}) – (\d\d)-(\d\d)-(\d{4})")


def _say(value: str, words: Words | None, at: datetime.datetime) -> str:
    """Return a fact as people say it; whatever is not a code, a day or a period stays as it is."""
    if words and value in words.values:
        return str(words(value).label)
    found = _ISO.fullmatch(_WRITTEN.sub(r"\3-\2-\1/\6-\5-\4", value))
    if not found:
        return value
    try:
        first, last = (datetime.date.fromisoformat(part) if part else None for part in found.groups())
    except ValueError:  # typed by somebody, and no such day
        return value
    return period(first, last) if last else day(first, at.date())
