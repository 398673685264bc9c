"""Removing whole client files: every row that hangs on a client, with its history, its looks and its flags."""

import datetime
from collections import Counter
from collections.abc import Sequence

import pgtrigger
from django.db import connection, models, transaction

from partners.retention import RetentionError
from partners.retention.rules import check_remove
from wiz.clients.models import Client
from wiz.terms import day_of
from wiz.trust.models import Change, Look

Rows = dict[type[models.Model], set[int]]


@transaction.atomic
def remove_clients(numbers: Sequence[str], *, years: int, at: datetime.datetime) -> Counter[str]:
    """Remove the files of these client numbers, all or none, and return how many rows of each table that were.

    Of each file one line of history stays: when it was removed and how much it held, never what. Uploaded files lie
    loose afterwards, see `remove_orphans`. Raises RetentionError when a number is not known, a file must stay, or this
    role of the database may not remove history: that is for the owner of the tables.
    """
    _check_role()
    clients = list(Client.objects.select_for_update().filter(number__in=numbers).order_by("pk"))
    if unknown := set(numbers) - {client.number for client in clients}:
        raise RetentionError(f"No client has the number {', '.join(sorted(unknown))}.")
    check_remove(clients, day_of(at), years)
    removed: Counter[str] = Counter()
    for client in clients:
        held = Counter(_remove(_rows_of(client)))
        Change.objects.create(
            at=at,
            kind=Change.Kind.REMOVED,
            model=Client._meta.label_lower,
            row_id=client.pk,
            via="command:remove_expired",
            fields=dict(sorted(held.items())),
        )
        removed += held
    return removed


def _check_role() -> None:
    for model in (Change, Look):
        with connection.cursor() as cursor:
            cursor.execute("SELECT has_table_privilege(current_user, %s, 'DELETE')", [model._meta.db_table])
            if not cursor.fetchone()[0]:
                raise RetentionError(
                    "This role of the database may not remove history. Run it as the owner of the tables."
                )


def _rows_of(client: Client) -> Rows:
    """Return what is to go: the client, and whatever points at a row that goes. Nothing they themselves point at."""
    rows: Rows = {Client: {client.pk}}
    new: Rows = dict(rows)
    while new:
        found: Rows = {}
        for model, ids in new.items():
            for field in model._meta.get_fields(include_hidden=True):
                if not isinstance(field, models.ManyToOneRel) or field.on_delete is models.SET_NULL:
                    continue
                pointing = field.related_model._base_manager.filter(**{f"{field.field.name}__in": ids})
                known = rows.get(field.related_model, set())
                if more := set(pointing.values_list("pk", flat=True)) - known:
                    found.setdefault(field.related_model, set()).update(more)
        for model, ids in found.items():
            rows.setdefault(model, set()).update(ids)
        new = found
    return rows


def _remove(rows: Rows) -> dict[str, int]:
    """Delete exactly these rows without a trace; at the end the database looks whether anything still points at one."""
    with pgtrigger.ignore():
        for model, ids in rows.items():
            found = model._base_manager.filter(pk__in=ids).order_by()
            found._raw_delete(found.db)
    return {model._meta.label_lower: len(ids) for model, ids in rows.items()}
