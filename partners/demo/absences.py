"""Consultants who are away now or soon: holidays and illness, covered by somebody of the same team."""

import datetime
import random

from partners.demo.clock import days, moment
from partners.demo.people import Town
from wiz.absence.models import Absence
from wiz.people.models import User


def absences(town: Town, rng: random.Random, today: datetime.date) -> list[Absence]:
    """Return the absences, unsaved. One in fifteen is away, and the known consultant covers for a colleague."""
    known, *others = town.consultants
    found: list[Absence] = []
    for person in others:
        team = [one for one in town.consultants if one.team is person.team and one is not person]
        is_first = not found and known in team
        if not team or not (is_first or rng.random() < 0.07):
            continue
        # Who is away herself does not cover.
        away = {absence.person_id for absence in found}
        able = [one for one in team if one.pk not in away]
        if able:
            found.append(_absence(person, known if is_first else rng.choice(able), town, rng, today))
    return _without_covers(found)


def _absence(person: User, cover: User, town: Town, rng: random.Random, today: datetime.date) -> Absence:
    first = today - days(rng.randint(1, 9))
    return Absence(
        person=person,
        covered_by=cover,
        first_day=first,
        last_day=today + days(rng.randint(3, 16)),
        made_by=town.lead_of(person),
        made_at=moment(rng, first - days(1)),
    )


def _without_covers(found: list[Absence]) -> list[Absence]:
    """Leave out who covers for somebody: she is there."""
    covers = {absence.covered_by_id for absence in found}
    return [absence for absence in found if absence.person_id not in covers]
