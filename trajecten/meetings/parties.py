"""The partners who work with a client now. Whoever knows them registers: this app knows no orders.

A party is somebody to make an agreement with, and its activity something the client can say how it goes.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from wiz.clients.models import Client


@dataclass(frozen=True)
class Party:
    organisation: int  # its id
    name: str
    worker: str  # who sees the client there, or nothing
    activity: int  # the id of what she takes part in there
    title: str

    @property
    def full_name(self) -> str:
        return f"{self.name} ({self.worker})" if self.worker else self.name


Parties = Callable[[Client, datetime.date], list[Party]]
_sources: list[Parties] = []


def parties(function: Parties) -> Parties:
    """Register a function of a client and a day that gives the partners at work then; one query."""
    _sources.append(function)
    return function


def parties_of(client: Client, day: datetime.date) -> list[Party]:
    return [party for source in _sources for party in source(client, day)]
