"""What goes along with a client to another consultant, registered by the matters that keep somebody's name."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from wiz.clients.models import Client
from wiz.people.models import User


class Move(Protocol):
    """Give what is the consultant's to the new one, while the clients still have the former. Refreshes no flags."""

    def __call__(
        self, clients: Sequence[Client], *, consultant: User, by: User | None, at: datetime.datetime
    ) -> None: ...


Tell = Callable[[Sequence[Client], datetime.datetime], str]


@dataclass(frozen=True)
class Along:
    tell: Tell
    move: Move


ALONG: list[Along] = []


def goes_along(tell: Tell, move: Move) -> None:
    """Register what a matter tells before a hand-over, a sentence or nothing, and what it does at one.

    Both ask a number of queries that does not grow with the clients.
    """
    ALONG.append(Along(tell, move))


def told_before(clients: Sequence[Client], at: datetime.datetime) -> list[str]:
    """Return the sentences on what will go along with these clients."""
    return [sentence for each in ALONG if (sentence := each.tell(clients, at))]
