"""What colleagues ask of somebody: it is no flag, for nothing went silent, but stands on her Today above the flags.

A matter registers what it asks, with a template that shows its rows; each is one query.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wiz.people.models import User


@dataclass(frozen=True)
class Question:
    template: str  # reads `rows`
    rows: Callable[[User, datetime.date], list[Any]]


_questions: list[Question] = []


def question(template: str, *, rows: Callable[[User, datetime.date], list[Any]]) -> None:
    """Register what may be asked of somebody; the arguments are the fields of `Question`.

    What also counts in the menu is registered with `wiz.ui.navigation.counts`.
    """
    _questions.append(Question(template, rows))


def asked_of(user: User, day: datetime.date) -> list[dict[str, Any]]:
    """Return what is asked of somebody, by kind; a kind of which there is nothing is left out."""
    found = [(each.template, each.rows(user, day)) for each in _questions]
    return [{"template": template, "rows": rows} for template, rows in found if rows]
