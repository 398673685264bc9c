"""What a flag rule is, and all that are registered.

A rule declares which rows deserve the flag on a day. Its function gets the day and the policy of that
day, and returns a queryset of the rule's model with three dates annotated:

    since        from when this has been so
    waited_for   the date it was or is due, which sorts the pages
    counts_from  the date from which escalation counts: `n` days later it reaches the next person

The sweep does the rest (`wiz.flags.actions`).
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import DateField, F, Value
from django.db.models.functions import Cast, Greatest, TruncDate
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.flags.models import Flag, Side
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.policy.models import Policy

Query = Callable[[datetime.date, Policy], models.QuerySet[Any]]
Loader = Callable[[list[int]], dict[int, Any]]


@dataclass(frozen=True, eq=False)  # a rule is itself, and nothing else
class FlagRule:
    name: str
    side: Side
    title: str | Promise
    sentence: str | Promise  # the rule, as the user reads it
    closes: str | Promise  # what makes the flag go away
    query: Query
    subjects: Loader  # loads the subjects of a page of flags at once, by primary key
    client: str  # look-up from the subject to its client
    organisation: str | None = None  # ... to the partner concerned
    owner: str | None = None  # ... to the person whose move it is
    consultant_after: str | None = None  # policy key: days after which it stands on the consultant's page
    lead_after: str | None = None  # policy key: days after which it stands on the team lead's page
    has_term: bool = True  # a date was promised; else it is only so since a day, and nothing is late

    @property
    def template(self) -> str:
        return f"flags/{self.name}.html"

    @property
    def buttons(self) -> str:
        return f"flags/{self.name}-buttons.html"


RULES: dict[str, FlagRule] = {}


def flag_rule(name: str, **declaration: Any) -> Callable[[Query], Query]:
    """Register the decorated function as the query of a rule; the keywords are the fields of `FlagRule`."""

    def register(query: Query) -> Query:
        RULES[name] = FlagRule(name=name, query=query, **declaration)
        return query

    return register


def plus(expression: Any, days: datetime.timedelta) -> Cast:
    """Return a date expression some days later (PostgreSQL makes a timestamp of date + interval)."""
    return Cast((F(expression) if isinstance(expression, str) else expression) + Value(days), DateField())


def amsterdam_day(moment: str) -> TruncDate:
    """Return the day in Amsterdam to which a moment belongs, as `wiz.terms.day_of` does."""
    return TruncDate(moment, tzinfo=timezone.get_default_timezone())


def counted(date_field: str, policy: Policy) -> Greatest:
    """Return the date from which days count: what waited when the program went live counts from that day."""
    return Greatest(F(date_field), Value(policy.live_since, output_field=DateField()))


def check_open(user: User, flag: Flag) -> None:
    """Only who works cases may put a flag off or bring it back, as long as it stands."""
    if not user.can(Can.WORK_CASES):
        raise Refused(_("You cannot put this off."))
    if flag.resolved_at is not None:
        raise Refused(_("This has been dealt with already."))


def check_snooze(user: User, flag: Flag, until: datetime.date, reason: str, today: datetime.date) -> None:
    """Only who works cases may put a flag off, to a day that is coming within a quarter, saying why."""
    check_open(user, flag)
    if until <= today:
        raise Refused(_("Choose a day after today."))
    if until > today + datetime.timedelta(days=92):
        raise Refused(_("Choose a day within three months: what is put off longer is forgotten."))
    if not reason.strip():
        raise Refused(_("Say why it can wait."))
