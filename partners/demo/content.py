"""What one report says. Whether it is complete, thin or rosy shows only from what it says."""

import copy
import datetime
from typing import Any

from partners.demo.clock import days
from partners.demo.rows import Work
from partners.demo.texts import reports as words
from partners.demo.texts.goals import GOALS
from partners.reports.models import Barrier, Report
from partners.reports.rules import Content, GoalLine

WITH_CHILDREN = {
    "child_ill": 30,
    "childcare_closed": 18,
    "school": 14,
    "ill": 18,
    "transport": 8,
    "other": 7,
    "unknown": 5,
}
WITHOUT = {"ill": 50, "transport": 22, "other": 16, "unknown": 12}
# What a thin report lacks: which fields are empty then. Named more often is left out more often.
LEFT_OUT: dict[str, dict[str, Any]] = {
    "view": {"client_view": ""},
    "goals": {},
    "counts": {"attended": None, "absent_with_notice": None, "absent_without_notice": None},
    "reasons": {"absence_reasons": [], "absence_note": ""},
    "next": {"next_step": ""},
    "advice": {"no_advice": False},
    "read": {"client_reaction": "", "client_reaction_on": None, "client_objection": ""},
    "barriers": {"barriers": [], "barriers_note": ""},
    "non_compliance": {"non_compliance": None, "non_compliance_note": ""},
    "role": {"author_role": ""},
    "instruments": {"instruments_other": ""},
}
LIKELY_LEFT_OUT = (*LEFT_OUT, "view", "goals", "read", "advice")


def write(work: Work, report: Report, day: datetime.date, *, rosy: bool = False) -> Content:
    """Return a complete report as written on a day; a rosy one praises what its own counts do not show."""
    rng, voice = work.rng, work.voice
    voice.mention(report.period_end.month)
    fields: dict[str, Any] = {"author_role": work.coach().job_title or rng.choice(words.ROLES)}
    share = (
        rng.uniform(0.12, 0.4)
        if rosy
        else rng.choice((1.0, 1.0, rng.uniform(0.55, 0.95), rng.uniform(0.75, 1.0)))
    )
    fields |= _appointments(work, report, share, rosy)
    fields |= _absence(work, fields)
    fields |= _barriers(work)
    fields["client_view"] = _client_view(work, share, rosy)
    fields["next_step"] = f"{voice.one(words.NEXT_STEPS)} {voice.one(words.NEXT_ENDS)}".strip()
    fields["question"] = _question(work) if rng.random() < 0.28 else ""
    fields |= _reaction(work, report, day)
    silent = fields["absent_without_notice"]
    fields["non_compliance"] = not rosy and silent >= 2 and rng.random() < 0.4
    fields["non_compliance_note"] = voice.one(words.NON_COMPLIANCE) if fields["non_compliance"] else ""
    fields["instruments_other"] = rng.choice(
        ("", "", "", "", "", "Werkschriften taal", "Bezoek aan de beurs", "Kledingbon")
    )
    advices = _advices(work, rosy)
    fields["no_advice"] = not advices
    return Content(
        fields=fields,
        goals=[_goal_line(work, report, n, key, rosy) for n, (_goal, key) in enumerate(work.goals)],
        instruments=[work.order.instrument.pk, *_extra_instrument(work)],
        advices=advices,
    )


def thinned(work: Work, content: Content, number: int) -> Content:
    """Return a copy with some of what a complete report has left out."""
    content = copy.deepcopy(content)
    left = list(LIKELY_LEFT_OUT)
    for _n in range(number):
        taken = work.rng.choice(left)
        left = [name for name in left if name != taken]
        content.fields |= copy.deepcopy(LEFT_OUT[taken])
        if taken == "goals":
            _drop_goals(work, content)
        elif taken == "advice":
            content.advices = {}
        elif taken == "instruments":
            content.instruments = []
    return content


def _drop_goals(work: Work, content: Content) -> None:
    for line in content.goals:
        if line is content.goals[-1] or work.rng.random() < 0.5:
            line.why = ""
            if work.rng.random() < 0.3:
                line.done, line.result = "", ""


def _appointments(work: Work, report: Report, share: float, rosy: bool) -> dict[str, int]:
    rng = work.rng
    months = max(1, round((report.period_end - report.period_start).days / 30))
    made = max(3, min(16, round(months * rng.uniform(1.6, 4.0))))
    if rosy:
        made = max(made, 7)
    attended = round(made * share)
    absent = made - attended
    silent = sum(rng.random() < (0.5 if rosy else 0.22) for _n in range(absent))
    return {
        "made": made,
        "attended": attended,
        "absent_with_notice": absent - silent,
        "absent_without_notice": silent,
    }


