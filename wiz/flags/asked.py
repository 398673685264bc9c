"""What colleagues ask of somebody: it is no flag, for nothing went silent, but stands on her Today above the flags.

A matter registers what it asks, with a template that shows its rows: one query. The number of those that wait for an
answer is counted along in the query that counts the flags, for it stands in the menu of every page.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Func, IntegerField, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from wiz.people.models import User


@dataclass(frozen=True)
class Question:
    template: str  # reads `rows`
    rows: Callable[[User, datetime.date], list[Any]]
    waiting: Callable[[User], QuerySet[Any]] | None  # for an answer of this person; none is not counted


_questions: list[Question] = []


def question(
    template: str,
    *,
    rows: Callable[[User, datetime.date], list[Any]],
    waiting: Callable[[User], QuerySet[Any]] | None = None,
) -> None:
    """Register what may be asked of somebody; the arguments are the fields of `Question`."""
    _questions.append(Question(template, rows, waiting))


def asked_of(user: User, day: datetime.date) -> list[dict[str, Any]]:
    """Return what is asked of somebody, by kind; a kind of which there is nothing is left out."""
    found = [(each.template, each.rows(user, day)) for each in _questions]
    return [{"template": template, "rows": rows} for template, rows in found if rows]


def number_asked(user: User) -> Combinable:
    """Return an expression for how much waits for an answer of this person, to be added to an aggregate."""
    number: Combinable = Value(0)
    for each in _questions:
        if each.waiting is None:
            continue
        # Without a field to group by there is one row, also when it counts nothing.
        counted = (
            each.waiting(user).order_by().annotate(all=Func(template="COUNT(*)", output_field=IntegerField()))
        )
        number += Coalesce(Subquery(counted.values("all"), output_field=IntegerField()), 0)
    return number
