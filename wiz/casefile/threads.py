"""The threads of a client's web: each party around the client, what is going on with it, and whose move it is.

Each matter registers a function that gives its threads; the client's page draws them and says the same in a table.
A function asks a number of queries that does not grow with what the client has.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiz.casefile.once import once
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.policy.models import terms_on


@dataclass(frozen=True)
class Thread:
    party: str  # who, as on a name plate: "Wilgenbrug"
    about: str  # what the party does here, in a few words
    kind: (
        str  # how it stands, as a badge: late, soon, info (waits for the other), ok, or plain (nothing moves)
    )
    state: str  # the same in words, short enough to stand on the thread
    move: str = ""  # whose move it is, in words; empty when nobody has to do anything
    by: datetime.date | None = None  # by when
    url: str = ""

    def whose_move(self, today: datetime.date) -> str:
        """Return whose move it is, and by when as long as that has not passed: then the state says how late."""
        if not self.move:
            return ""
        if self.by and self.by >= today:
            form = _("j M") if self.by.year == today.year else _("j M Y")
            words = {"who": self.move, "day": date_format(self.by, form)}
            return _("next: %(who)s, by %(day)s") % words
        return _("next: %(who)s") % {"who": self.move}


def our_move(client: Client, user: User) -> str:
    """Return who has to move when it is the service: "you" for the consultant herself."""
    if client.consultant_id == user.pk:
        return _("you")
    return str(client.consultant or _("nobody yet"))


def term(client: Client, today: datetime.date, key: str) -> datetime.timedelta:
    """Return a term in days as it is today; all threads of a client ask for the terms once."""
    return once(client, "terms", lambda: terms_on(today)).days(key)


Threads = Callable[[Client, User, datetime.date], list[Thread]]
THREADS: dict[str, Threads] = {}


def threads(key: str, function: Threads) -> None:
    """Register the threads of a matter; they stand around the client in the order of registration."""
    THREADS[key] = function


InTheMiddle = Callable[[Client, datetime.date], str]
_in_the_middle: list[InTheMiddle] = []


def in_the_middle(function: InTheMiddle) -> InTheMiddle:
    """Register what stands under the client's name in the drawing: a word or two, like her rung, or nothing."""
    _in_the_middle.append(function)
    return function


def said_in_the_middle(client: Client, today: datetime.date) -> str:
    return next((words for function in _in_the_middle if (words := function(client, today))), "")


def threads_of(client: Client, user: User, today: datetime.date) -> list[Thread]:
    """Return every thread of a client, as this user may see it."""
    return [thread for function in THREADS.values() for thread in function(client, user, today)]
