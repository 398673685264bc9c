"""A plan as the client reads it on paper: plain Dutch (B1), whatever language the screen has."""

import datetime
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from trajecten.plans.content import Content
from trajecten.plans.models import Goal, Plan, PlanVersion
from wiz.templatetags.wiz_ui import hours_a_week, money

INTRO = {
    Plan.Kind.WORK: gettext_lazy("This is your plan. Step by step you go towards work."),
    Plan.Kind.ACTIVATION: gettext_lazy("This is your plan. You are going to do more and meet more people."),
    Plan.Kind.REST: gettext_lazy(
        "This is your plan. You get a time of rest. After that we look further together."
    ),
    Plan.Kind.DIAGNOSIS: gettext_lazy(
        "This is your plan. Together we find out what you can do and what suits you."
    ),
    Plan.Kind.TRAINING: gettext_lazy("This is your plan. You are going to learn for work."),
    Plan.Kind.CLIENT_LED: gettext_lazy(
        "This is your plan. You choose your own way to work. We help you with it."
    ),
}


def paper_of(version: PlanVersion, *, municipality: str, consultant: str, number: str) -> dict[str, Any]:
    """Return what `templates/letters/plan.typ` reads. No name of the client: she knows who she is, thieves need not.

    Always in Dutch: it is the client's paper, not the reader's screen.
    """
    with translation.override("nl"):
        return {
            "lang": "nl",
            "title": _("Trajectory plan %(number)s, version %(version)d")
            % {"number": number, "version": version.number},
            "sender": _("Municipality of %(name)s") % {"name": municipality},
            "heading": _("Your trajectory plan"),
            "about": _("Client number %(number)s · version %(version)d · made on %(day)s")
            % {"number": number, "version": version.number, "day": _long(version.offered_on)},
            "notice": _("This version was taken back. It does not count.") if version.withdrawn_at else "",
            "intro": str(INTRO[Plan.Kind(version.content["kind"])]),
            "footer": _("Trajectory plan %(number)s, version %(version)d")
            % {"number": number, "version": version.number},
            "page_word": _("page"),
            "sections": [section for section in _sections(version, consultant) if section],
            "signature": _signature(version, consultant),
        }


def _sections(version: PlanVersion, consultant: str) -> list[dict[str, Any] | None]:
    content = version.content
    return [
        _section(_("Where you are going"), texts=[content["end_goal"]]),
        _section(_("What you want yourself"), texts=[f"“{content['preference']}”"])
        if content["preference"]
        else None,
        _rest(content),
        _goals(content, consultant),
        _activities(content),
        _section(
            _("How many hours"),
            texts=[_("Together that is about %(hours)s.") % {"hours": hours_a_week(content["hours"])}],
        )
        if content["hours"]
        else None,
        _section(_("When we look at it again"), texts=[_review(content)]),
    ]


def _section(heading: str, **parts: Any) -> dict[str, Any]:
    empty: dict[str, Any] = {"texts": [], "facts": [], "columns": [], "widths": [], "rows": []}
    return {"heading": heading, **empty, **parts}


def _rest(content: Content) -> dict[str, Any] | None:
    if content["kind"] != Plan.Kind.REST:
        return None
    until = _("Your rest lasts until %(day)s.") % {"day": _iso(content["rest_until"])}
    return _section(_("Your time of rest"), texts=[until, content["expected"]])


def _goals(content: Content, consultant: str) -> dict[str, Any] | None:
    if not content["goals"]:
        return None
    with_bureau = {
        pk: activity["organisation"]
        for activity in content["activities"]
        if activity["organisation"]
        for pk in activity["goals"]
    }
    rows = [
        [goal["text"], _who(goal, consultant, with_bureau.get(goal["id"], "")), _iso(goal["due"]) or "–"]
        for goal in content["goals"]
    ]
    return _section(
        _("What happens, step by step"),
        columns=[pgettext("a goal's column", "What"), _("Who does it"), _("Ready before")],
        widths=[5, 3, 3],
        rows=rows,
    )


def _who(goal: dict[str, Any], consultant: str, bureau: str) -> str:
    if goal["who"] == Goal.Who.CLIENT:
        return _("You")
    if goal["who"] == Goal.Who.CONSULTANT:
        return consultant or _("Your consultant")
    return goal["who_name"] or bureau or _("The bureau")


def _activities(content: Content) -> dict[str, Any] | None:
    if not content["activities"]:
        return None
    rows = []
    for activity in content["activities"]:
        what = [activity["title"], activity["organisation"], activity["contribution"]]
        when = [_iso(activity["start"]), _("until %(day)s") % {"day": _iso(activity["end"])}]
        if activity["hours"]:
            when.append(hours_a_week(activity["hours"]))
        cost = money(activity["cost"]) if activity["cost"] else "–"
        rows.append(["\n".join(filter(None, what)), "\n".join(when), cost])
    columns = [pgettext("an activity's column", "What"), _("When"), _("What it costs the municipality")]
    # A column without a single amount says nothing.
    width = 3 if any(activity["cost"] for activity in content["activities"]) else 2
    return _section(
        _("What you take part in"),
        columns=columns[:width],
        widths=[5, 4, 3][:width],
        rows=[row[:width] for row in rows],
    )


def _review(content: Content) -> str:
    if content["review_on"]:
        return _("Before %(day)s we look together whether the plan still fits.") % {
            "day": _iso(content["review_on"])
        }
    return _("After a while we look together whether the plan still fits. You hear from us when.")


def _signature(version: PlanVersion, consultant: str) -> dict[str, Any]:
    signed = ""
    if version.signed_on:
        signed = _("Signed on %(day)s.") % {"day": _long(version.signed_on)}
    return {
        "heading": _("Your signature"),
        "text": _(
            "With your signature you say: I have read this plan, or it was read to me, and I take part in it. "
            "If something changes, tell us. Then we make a new plan together."
        ),
        "signed": signed,
        "lines": [
            _("Date"),
            _("Your signature"),
            _("Signature of %(who)s") % {"who": consultant or _("the consultant")},
        ],
    }


def _iso(day: str) -> str:
    return _long(datetime.date.fromisoformat(day)) if day else ""


def _long(day: datetime.date) -> str:
    return date_format(day, "j F Y")
