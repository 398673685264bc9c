"""Writing the clients of an import: all of them or none, unless asked otherwise; twice the same file, once the same."""

import datetime
import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.casefile.actions import record_all
from wiz.clients import bsn
from wiz.clients.models import Child, Client
from wiz.flags.actions import refresh_flags
from wiz.handover.actions import hand_over_by_import, open_assignments
from wiz.imports.reading import Line, Problem, read
from wiz.imports.rows import BSN, CONSULTANT, KNOWN, MUNICIPALITY, NUMBER, REQUIRED, ClientRow, parse
from wiz.locks import IMPORT_LOCK, try_lock
from wiz.people.models import Municipality, User
from wiz.people.roles import Can
from wiz.terms import day_of
from wiz.trust.models import Look

AT_ONCE = 1000
REFRESH_AT_ONCE = 5000


@dataclass
class Outcome:
    """What an import did, or would do. `written` says which."""

    added: int = 0
    changed: int = 0
    unchanged: int = 0
    problems: list[Problem] = field(default_factory=list)
    written: bool = False
    found_by_bsn: list[int] = field(default_factory=list)  # clients of whom it says that a row has their BSN

    @property
    def bad_rows(self) -> int:
        return len({problem.line for problem in self.problems})


@dataclass
class _Known:
    """What rows point at, and what earlier rows of the file took."""

    municipalities: dict[str, int]
    consultants: dict[str, User]
    numbers: dict[str, int] = field(default_factory=dict)
    bsns: dict[str, int] = field(default_factory=dict)


def check_import(by: User | None) -> None:
    """Nobody is who runs the command on the server: she could write to the database by other means."""
    if by is not None and not by.can(Can.IMPORT):
        raise Refused(_("Only the administrator can do this."))


def import_clients(
    file: BinaryIO,
    *,
    by: User | None,
    at: datetime.datetime,
    dry_run: bool = False,
    good_rows_only: bool = False,
    rows_at_most: int | None = None,
) -> Outcome:
    """Add the clients of a CSV file, and change those whose number is known; return what was done.

    With a bad row nothing is written, unless `good_rows_only`; with `dry_run` nothing is, ever. Raises Refused for a
    file that cannot be read, for a second import at the same time, and for who may not.
    """
    check_import(by)
    lines = read(
        file,
        known=KNOWN,
        required=REQUIRED,
        rows=rows_at_most or settings.WIZ_IMPORT_MAX_ROWS,
        size=settings.WIZ_IMPORT_MAX_BYTES,
    )
    outcome = Outcome()
    try:
        with transaction.atomic():
            _alone()
            touched = _import(lines, outcome, by, at, good_rows_only)
            outcome.written = not dry_run and (good_rows_only or not outcome.problems)
            if outcome.written:
                for ids in _batches(touched):
                    refresh_flags(ids, at=at)
            else:
                transaction.set_rollback(True)
        # Also of what was only tried: who reads the answer has found them.
        if by is not None:
            looks = [
                Look(user=by, what=Look.What.BSN_SEARCH, client_id=pk, at=at) for pk in outcome.found_by_bsn
            ]
            Look.objects.bulk_create(looks, batch_size=AT_ONCE)
    except IntegrityError as error:
        raise Refused(
            _("Somebody added or changed one of these clients meanwhile. Nothing was imported: try again.")
        ) from error
    return outcome


def _batches(ids: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(ids), REFRESH_AT_ONCE):
        yield ids[start : start + REFRESH_AT_ONCE]


def _alone() -> None:
    if not try_lock(IMPORT_LOCK):
        raise Refused(_("Another import is running. Wait until it is done."))


def _import(
    lines: Iterator[Line], outcome: Outcome, by: User | None, at: datetime.datetime, good_rows_only: bool
) -> list[int]:
    """Write the rows in batches and return the ids of the clients touched; after a bad row only look."""
    known = _Known(
        {name.casefold(): pk for pk, name in Municipality.objects.values_list("pk", "name")},
        {user.email.casefold(): user for user in User.objects.consultants()},
    )
    touched: list[int] = []
    while batch := list(itertools.islice(lines, AT_ONCE)):
        rows = []
        for line in batch:
            row, problems = parse(line, day_of(at))
            problems += _taken(row, known) if row else []
            outcome.problems += problems
            if row and not problems:
                rows.append(row)
        fingerprints = {row.line: bsn.fingerprint(row.bsn) for row in rows if row.bsn}
        existing = _existing(rows)
        owners = Client.objects.only("number", "bsn_fingerprint").in_bulk(
            fingerprints.values(), field_name="bsn_fingerprint"
        )
        good = []
        for row in rows:
            owner = owners.get(fingerprints.get(row.line, ""))
            problems = _against(row, existing.get(row.number), known, owner)
            outcome.problems += problems
            if owner and any(problem.column == BSN for problem in problems):
                outcome.found_by_bsn.append(owner.pk)
            if not problems:
                good.append(row)
        if good_rows_only or not outcome.problems:
            touched += _write(good, existing, known, fingerprints, outcome, by, at)
    outcome.problems.sort(key=lambda problem: problem.line)
    return touched


