"""What a plan says, as plain data: one function makes it, versions keep it, pages and paper show it.

Days are ISO texts and amounts are texts, so that JSON keeps them exactly. Labels are not in it: a page gives each
code the words of its own day and language.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from trajecten.plans.models import Activity, Goal, Plan
from wiz.templatetags.wiz_ui import hours_a_week, money

Content = dict[str, Any]

# What may move without a new signature: an order's period is the order's own, and the day of the next review is kept
# by reviewing. The rest is what was agreed.
NOT_AGREED = ("review_on",)
NOT_AGREED_OF_ORDER = ("start", "end")


def content_of(plan: Plan) -> Content:
    """Return what a plan says now, in three queries; dropped goals are no part of it."""
    standing = [goal for goal in plan.goals.all() if goal.state != Goal.State.DROPPED]
    activities = Activity.objects.filter(client=plan.client_id).select_related("organisation")
    rows = activities.prefetch_related("goals").order_by("start", "pk")
    return build_content(plan, standing, [(row, [goal.pk for goal in row.goals.all()]) for row in rows])


def build_content(
    plan: Plan, goals: Iterable[Goal], activities: Iterable[tuple[Activity, Iterable[int]]]
) -> Content:
    """Return what a plan with these goals and activities (each with the goals it serves) says.

    An order that serves none of them belongs to another plan.
    """
    goals = list(goals)
    known = {goal.pk for goal in goals}
    served = [(activity, sorted(known.intersection(pks))) for activity, pks in activities]
    is_rest = plan.kind == Plan.Kind.REST
    return {
        "kind": plan.kind,
        "end_goal": plan.end_goal,
        "preference": plan.preference,
        "hours": _number(plan.hours, 1),
        "rest_until": _day(plan.rest_until) if is_rest else "",
        "expected": plan.expected if is_rest else "",
        "review_on": _day(plan.review_on),
        "goals": [_goal(goal) for goal in goals],
        "activities": [
            _activity(activity, pks)
            for activity, pks in served
            if pks or activity.kind != Activity.Kind.ORDER
        ],
    }


def agreed(content: Content) -> Content:
    """Return the part of a content that only a new version may change."""
    activities = [
        {
            name: value
            for name, value in activity.items()
            if activity["kind"] != Activity.Kind.ORDER or name not in NOT_AGREED_OF_ORDER
        }
        for activity in content["activities"]
    ]
    rest = {name: value for name, value in content.items() if name not in NOT_AGREED}
    return {**rest, "activities": sorted(activities, key=lambda activity: activity["id"])}


@dataclass(frozen=True)
class Difference:
    """One thing that two versions say differently; `kind`: added, removed or changed."""

    kind: str
    what: str
    before: str = ""
    after: str = ""


def differences(before: Content, after: Content) -> list[Difference]:
    """Return what changed between two contents, in words, in the order in which a plan is read."""
    found = [
        Difference("changed" if old and new else "added" if new else "removed", what, old, new)
        for what, old, new in (
            (what, words(before), words(after))
            for what, words in (
                (_("Kind of plan"), lambda c: str(Plan.Kind(c["kind"]).label)),
                (_("End goal"), lambda c: c["end_goal"]),
                (_("What the client wants"), lambda c: c["preference"]),
                (_("Hours a week"), lambda c: plain(c["hours"])),
                (_("Rest until"), lambda c: day_words(c["rest_until"])),
                (_("What we expect meanwhile"), lambda c: c["expected"]),
                (_("Review before"), lambda c: day_words(c["review_on"])),
            )
        )
        if old != new
    ]
    found += _rows(before["goals"], after["goals"], _("Goal"), goal_words)
    found += _rows(before["activities"], after["activities"], _("Activity"), activity_words)
    return found


def goal_words(goal: dict[str, Any]) -> str:
    """Return a goal as one line: what, who, by when."""
    parts = [goal["text"], who_words(goal)]
    if goal["due"]:
        parts.append(_("by %(day)s") % {"day": day_words(goal["due"])})
    return " · ".join(parts)


def activity_words(activity: dict[str, Any]) -> str:
    """Return an activity as one line: what, with whom, when, hours, what it adds, what it costs."""
    parts = [activity["title"], activity["organisation"]]
    parts.append(f"{day_words(activity['start'])} – {day_words(activity['end'])}")
    if activity["hours"]:
        parts.append(hours_a_week(activity["hours"]))
    parts.append(activity["contribution"])
    if activity["cost"]:
        parts.append(money(activity["cost"]))
    return " · ".join(part for part in parts if part)


def who_words(goal: dict[str, Any]) -> str:
    """Return who does it: a name where one is known."""
    label = str(Goal.Who(goal["who"]).label)
    if goal["who"] == Goal.Who.OTHER:
        return str(goal["who_name"])
    return f"{label} ({goal['who_name']})" if goal["who_name"] else label


def plain(number: str) -> str:
    """Return 16.0 as 16 and 2.5 as 2,5 (or as 2.5, in English)."""
    return number_format(Decimal(number).normalize(), use_l10n=True) if number else ""


def day_words(iso: str) -> str:
    """Return an ISO day as people type it."""
    return f"{datetime.date.fromisoformat(iso):%d-%m-%Y}" if iso else ""


def _rows(
    before: list[dict[str, Any]], after: list[dict[str, Any]], what: str, words: Any
) -> list[Difference]:
    old, new = ({row["id"]: words(row) for row in rows} for rows in (before, after))
    found = [Difference("removed", what, line) for pk, line in old.items() if pk not in new]
    for pk, line in new.items():
        if pk not in old:
            found.append(Difference("added", what, after=line))
        elif old[pk] != line:
            found.append(Difference("changed", what, old[pk], line))
    return found


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "id": goal.pk,
        "text": goal.text,
        "due": _day(goal.due),
        "who": goal.who,
        "who_name": goal.who_name,
    }


def _activity(activity: Activity, goals: list[int]) -> dict[str, Any]:
    return {
        "id": activity.pk,
        "kind": activity.kind,
        "title": activity.title,
        "organisation": activity.organisation.name if activity.organisation else "",
        "start": _day(activity.start),
        "end": _day(activity.end),
        "hours": _number(activity.hours, 1),
        "contribution": activity.contribution,
        "cost": _number(activity.cost, 2),
        "goals": goals,
    }


def _day(day: datetime.date | None) -> str:
    return day.isoformat() if day else ""


def _number(number: Decimal | None, digits: int) -> str:
    return "" if number is None else f"{number:.{digits}f}"
