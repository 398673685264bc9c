"""Lists that have an end, also for a client nobody ever tidied up."""

from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet, Window

Row = TypeVar("Row", bound=Model)


def at_most(rows: QuerySet[Row, Any], number: int) -> tuple[list[Row], int]:
    """Return the first rows, and how many are left out, in the one query."""
    shown: list[Any] = list(rows.annotate(of_all=Window(Count("*")))[:number])
    return shown, shown[0].of_all - len(shown) if shown else 0