def _taken(row: ClientRow, known: _Known) -> list[Problem]:
    """Return what this row has in common with an earlier one that only one client can have."""
    problems = []
    for column, value, seen in ((NUMBER, row.number, known.numbers), (BSN, row.bsn, known.bsns)):
        if not value:
            continue
        if (earlier := seen.setdefault(value, row.line)) != row.line:
            reason = _("This stands on line %(line)d already.") % {"line": earlier}
            problems.append(Problem(row.line, column, reason))
    return problems


def _existing(rows: list[ClientRow]) -> dict[str, Client]:
    clients = (
        Client.objects.select_for_update(no_key=True, of=("self",))
        .filter(number__in=[row.number for row in rows])
        .prefetch_related("children")
        .order_by("pk")
    )
    return {client.number: client for client in clients}


def _against(row: ClientRow, client: Client | None, known: _Known, owner: Client | None) -> list[Problem]:
    """Return what is wrong with a row beside what the database holds."""
    problems = []

    def wrong(column: str, reason: str) -> None:
        problems.append(Problem(row.line, column, reason))

    if row.municipality:
        if row.municipality.casefold() not in known.municipalities:
            wrong(MUNICIPALITY, _("The service does not work for this municipality."))
    elif client is None and len(known.municipalities) != 1:
        wrong(MUNICIPALITY, _("Fill in the municipality."))
    if row.consultant and row.consultant.casefold() not in known.consultants:
        wrong(CONSULTANT, _("No consultant who works here has this e-mail address."))
    if owner is not None and owner.number != row.number:
        wrong(BSN, _("Another client has this BSN."))
    return problems


def _write(
    rows: list[ClientRow],
    existing: dict[str, Client],
    known: _Known,
    fingerprints: dict[int, str],
    outcome: Outcome,
    by: User | None,
    at: datetime.datetime,
) -> list[int]:
    """Write right rows, count them, and return the ids of the clients that are new or other than before."""
    new: list[Client] = []
    changed: list[Client] = []
    moved: dict[User, list[Client]] = {}
    children: list[Child] = []
    changed_children: list[Child] = []
    for row in rows:
        client, fields = existing.get(row.number), dict(row.fields)
        consultant = known.consultants[row.consultant.casefold()] if row.consultant else None
        if row.municipality or client is None:
            name = (row.municipality or next(iter(known.municipalities))).casefold()
            fields["municipality_id"] = known.municipalities[name]
        if client is None:
            client = Client(number=row.number, consultant=consultant, **fields)
            _set_bsn(client, row, fingerprints)
            new.append(client)
            children += [_child(client, child) for child in row.children]
            continue
        other = _set_bsn(client, row, fingerprints) | _set_fields(client, fields)
        added, altered = _compare_children(client, row)
        children += added
        changed_children += altered
        if other or added or altered:
            changed.append(client)
        if consultant and consultant.pk != client.consultant_id:
            moved.setdefault(consultant, []).append(client)
    Client.objects.bulk_create(new)
    open_assignments(new, by=by, day=day_of(at))
    if changed:
        Client.objects.bulk_update(changed, _CHANGEABLE)
    Child.objects.bulk_create(children)
    Child.objects.bulk_update(changed_children, ["extra_care"])
    record_all(new, "client-imported", at=at, by=by)
    record_all(changed, "client-changed-by-import", at=at, by=by)
    for consultant, clients in moved.items():
        hand_over_by_import(clients, consultant=consultant, by=by, at=at)
    touched = {client.pk for clients in (new, changed, *moved.values()) for client in clients}
    outcome.added += len(new)
    outcome.changed += len(touched) - len(new)
    outcome.unchanged += len(rows) - len(touched)
    return sorted(touched)


_CHANGEABLE = [
    "first_name", "prefix", "last_name", "birth_date", "phone", "email", "street", "postcode", "city", "language",
    "needs_help_with_forms", "household", "benefit_since", "lead_benefit", "municipality", "bsn_cipher",
    "bsn_fingerprint",
]  # fmt: skip


def _set_bsn(client: Client, row: ClientRow, fingerprints: dict[int, str]) -> bool:
    """Give a client the BSN of her row, and say whether it is another. An empty cell leaves the known one."""
    found = fingerprints.get(row.line)
    if not row.bsn or found is None or found == client.bsn_fingerprint:
        return False
    client.bsn_cipher, client.bsn_fingerprint = bsn.encrypt(row.bsn), found
    return True


def _set_fields(client: Client, fields: dict[str, Any]) -> bool:
    """Give a client the values of her row, and say whether any is another."""
    other = False
    for name, value in fields.items():
        other |= getattr(client, name) != value
        setattr(client, name, value)
    return other


def _child(client: Client, child: tuple[str, datetime.date, bool]) -> Child:
    name, born, care = child
    return Child(client=client, first_name=name, birth_date=born, extra_care=care)


def _compare_children(client: Client, row: ClientRow) -> tuple[list[Child], list[Child]]:
    """Return the children of a row that are new, and those whose care is another. None is ever taken off."""
    here = {(child.first_name.casefold(), child.birth_date): child for child in client.children.all()}
    added: list[Child] = []
    altered: list[Child] = []
    for name, born, care in row.children:
        child: Any = here.get((name.casefold(), born))
        if child is None:
            added.append(_child(client, (name, born, care)))
        elif child.extra_care != care:
            child.extra_care = care
            altered.append(child)
    return added, altered
