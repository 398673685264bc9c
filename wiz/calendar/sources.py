"""What stands in a consultant's calendar: each matter registers its own dates.

A matter's `calendar.py` registers functions with `calendar_source`. A function gets whose calendar it is (`Scope`) and
the first and last day asked for, both included, and returns an `Entry` for

    what happens in these days (it starts, it ends, a birthday), and
    what must be done by a day up to and including the last, as long as it is open: also when that day came before
    `first` (then it passed without being settled, and stands on top), but not before `scope.since`.

It asks a number of queries that does not grow with the clients: one, as a rule, with `scope.hers()`.
Clients and owners it only names; `entries` loads them, once for all sources.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field

from django.db.models import F, Q
from django.db.models.enums import TextChoices
from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from wiz.absence.models import Absence
from wiz.clients.models import Client
from wiz.lookups import AnyOf
from wiz.people.models import User
from wiz.people.roles import Role

NOBODY = "niemand"
# Of a client, beside a date; and by what the dates are sorted.
SHOWN = ("number", "first_name", "prefix", "last_name", "sort_name", "consultant_id")


class Kind(TextChoices):
    """What a day is to a consultant: something happens, or something must be done by then."""

    TALK = "talk", pgettext_lazy("calendar", "Talk")
    DECIDE = "decide", pgettext_lazy("calendar", "Decide")
    DUE = "due", pgettext_lazy("calendar", "Due")
    LOOK_AGAIN = "look_again", pgettext_lazy("calendar", "Look again")
    STARTS = "starts", pgettext_lazy("calendar", "Starts")
    ENDS = "ends", pgettext_lazy("calendar", "Ends")
    BIRTHDAY = "birthday", pgettext_lazy("calendar", "Birthday")


@dataclass
class Entry:
    """One date of one client, and the page where it is dealt with.

    `what` stands behind the kind and the client's name (“Ends · Noor Bos · Rest plan”): a few words, without either.
    `client` and `owner` are there once `entries` returned it.
    """

    day: datetime.date
    client_id: int
    what: str
    kind: Kind
    url: str
    organisation: str = ""  # the partner concerned
    owner_id: int | None = None  # whose move or talk it is, when it is somebody's of the service
    time: datetime.time | None = None  # on the clock in Amsterdam
    note: str = ""  # what else helps on the day: a place, the hours that are asked
    buttons: tuple[tuple[str, str], ...] = ()  # label and address of what is done to it at once
    client: Client = field(init=False)
    owner: User | None = field(init=False, default=None)


@dataclass(frozen=True)
class Scope:
    """Whose calendar it is; nobody's, for clients without a consultant.

    `clients` are the ids of her own and of those of the colleagues she covers for in these days; what falls outside
    the days of an absence is left out again by `holds`. Ids and not a query: where a source asks for her clients *or*
    what is her own move, a sub-query makes the database read everybody's.
    """

    person: User | None  # a consultant; or a team lead, for what she must do herself
    clients: frozenset[int]
    covers: tuple[Absence, ...] = ()
    since: datetime.date = datetime.date.min  # what passed before this day need not be read

    def hers(self, client: str = "client") -> Q:
        """Return the condition that a row is of one of these clients; `client` is the way to them."""
        return Q(AnyOf(F(client), list(self.clients)))

    def holds(self, entry: Entry, today: datetime.date) -> bool:
        """Say whether an entry is hers: her client, her own move, or a colleague's whom she covers for that day.

        What passed is of today: she takes over what a colleague who is away left open.
        """
        mine = self.person.pk if self.person else None
        if entry.client.consultant_id == mine or (entry.owner_id is not None and entry.owner_id == mine):
            return True
        day = max(entry.day, today)
        return any(
            absence.person_id == entry.client.consultant_id and absence.first_day <= day <= absence.last_day
            for absence in self.covers
        )


def person_of(whose: str, user: User, consultants: Iterable[User]) -> User | None:
    """Return whose calendar an address means, of the consultants a team lead may choose from: else the user's own."""
    if whose == NOBODY and user.role == Role.TEAM_LEAD:
        return None
    return next((one for one in consultants if str(one.pk) == whose), user)


def absences_around(person: User | None, first: datetime.date, last: datetime.date) -> list[Absence]:
    """Return who of her team, and of those she covers, is away in these days; herself first. One query."""
    if person is None:
        return []
    concerns = Q(person=person) | Q(covered_by=person)
    if person.team_id:
        concerns |= Q(person__team=person.team_id)
    found = Absence.objects.during(first, last).filter(concerns).select_related("person", "covered_by")
    return sorted(found, key=lambda each: (each.person_id != person.pk, each.covered_by_id != person.pk))


def scope_of(person: User | None, viewer: User, absences: Iterable[Absence]) -> Scope:
    """Return the scope of a person's calendar, as far as the viewer may see it.

    Comes in: the absences of the days asked for; those she covers count. One step: not whom those cover for. One query.
    """
    covers = tuple(absence for absence in absences if person and absence.covered_by_id == person.pk)
    whose = Q(consultant=person)
    if covers:
        whose |= Q(consultant__in={absence.person_id for absence in covers})
    clients = Client.objects.visible_to(viewer).filter(whose).order_by()
    return Scope(person, frozenset(clients.values_list("pk", flat=True)), covers)


Function = Callable[[Scope, datetime.date, datetime.date], Iterable[Entry]]


@dataclass(frozen=True)
class Source:
    key: str  # in the address
    label: str | Promise  # what the entries are, for the filter: “Goals”
    function: Function
    # Also beside what waits today. Not for what others owe, nor for what a flag says weeks before: they cost a query.
    on_today: bool = True


SOURCES: dict[str, Source] = {}


def calendar_source(key: str, label: str | Promise, function: Function, *, on_today: bool = True) -> None:
    """Register the dates of a matter; the arguments are the fields of `Source`."""
    SOURCES[key] = Source(key, label, function, on_today)


def entries(
    scope: Scope, first: datetime.date, last: datetime.date, only: Collection[str] = ()
) -> list[Entry]:
    """Return what stands in a calendar from `first`, which is today, up to and including `last`, by day and hour.

    `only` names the sources to ask; without, all are. What lies before `first` passed without being settled.
    """
    found = [
        entry
        for key, source in SOURCES.items()
        if not only or key in only
        for entry in source.function(scope, first, last)
        if scope.since <= entry.day <= last
    ]
    clients = Client.objects.only(*SHOWN).order_by().in_bulk({entry.client_id for entry in found})
    for entry in found:
        entry.client = clients[entry.client_id]
    held = [entry for entry in found if scope.holds(entry, first)]
    _give_owners(held, scope)
    return sorted(held, key=_by_day)


def _give_owners(found: Collection[Entry], scope: Scope) -> None:
    """Set the owners; a query only for who is neither this person nor somebody she covers for."""
    known = {absence.person_id: absence.person for absence in scope.covers}
    if scope.person:
        known[scope.person.pk] = scope.person
    others = {entry.owner_id for entry in found if entry.owner_id} - known.keys()
    if others:
        known |= User.objects.in_bulk(others)
    for entry in found:
        entry.owner = known[entry.owner_id] if entry.owner_id else None


def _by_day(entry: Entry) -> tuple[datetime.date, datetime.time, str, int]:
    """Return the order of a day: what has an hour first, by hour; then by client."""
    client = entry.client
    return (entry.day, entry.time or datetime.time.max, client.sort_name, client.pk)
