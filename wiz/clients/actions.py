"""Every write on clients."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import BigIntegerField, Max
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients import bsn
from wiz.clients.models import Child, Client
from wiz.flags.actions import refresh_flags
from wiz.handover.actions import open_assignments
from wiz.locks import NUMBER_LOCK, lock
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of
from wiz.trust.actions import record_look
from wiz.trust.models import Look

# The child it is already, its first name, its birth date, and whether it needs extra care.
ChildRow = tuple[Child | None, str, datetime.date | None, bool]
FIRST_NUMBER = 10001


def check_client(user: User) -> None:
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


@transaction.atomic
def add_client(
    fields: Mapping[str, Any],
    *,
    children: Iterable[ChildRow] = (),
    bsn_digits: str | None = None,
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> Client:
    """Add a client and return her. Without a number she gets the next free one; the same `form_key` twice
    gives the same client. Raises Refused when the number or the BSN is taken, Conflict when the page made one already
    and now says something else.
    """
    check_client(by)
    if form_key and (earlier := Client.objects.filter(form_key=form_key).first()):
        if any(value and getattr(earlier, name) != value for name, value in fields.items()):
            raise Conflict(
                _("You added this client already, with number %(number)s. Change the data there.")
                % {"number": earlier.number}
            )
        return earlier
    client = Client(**fields, form_key=form_key or uuid.uuid4())
    client.number = client.number or _next_number()
    if not _store(client, bsn_digits):  # the other of two clicks was quicker
        return Client.objects.get(form_key=client.form_key)
    _store_children(client, children)
    open_assignments([client], by=by, day=day_of(at))
    record(client, "client-added", at=at, by=by, subject=client)
    refresh_flags([client.pk], at=at)
    return client


@transaction.atomic
def change_client(
    client: Client,
    fields: Mapping[str, Any],
    *,
    children: Iterable[ChildRow],
    bsn_digits: str | None = None,
    by: User,
    at: datetime.datetime,
) -> None:
    """Change a client's data. A BSN that is not given stays as it was; a child without a date is taken off."""
    check_client(by)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    for name, value in fields.items():
        setattr(client, name, value)
    client.number = client.number or _next_number()
    _store(client, bsn_digits)
    _store_children(client, children)
    record(client, "client-changed", at=at, by=by, subject=client)
    refresh_flags([client.pk], at=at)


@transaction.atomic
def reveal_bsn(client: Client, *, by: User, at: datetime.datetime) -> str | None:
    """Return a client's readable BSN, after recording that this person saw it."""
    check_client(by)
    record_look(by, Look.What.BSN, client, at=at)
    try:
        return client.bsn
    except bsn.Unreadable as error:
        raise Refused(
            _("This BSN cannot be read: it was stored with another key. Tell your administrator.")
        ) from error


def _store(client: Client, digits: str | None) -> bool:
    if digits:
        client.bsn_cipher, client.bsn_fingerprint = bsn.encrypt(digits), bsn.fingerprint(digits)
    try:
        with transaction.atomic():
            client.save()
    except IntegrityError as error:
        if "client_bsn_once" in str(error):
            raise Refused(_("There is a client with this BSN already."), field="bsn") from error
        if "client_form_once" in str(error):
            return False
        raise Refused(_("This client number is taken."), field="number") from error
    return True


def _store_children(client: Client, rows: Iterable[ChildRow]) -> None:
    for child, first_name, birth_date, extra_care in rows:
        if birth_date is None:
            if child is not None:
                child.delete()
            continue
        child = child or Child(client=client)
        child.first_name, child.birth_date, child.extra_care = first_name.strip(), birth_date, extra_care
        child.save()


def _next_number() -> str:
    """Return the number after the highest one that is all digits; two who ask at once get two numbers."""
    lock(NUMBER_LOCK)
    numbers = Client.objects.filter(number__regex=r"^[0-9]{1,12}$")
    highest = numbers.aggregate(highest=Max(Cast("number", BigIntegerField())))["highest"]
    return str(max(highest or 0, FIRST_NUMBER - 1) + 1)
