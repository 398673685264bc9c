"""Lists that have an end, also for a client nobody ever tidied up."""

from typing import Any, TypeVar

from django.db.models import Model, QuerySet

Row = TypeVar("Row", bound=Model)


def at_most(rows: QuerySet[Row, Any], number: int) -> tuple[list[Row], int]:
    """Return the first rows, and how many are left out. Asks for the count only when some are."""
    shown = list(rows[: number + 1])
    return shown[:number], rows.count() - number if len(shown) > number else 0
