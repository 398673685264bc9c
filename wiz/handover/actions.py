"""Every write on who a client's consultant is, and was."""

import datetime
from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record, record_all
from wiz.clients.models import Assignment, Client
from wiz.flags.actions import refresh_flags
from wiz.handover.along import ALONG
from wiz.handover.rules import check_hand_over, check_note, check_successor
from wiz.people.models import User
from wiz.terms import day_of


def open_assignments(clients: Iterable[Client], *, by: User | None, day: datetime.date) -> None:
    """Begin the history of clients that were just added, inside the caller's transaction; in one statement."""
    Assignment.objects.bulk_create(
        [
            Assignment(client=client, consultant_id=client.consultant_id, start=day, by=by)
            for client in clients
            if client.consultant_id
        ]
    )


@transaction.atomic
def hand_over(
    seen: Mapping[int, int | None], *, consultant: User, note: str = "", by: User, at: datetime.datetime
) -> int:
    """Give clients to another consultant, all or none, and return how many went.

    `seen`: per client the consultant (or None) her page showed. Who is with the new consultant already, is left:
    a second click does nothing. Without a note a flag stands until one is written. Raises Conflict when somebody
    else handed one of them over meanwhile, Refused when the rule says no. The number of queries is constant.
    """
    check_successor(consultant)
    locked = Client.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=seen).order_by("pk")
    clients = [client for client in locked if client.consultant_id != consultant.pk]
    moved = sum(client.consultant_id != seen[client.pk] for client in clients)
    if moved:
        raise Conflict(
            ngettext(
                "Nothing was handed over: meanwhile %(n)d client went to another consultant. Look at the list again.",
                "Nothing was handed over: meanwhile %(n)d clients went to another consultant. Look at the list again.",
                moved,
            )
            % {"n": moved}
        )
    check_hand_over(by, clients)
    _move(clients, consultant, note.strip(), by, at)
    refresh_flags([client.pk for client in clients], at=at)
    return len(clients)


def hand_over_by_import(
    clients: list[Client], *, consultant: User, by: User | None, at: datetime.datetime
) -> None:
    """Give clients, locked by the caller, to the consultant another system names: without a note, so that a flag asks
    for one. Whether that system may say so was decided when its file was let in; flags are the caller's to refresh.
    """
    check_successor(consultant)
    _move(clients, consultant, "", by, at)


def _move(clients: list[Client], consultant: User, note: str, by: User | None, at: datetime.datetime) -> None:
    day = day_of(at)
    ids = [client.pk for client in clients]
    Assignment.objects.open().filter(client__in=ids).update(until=day)
    Assignment.objects.bulk_create(
        [
            Assignment(
                client=client,
                consultant=consultant,
                start=day,
                by=by,
                note=note,
                note_by=by if note else None,
            )
            for client in clients
        ]
    )
    for matter in ALONG:
        matter.move(clients, consultant=consultant, by=by, at=at)
    Client.objects.filter(pk__in=ids).update(consultant=consultant)
    record_all(clients, "client-reassigned", at=at, by=by, consultant=consultant.name)


@transaction.atomic
def write_note(client: Client, *, note: str, by: User, at: datetime.datetime) -> None:
    """Write down afterwards what the present consultant must know. Raises Conflict when somebody did so already."""
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    assignment = client.assignments.open().first()
    if assignment is None:
        raise Refused(_("Nobody is this client's consultant now."))
    if assignment.note == note.strip() and assignment.note_by_id == by.pk:
        return  # the second of two clicks
    check_note(by, assignment)
    if not note.strip():
        raise Refused(_("Write down what the new consultant must know."), field="note")
    assignment.note, assignment.note_by = note.strip(), by
    assignment.save()
    record(client, "client-handover-note", at=at, by=by, subject=client)
    refresh_flags([client.pk], at=at)
