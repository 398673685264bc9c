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

    `seen` is the row the page showed as the latest of this ladder, 0 for none. The same `form_key`, rung and reason
    twice give the same row. Raises Conflict when somebody placed her since, Refused when the rule says no.
    """
    check_work(by)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    earlier = Placement.objects.filter(form_key=form_key).first() if form_key else None
    if earlier and (earlier.client_id, earlier.rung_id, earlier.reason) == (
        client.pk,
        rung.pk,
        reason.strip(),
    ):
        return earlier
    current = _current(client, rung.ladder)
    # Also when a page that was used already comes back by the browser's button, with something else on it.
    if earlier or (current.pk if current else 0) != seen:
        raise Conflict(
            _("Where this client stands changed since you opened this page. Your reason is still here.")
        )
    today = day_of(at)
    check_place(rung, current, reason, on or today, today)
    placement = Placement(client=client, ladder=rung.ladder, rung=rung, kind=kind_of(rung, current))
    placement.on, placement.reason, placement.by, placement.at = on or today, reason.strip(), by, at
    placement.form_key = form_key or placement.form_key
    if current:
        current.until = placement.on
        current.save()
    placement.save()
    facts = {"rung": rung, "reason": placement.reason, "day": placement.on}
    record(client, f"ladder-{placement.kind}", at=at, by=by, subject=placement, **facts)
    refresh_flags([client.pk], at=at)
    return placement


@transaction.atomic
def undo_placement(placement: Placement, *, by: User, at: datetime.datetime) -> None:
    """Take back a placement that was a slip; the one before holds again. Undone already, nothing happens.

    Raises Refused when the rule says no.
    """
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=placement.client_id)
    found = Placement.objects.select_related("rung").filter(pk=placement.pk).first()
    if found is None:
        return
    check_undo(by, found, day_of(at))
    others = Placement.objects.filter(client=client, ladder=found.ladder_id).exclude(pk=found.pk)
    before = others.order_by("-on", "-pk").first()
    record(client, "ladder-undone", at=at, by=by, subject=found, rung=found.rung)
    found.delete()
    if before:
        before.until = None
        before.save()
    refresh_flags([client.pk], at=at)


@transaction.atomic
def follow_up(placement: Placement, text: str, *, by: User, at: datetime.datetime) -> None:
    """Note what happens now after a step back; a second note replaces the first. Raises Refused as the rule says."""
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=placement.client_id)
    found = Placement.objects.select_related("rung").filter(pk=placement.pk).first()
    if found is None:
        raise Refused(_("This step was undone meanwhile."))
    check_follow_up(by, found, text)
    if found.follow_up == text.strip():
        return
    found.follow_up, found.follow_up_by, found.follow_up_on = text.strip(), by, day_of(at)
    found.save()
    facts = {"rung": found.rung, "text": found.follow_up}
    record(client, "ladder-followed", at=at, by=by, subject=found, **facts)
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
    sent = [row.rung.pk for row in rows if row.rung]
    if sorted(sent) != sorted(ladder.rungs.values_list("pk", flat=True)):
        raise Conflict(_("A colleague changed the rungs of this ladder meanwhile. Open it again."))
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