def _absence(work: Work, fields: dict[str, Any]) -> dict[str, Any]:
    rng = work.rng
    absent = fields["absent_with_notice"] + fields["absent_without_notice"]
    if not absent:
        return {"absence_reasons": [], "absence_note": ""}
    odds = WITH_CHILDREN if work.case.children else WITHOUT
    drawn = rng.choices(list(odds), list(odds.values()), k=min(absent, rng.randint(1, 2)))
    reasons = [reason for reason in odds if reason in drawn]
    note = (
        work.voice.one(words.ABSENCE_NOTES[drawn[0]])
        if "other" not in drawn
        else work.voice.one(words.ABSENCE_NOTES["other"])
    )
    return {
        "absence_reasons": reasons,
        "absence_note": note if "other" in drawn or rng.random() < 0.7 else "",
    }


def _barriers(work: Work) -> dict[str, Any]:
    rng, voice = work.rng, work.voice
    young = bool(work.case.children)
    childcare = (
        rng.choices(("arranged", "not_arranged", "not_needed"), (58, 27, 15))[0] if young else "not_needed"
    )
    kinds = [kind for kind in words.BARRIER_NOTES if young or kind != "children"]
    found = rng.sample(kinds, rng.choice((0, 1, 1, 2, 2, 3)))
    if childcare == "not_arranged" and "children" not in found:
        found.append("children")
    if not found:
        return {"childcare": childcare, "barriers": [Barrier.NONE.value], "barriers_note": ""}
    note = " ".join(voice.one(words.BARRIER_NOTES[kind]) for kind in found)
    return {
        "childcare": childcare,
        "barriers": [b.value for b in Barrier if b.value in found],
        "barriers_note": note,
    }


def _client_view(work: Work, share: float, rosy: bool) -> str:
    rng, voice = work.rng, work.voice
    if rosy:
        return voice.some(words.VIEW_BAD, rng.randint(1, 3))
    pool = words.VIEW_GOOD if rng.random() < share - 0.25 else words.VIEW_MIXED
    text = voice.some(pool, rng.choice((1, 2, 2, 3)))
    if rng.random() < 0.3:
        text = f"{text} {voice.one(words.VIEW_MIXED if pool is words.VIEW_GOOD else words.VIEW_GOOD)}"
    if rng.random() < 0.55:
        text = f"{text} {voice.one(words.VIEW_WISHES)}"
    return text


def _reaction(work: Work, report: Report, day: datetime.date) -> dict[str, Any]:
    rng = work.rng
    read_on = max(report.period_start, day - days(rng.randint(0, 3)))
    objected = rng.random() < 0.06
    return {
        "client_reaction": "objected" if objected else "read",
        "client_reaction_on": read_on,
        "client_objection": work.voice.one(words.OBJECTIONS) if objected else "",
    }


def _goal_line(work: Work, report: Report, index: int, key: str, rosy: bool) -> GoalLine:
    rng, voice, texts = work.rng, work.voice, GOALS[key]
    if rosy:
        odds = (40, 45, 15, 0)
    elif report.is_final:
        odds = (48, 25, 5, 22)
    else:
        odds = (16, 24, 48, 12)
    result = rng.choices(("reached", "partly", "running", "not"), odds)[0]
    why = texts.reached if result == "reached" else texts.missed if result == "not" else texts.running
    done = voice.some(texts.done, 1 if rng.random() < 0.35 else 2)
    if rng.random() < 0.35:
        done = f"{done} {voice.one(words.DETAILS)}"
    if rosy and index == 0:
        done = f"{voice.one(words.ROSY)} {done}"
    return GoalLine(index, done, result, voice.one(why))


def _question(work: Work) -> str:
    template = work.rng.choice(work.voice.fitting(tuple(words.QUESTIONS)))
    question = work.voice.say(template)
    work.replies[question] = words.QUESTIONS[template]
    return question


def _advices(work: Work, rosy: bool) -> dict[str, str]:
    rng = work.rng
    kinds = words.ADVICE_BY_INSTRUMENT.get(work.order.instrument.name, words.ADVICE_ELSE)
    chosen = rng.sample(kinds, rng.choice((0, 1, 1, 1, 2, 2, 3)))
    advices = {kind: work.voice.one(words.ADVICE_TEXTS[kind]) for kind in chosen}
    if rosy and "job_hunting" in kinds:
        advices["job_hunting"] = work.voice.one(words.ADVICE_TEXTS["job_hunting"])
    return advices


def _extra_instrument(work: Work) -> list[int]:
    others = [name for name in work.partner.instruments if name != work.order.instrument.name]
    if not others or work.rng.random() > 0.2:
        return []
    return [work.town.instruments[work.rng.choice(others)].pk]
