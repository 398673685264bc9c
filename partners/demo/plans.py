"""A client's plan with its goals, and which goals an order is for."""

import datetime

from django.utils import translation

from partners.demo.clock import days, moment
from partners.demo.rows import Case
from partners.demo.texts import plans as words
from partners.demo.texts.goals import BY_INSTRUMENT, GOALS
from trajecten.plans.models import Goal, Plan

KIND_BY_INSTRUMENT = {
    "Diagnose": "diagnosis",
    "Opleiding of cursus": "training",
    "Leer-werktraject": "training",
    "Sociale activering": "activation",
    "Vrijwilligerswerk": "activation",
}
# Plans of clients for whom nothing was ordered.
KINDS_WITHOUT_ORDER = {"rest": 35, "activation": 30, "work": 20, "diagnosis": 10, "client_led": 5}
GOALS_WITHOUT_ORDER = {
    "rest": ("energy", "rhythm"),
    "activation": ("out", "volunteer", "language"),
    "work": ("cv", "apply", "workplaces", "childcare"),
    "diagnosis": ("diagnosis", "energy"),
    "client_led": ("workplaces", "course"),
}


def make_plan(case: Case, instrument: str, day: datetime.date) -> Plan:
    """Return the plan made on a day; its kind follows from what was ordered last ("" for nothing)."""
    voice, rng = case.voice, case.voice.rng
    if instrument:
        kind = KIND_BY_INSTRUMENT.get(instrument, "work")
        kind = "client_led" if kind == "work" and rng.random() < 0.05 else kind
    else:
        kind = rng.choices(list(KINDS_WITHOUT_ORDER), list(KINDS_WITHOUT_ORDER.values()))[0]
    by = case.who(day)
    at = max(moment(rng, day), case.happenings[0].at + datetime.timedelta(minutes=50))
    case.plan = Plan(
        client=case.client,
        kind=kind,
        end_goal=voice.one(words.END_GOALS[kind]),
        preference=voice.one(words.PREFERENCES) if rng.random() < 0.86 else "",
        made_by=by,
        made_at=at,
        revision=1,
    )
    with translation.override("nl"):
        label = str(Plan.Kind(kind).label)
    case.happened("plan-made", at, by, case.plan, plan=label)
    if not instrument:
        choose_goals(case, GOALS_WITHOUT_ORDER[kind], day + days(rng.randint(60, 300)), 2)
    return case.plan


def change_plan(case: Case, first: datetime.date, yesterday: datetime.date) -> None:
    """Somebody looked at the plan again and changed it."""
    rng, plan = case.voice.rng, case.plan
    day = first + days(rng.randint(20, 400))
    if plan and day < yesterday:
        plan.revision += 1
        case.happened("plan-changed", moment(rng, day), case.who(day), plan)


def goals_for(case: Case, instrument: str, end: datetime.date) -> list[tuple[Goal, str]]:
    """Return one to three goals for an order; one the plan has already is used again."""
    number = case.voice.rng.choices((1, 2, 3), (25, 50, 25))[0]
    return choose_goals(case, BY_INSTRUMENT.get(instrument, BY_INSTRUMENT["Coaching"]), end, number)


def choose_goals(
    case: Case, keys: tuple[str, ...], end: datetime.date, number: int
) -> list[tuple[Goal, str]]:
    rng, voice = case.voice.rng, case.voice
    fitting = [key for key in keys if key != "childcare" or case.children]
    chosen = []
    for key in rng.sample(fitting, min(number, len(fitting))):
        found = next((pair for pair in case.goals if pair[1] == key), None)
        if found is None:
            due = end - days(rng.randint(0, 60)) if rng.random() < 0.85 else None
            goal = Goal(
                plan=case.plan, text=voice.one(GOALS[key].texts)[:200], due=due, position=len(case.goals)
            )
            found = (goal, key)
            case.goals.append(found)
        chosen.append(found)
    # As the page shows them: by position.
    return sorted(chosen, key=lambda pair: pair[0].position)
