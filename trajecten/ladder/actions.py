"""Every write on ladders and placements."""

import datetime
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from trajecten.ladder.models import Ladder, Placement, Rung
from trajecten.ladder.rules import check_follow_up, check_ladder, check_place, check_undo, check_work, kind_of
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.people.actions import check_administer
from wiz.people.models import User
from wiz.terms import day_of


@transaction.atomic
def place(
    client: Client,
    rung: Rung,
    *,
    reason: str,
    on: datetime.date | None = None,
    seen: int = 0,
    form_key: uuid.UUID | None = None,
    by: User,
    at: datetime.datetime,
) -> Placement:
    """Place a client on a rung from a day on (today's unless given) and return the row; her own rung again is
    progress within it.

    `seen` is the row the page showed as the latest of this ladder, 0 for none. The same `form_key` twice gives the
    same row. Raises Conflict when somebody placed her since, Refused when the rule says no.
    """
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    if form_key and (earlier := Placement.objects.filter(form_key=form_key, client=client).first()):
        return earlier
    today = day_of(at)
    current = _current(client, rung.ladder)
    check_work(by)
    if (current.pk if current else 0) != seen:
        raise Conflict(
            _("A colleague changed where this client stands. Look again; your reason stands here still.")
        )
    check_place(rung, current, reason, on or today, today)
    placement = Placement(
        client=client,
        ladder=rung.ladder,
        rung=rung,
        kind=kind_of(rung, current),
        on=on or today,
        reason=reason.strip(),
        by=by,
        at=at,
        form_key=form_key or uuid.uuid4(),
    )
    if current:
        current.until = placement.on
        current.save()
    placement.save()
    record(
        client,
        f"ladder-{placement.kind}",
        at=at,
        by=by,
        subject=placement,
        rung=rung,
        reason=placement.reason,
        day=placement.on,
    )
    refresh_flags([client.pk], at=at)
    return placement


@transaction.atomic
def undo_placement(placement: Placement, *, by: User, at: datetime.datetime) -> None:
    """Take back a placement that was a slip; the one before holds again. Raises Refused when the rule says no."""
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=placement.client_id)
    placement = Placement.objects.select_related("rung").get(pk=placement.pk)
    check_undo(by, placement, day_of(at))
    before = (
        Placement.objects.filter(client=client, ladder=placement.ladder_id)
        .exclude(pk=placement.pk)
        .order_by("-on", "-pk")
        .first()
    )
    record(client, "ladder-undone", at=at, by=by, subject=placement, rung=placement.rung)
    placement.delete()
    if before:
        before.until = None
        before.save()
    refresh_flags([client.pk], at=at)


@transaction.atomic
def follow_up(placement: Placement, text: str, *, by: User, at: datetime.datetime) -> None:
    """Note what happens now after a step back; a second note replaces the first. Raises Refused as the rule says."""
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=placement.client_id)
    placement = Placement.objects.select_related("rung").get(pk=placement.pk)
    check_follow_up(by, placement, text)
    if placement.follow_up == text.strip():
        return
    placement.follow_up, placement.follow_up_by = text.strip(), by
    placement.follow_up_on = day_of(at)
    placement.save()
    record(
        client,
        "ladder-followed",
        at=at,
        by=by,
        subject=placement,
        rung=placement.rung,
        text=placement.follow_up,
    )
    refresh_flags([client.pk], at=at)


def _current(client: Client, ladder: Ladder) -> Placement | None:
    return Placement.objects.current().filter(client=client, ladder=ladder).select_related("rung").first()


@dataclass(frozen=True)
class RungRow:
    """A rung as it is typed. Without a name, a rung that exists is taken away."""

    rung: Rung | None
    name: str
    label: str
    explanation: str


@transaction.atomic
def save_ladder(
    ladder: Ladder | None, fields: Mapping[str, Any], rungs: Iterable[RungRow], *, by: User
) -> Ladder:
    """Make or change a ladder with its rungs, the lowest first, and return it.

    `fields`: name, description, source, valid_from, retired_from, is_default. The default of before gives way. Raises
    Refused when a name is taken, when there is no rung, and when a ladder somebody stands on would lose one.
    """
    check_administer(by)
    # One administrator at a time: they may both be choosing the default.
    known = {row.pk: row for row in Ladder.objects.select_for_update(of=("self",)).order_by("pk")}
    ladder = known[ladder.pk] if ladder else Ladder()
    was_default = ladder.is_default
    for name, value in fields.items():
        setattr(ladder, name, value)
    ladder.name = ladder.name.strip()
    check_ladder(ladder, was_default)
    if ladder.is_default and not was_default:
        Ladder.objects.filter(is_default=True).update(is_default=False)
    try:
        with transaction.atomic():
            ladder.save()
    except IntegrityError as error:
        raise Refused(_("There is a ladder with this name already.")) from error
    _save_rungs(ladder, [row for row in rungs if row.rung or row.name.strip()])
    return ladder


def _save_rungs(ladder: Ladder, rows: list[RungRow]) -> None:
    gone = [row.rung.pk for row in rows if row.rung and not row.name.strip()]
    if gone and ladder.placements.exists():
        raise Refused(_("Clients stand or stood on this ladder, so no rung can go. Its words may change."))
    kept = [row for row in rows if row.name.strip()]
    if not kept:
        raise Refused(_("A ladder has at least one rung."))
    names = [row.name.strip().casefold() for row in kept]
    if len(set(names)) < len(names):
        raise Refused(_("Two rungs have the same name."))
    Rung.objects.filter(pk__in=gone).delete()
    # Places only move down, and the lowest goes first: no two are ever the same.
    for position, row in enumerate(kept, start=1):
        rung = row.rung or Rung(ladder=ladder)
        rung.position, rung.name = position, row.name.strip()
        rung.label, rung.explanation = row.label.strip(), row.explanation.strip()
        rung.save()
