"""Every write on intakes and on the list of factors."""

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Max, Model
from django.utils.translation import gettext as _

from trajecten.intake.models import ExpertAdvice, Factor, Intake, Supporter, Weighing
from trajecten.intake.rules import check_intake, check_validity
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.clients.models import Client
from wiz.flags.actions import refresh_flags
from wiz.people.actions import check_administer
from wiz.people.models import User

# The fields of a picture that are no rows of their own.
FIELDS = (
    "wish", "care", "alone", "load", "capacity_hours", "capacity", "capacity_source", "capacity_on",
    "capacity_until", "other_parent", "other_parent_note",
)  # fmt: skip
ROW_FIELDS: dict[str, tuple[str, ...]] = {
    "weighings": ("factor_id", "client_weight", "consultant_weight", "words"),
    "supporters": ("who", "helps_with"),
    "advices": ("giver", "name", "words", "given_on", "valid_until"),
}


@dataclass(frozen=True)
class Picture:
    """What stands in one version: the values of FIELDS, and for each kind of row the values of ROW_FIELDS."""

    fields: Mapping[str, Any]
    weighings: Iterable[Mapping[str, Any]] = ()
    supporters: Iterable[Mapping[str, Any]] = ()
    advices: Iterable[Mapping[str, Any]] = ()


@transaction.atomic
def save_intake(
    client: Client, picture: Picture, *, revision: int, by: User, at: datetime.datetime
) -> Intake:
    """Save a client's picture as a new version and return it; what is the same as the latest is no new version.

    `revision` is the number of the version the page began from, 0 for none. Raises Conflict when there is a later
    one meanwhile, Refused when something would end before it began. Of another parent who is not to be brought up
    nothing is kept.
    """
    check_intake(by)
    client = Client.objects.select_for_update(no_key=True, of=("self",)).get(pk=client.pk)
    latest = Intake.objects.of(client).with_rows().first()
    fields = _empty(Intake(), FIELDS) | dict(picture.fields)
    if fields["other_parent"] == Intake.OtherParent.LEAVE:
        fields["other_parent_note"] = ""
    rows = {name: _rows(name, getattr(picture, name)) for name in ROW_FIELDS}
    if latest and _same(latest, fields, rows):
        return latest
    if (latest.number if latest else 0) != revision:
        raise Conflict(_("A colleague changed this intake meanwhile. Your text is still here."))
    check_validity(fields["capacity_on"], fields["capacity_until"])
    for row in rows["advices"]:
        check_validity(row["given_on"], row["valid_until"])
    intake = Intake.objects.create(client=client, number=revision + 1, at=at, by=by, **fields)
    Weighing.objects.bulk_create(Weighing(intake=intake, **row) for row in rows["weighings"])
    Supporter.objects.bulk_create(Supporter(intake=intake, **row) for row in rows["supporters"])
    ExpertAdvice.objects.bulk_create(ExpertAdvice(intake=intake, **row) for row in rows["advices"])
    kind = "intake-changed" if latest else "intake-made"
    record(client, kind, at=at, by=by, subject=intake, version=intake.number)
    refresh_flags([client.pk], at=at)
    return intake


@transaction.atomic
def save_factor(
    factor: Factor | None, *, kind: str, name: str, place: int | None, by: User, today: datetime.date
) -> Factor:
    """Add a factor to the list, or rename and move one; without a place it comes last of its kind.

    A name that changes, changes where it was used as well. Raises Refused when the name is taken.
    """
    check_administer(by)
    if factor:
        factor = Factor.objects.select_for_update(no_key=True, of=("self",)).get(pk=factor.pk)
    else:
        factor = Factor(kind=kind, valid_from=today)
    factor.name = name.strip()
    if place is None:
        last = Factor.objects.filter(kind=factor.kind).aggregate(last=Max("place"))["last"]
        place = (last or 0) + 1
    factor.place = place
    try:
        with transaction.atomic():
            factor.save()
    except IntegrityError as error:
        raise Refused(_("This is on the list already.")) from error
    return factor


@transaction.atomic
def retire_factor(factor: Factor, *, retired: bool, by: User, today: datetime.date) -> None:
    """Take a factor out of the list from today, or put it back. Where it was used it stays readable."""
    check_administer(by)
    factor = Factor.objects.select_for_update(no_key=True, of=("self",)).get(pk=factor.pk)
    if retired == (factor.retired_on is not None):
        return  # the second of two clicks
    factor.retired_on = max(today, factor.valid_from) if retired else None
    factor.save()


def _rows(name: str, rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    empty = {"weighings": Weighing(), "supporters": Supporter(), "advices": ExpertAdvice()}[name]
    return [_empty(empty, ROW_FIELDS[name]) | dict(row) for row in rows]


def _empty(row: Model, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _same(intake: Intake, fields: Mapping[str, Any], rows: Mapping[str, list[dict[str, Any]]]) -> bool:
    """Say whether a version holds exactly this; the order of weighings means nothing."""

    def ordered(name: str, found: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return sorted(found, key=lambda row: row["factor_id"]) if name == "weighings" else list(found)

    return all(getattr(intake, name) == value for name, value in fields.items()) and all(
        ordered(
            name, ({field: getattr(row, field) for field in names} for row in getattr(intake, name).all())
        )
        == ordered(name, rows[name])
        for name, names in ROW_FIELDS.items()
    )
