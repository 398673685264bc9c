"""The intakes of the demo: a first picture before the plan, and what changed in it later."""

import datetime
import random
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from partners.demo.clock import between, days, moment, workday
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import intake as words
from trajecten.intake.models import LEAST, MOST, ExpertAdvice, Intake, Supporter, Weighing
from wiz.terms import add_months

Weights = tuple[int | None, int | None, str]
PARENTS = {"not_discussed": 26, "contributes": 22, "little": 20, "nothing": 18, "not_there": 9, "leave": 5}
SOURCES = {"doctor": 4, "psychologist": 2, "work_expert": 3, "consultant": 5}


@dataclass
class Draft:
    """A picture while it grows from version to version."""

    fields: dict[str, Any] = field(default_factory=dict)
    weights: dict[str, Weights] = field(default_factory=dict)
    supporters: list[tuple[str, str]] = field(default_factory=list)
    advices: list[dict[str, Any]] = field(default_factory=list)


class Telling:
    """One client's intake being made up; draws only from its own chance."""

    def __init__(self, case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
        self.case, self.town, self.rng, self.today = case, town, rng, today

    def one(self, pool: tuple[str, ...]) -> str:
        voice = self.case.voice
        return voice.say(self.rng.choice(voice.fitting(pool)))

    def chance(self, share: float) -> bool:
        return self.rng.random() < share

    # The first picture

    def first(self, day: datetime.date) -> Draft:
        plan, rng = self.case.plan, self.rng
        wish = plan.preference if plan and plan.preference and self.chance(0.4) else self.one(words.WISHES)
        draft = Draft({"wish": wish if self.chance(0.94) else ""})
        draft.fields["care"] = self.one(words.CARE) if self.chance(0.22) else ""
        draft.fields["alone"] = rng.choices(["no", "sometimes", "yes", ""], (25, 35, 28, 12))[0]
        draft.fields["load"] = self.one(words.LOADS) if self.chance(0.55) else ""
        for pool, at_most in ((words.STRENGTHS, 5), (words.BARRIERS, 6)):
            for name, said, share in rng.sample(pool, len(pool)):
                if self._fits(name) and self.chance(share / 100) and at_most:
                    at_most -= 1
                    draft.weights[name] = self._weights(said)
        if self.chance(0.6):
            self.capacity(draft, day)
        if self.case.children:
            self.parent(draft)
        for who, helps in rng.sample(words.SUPPORTERS, rng.choices((0, 1, 2, 3), (22, 40, 28, 10))[0]):
            text = f"{who}: {helps}"
            if text in self.case.voice.fitting((text, "")):
                draft.supporters.append((who, helps.format_map(self.case.voice.slots)))
        if self.chance(0.45):
            self.advice(draft, day)
        return draft

    def _fits(self, name: str) -> bool:
        if name == "Kind dat extra zorg vraagt":
            return any(child.extra_care for child in self.case.children)
        return bool(self.case.children) or name not in words.ABOUT_CHILDREN

    def _weights(self, said: tuple[str, ...]) -> Weights:
        """Mostly a step apart or none; now and then two people see it quite differently, or one did not say."""
        hers = self.rng.choices((1, 2, 3, 4, 5), (6, 18, 30, 28, 18))[0]
        apart = self.rng.choices((0, 1, -1, 2, -2, 3, -3), (40, 19, 19, 8, 8, 3, 3))[0]
        ours = min(MOST, max(LEAST, hers + apart))
        text = self.one(said) if self.chance(0.5) else ""
        missing = self.rng.random()
        return None if missing < 0.06 else hers, None if 0.06 <= missing < 0.12 else ours, text

    def capacity(self, draft: Draft, day: datetime.date) -> None:
        concluded = max(self.added, day - days(self.rng.randint(0, 60)))
        draft.fields |= {
            "capacity_hours": Decimal(self.rng.choice((8, 12, 16, 20, 24))) if self.chance(0.7) else None,
            "capacity": self.one(words.CAPACITY),
            "capacity_source": self.rng.choices(list(SOURCES), list(SOURCES.values()))[0],
            "capacity_on": concluded,
            "capacity_until": add_months(concluded, self.rng.choice((6, 12, 12, 18, 24)))
            if self.chance(0.85)
            else None,
        }

    def parent(self, draft: Draft) -> None:
        choice = self.rng.choices(list(PARENTS), list(PARENTS.values()))[0]
        notes = words.PARENT_NOTES.get(choice, ("",))
        draft.fields |= {"other_parent": choice, "other_parent_note": self.rng.choice(notes)}

    def advice(self, draft: Draft, day: datetime.date) -> None:
        giver, name, pool = self.rng.choice(words.ADVICES)
        given = max(self.added, day - days(self.rng.randint(3, 90)))
        until = add_months(given, self.rng.choice((6, 12, 12, 24))) if self.chance(0.85) else None
        row = {"giver": giver, "name": name, "words": self.one(pool), "given_on": given, "valid_until": until}
        draft.advices = [known for known in draft.advices if (known["giver"], known["name"]) != (giver, name)]
        draft.advices.append(row)

    # What changes later

    def later(self, draft: Draft, day: datetime.date) -> None:
        """Move some weights, mostly for the better; now and then something comes or goes."""
        strong = {name for name, _said, _share in words.STRENGTHS}
        for name in self.rng.sample(sorted(draft.weights), min(len(draft.weights), self.rng.randint(1, 3))):
            hers, ours, text = draft.weights[name]
            better = 1 if name in strong else -1
            step = better if self.chance(0.7) else -better
            draft.weights[name] = (
                self._moved(hers, step),
                self._moved(ours, step if self.chance(0.6) else 0),
                text,
            )
        if len(draft.weights) > 3 and self.chance(0.3):
            del draft.weights[self.rng.choice(sorted(draft.weights))]
        new = [(name, said) for name, said, _share in words.STRENGTHS if name not in draft.weights]
        if self.chance(0.5) and (fitting := [pair for pair in new if self._fits(pair[0])]):
            name, said = self.rng.choice(fitting)
            draft.weights[name] = self._weights(said)
        if self.chance(0.3):
            draft.fields["wish"] = self.one(words.WISHES)
        if self.chance(0.35):
            self.capacity(draft, day)
        if self.chance(0.35):
            self.advice(draft, day)

    def _moved(self, weight: int | None, step: int) -> int | None:
        return None if weight is None else min(MOST, max(LEAST, weight + step))

    # Its rows

    @property
    def added(self) -> datetime.date:
        return self.case.happenings[0].at.date()

    def write(self, draft: Draft, number: int, at: datetime.datetime) -> None:
        case = self.case
        by = case.who(at.date())
        intake = Intake(client=case.client, number=number, at=at, by=by, **draft.fields)
        case.more.append(intake)
        factors = self.town.factors
        for name, (hers, ours, text) in draft.weights.items():
            case.more.append(
                Weighing(
                    intake=intake,
                    factor=factors[name],
                    client_weight=hers,
                    consultant_weight=ours,
                    words=text[:200],
                )
            )
        case.more += [Supporter(intake=intake, who=who, helps_with=helps) for who, helps in draft.supporters]
        case.more += [ExpertAdvice(intake=intake, **row) for row in draft.advices]
        kind = "intake-changed" if number > 1 else "intake-made"
        case.happened(kind, at, by, intake, version=str(number))


def add_intake(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Nearly everybody with a plan had an intake before it; of the others most, some of them too long ago."""
    if not rng.random() < (0.94 if case.plan else 0.8):
        return
    telling = Telling(case, town, rng, today)
    added, yesterday = case.happenings[0].at, today - days(1)
    planned = case.plan.made_at.date() if case.plan else yesterday
    day = workday(
        between(rng, max(added.date(), planned - days(60 if case.plan else 200)), min(planned, yesterday))
    )
    day = max(day, added.date())
    draft = telling.first(day)
    # On the first day after she was added, not before.
    telling.write(draft, 1, max(moment(rng, day), added + datetime.timedelta(minutes=25)))
    for number in range(2, rng.choices((1, 2, 3), (45, 35, 20))[0] + 1):
        day = workday(day + days(rng.randint(70, 330)))
        if day > yesterday:
            return
        telling.later(draft, day)
        telling.write(draft, number, moment(rng, day))
