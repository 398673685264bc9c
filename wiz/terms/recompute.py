"""What must be computed again when the days that end no term change."""

import datetime
from typing import Protocol


class Recompute(Protocol):
    def __call__(self, *, at: datetime.datetime) -> int:
        """Compute the running terms of a matter again with `extra_days()`; return how many rows changed.

        Runs inside the action that changed the days. Locks its rows, keeps terms that are over as they were, and
        refreshes the flags of its clients.
        """


_FUNCTIONS: list[Recompute] = []


def on_extra_days(function: Recompute) -> Recompute:
    """Register a matter's function; also as a decorator."""
    _FUNCTIONS.append(function)
    return function


def recompute(*, at: datetime.datetime) -> int:
    """Run every matter's function; return how many terms moved in all."""
    return sum(function(at=at) for function in _FUNCTIONS)
