"""Who may do what with a plan, and when: the whole way of a plan in one table.

    draft → offered → signed ⇄ changed → change offered → signed → … → ended

A signed plan is running until it ends. What lies with the client to be signed does not change under her eyes:
it is taken back first. A change of a signed plan leaves the signed version in force until the new one is signed.
"""

import datetime

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.plans.content import Content, agreed
from trajecten.plans.models import Activity, Goal, Plan, PlanVersion
from trajecten.plans.rows import ActivityRow, GoalRow
from wiz.actions import Refused
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import add_months, day_of

S = Plan.State

# By move: in which states, and the sentence for all others.
MOVES = {
    "change": (
        {S.DRAFT, S.SIGNED, S.CHANGED},
        gettext_lazy(
            "This plan lies with the client to be signed. Take the offer back before you change it."
        ),
    ),
    "offer": ({S.DRAFT, S.CHANGED}, gettext_lazy("There is nothing new to offer.")),
    "withdraw": ({S.OFFERED, S.REOFFERED}, gettext_lazy("There is no offer to take back.")),
    "sign": ({S.OFFERED, S.REOFFERED}, gettext_lazy("There is no offer to sign.")),
    "review": ({S.SIGNED, S.CHANGED, S.REOFFERED}, gettext_lazy("Only a signed plan is reviewed.")),
    "settle_goal": (
        {S.DRAFT, S.OFFERED, S.SIGNED, S.CHANGED, S.REOFFERED},
        gettext_lazy("This plan has ended."),
    ),
    "end": (
        {S.DRAFT, S.OFFERED, S.SIGNED, S.CHANGED, S.REOFFERED},
        gettext_lazy("This plan has ended already."),
    ),
}


def check_plan(user: User) -> None:
    """Plans are the municipality's and the client's: nobody else reads or writes them."""
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_move(user: User, plan: Plan, move: str) -> None:
    """Refuse a move that this user may not make, or that does not fit the plan's state."""
    check_plan(user)
    if plan.state == S.ENDED:
        raise Refused(_("This plan has ended. Make a new one."))
    states, sentence = MOVES[move]
    if plan.state not in states:
        raise Refused(sentence)


def check_rest(kind: str, rest_until: datetime.date | None, expected: str) -> None:
    """A rest plan without an end or without expectations did harm (Raaff, Kosten en moeite 2, 2006)."""
    if kind == Plan.Kind.REST and rest_until is None:
        raise Refused(_("Say until when the rest lasts."))
    if kind == Plan.Kind.REST and not expected.strip():
        raise Refused(_("Say what you expect of the client meanwhile."))


def check_goal(row: GoalRow) -> None:
    if row.who == Goal.Who.OTHER and not row.who_name.strip():
        raise Refused(_("Say who does '%(goal)s'.") % {"goal": row.text.strip()})


def check_take_away(goal: Goal) -> None:
    """What an order or a signature rests on stays; such a goal can be dropped, which leaves it in sight."""
    if goal.activities.exists():
        raise Refused(_("The goal '%(goal)s' is part of an order, so it stays.") % {"goal": goal.text})
    signed = goal.plan.versions.signed().values_list("content", flat=True)
    if any(row["id"] == goal.pk for content in signed for row in content["goals"]):
        raise Refused(
            _("The goal '%(goal)s' was signed. Let it go on the plan's page, with a reason.")
            % {"goal": goal.text}
        )


def check_activity(row: ActivityRow) -> tuple[datetime.date, datetime.date]:
    """Return the days from and up to which the activity runs."""
    if row.start is None or row.end is None or row.end < row.start:
        raise Refused(
            _("The end of '%(activity)s' must not come before its start.") % {"activity": row.title}
        )
    if row.kind == Activity.Kind.ORDER:
        raise ValueError("an order makes its own activity")
    return row.start, row.end


def check_complete(content: Content, today: datetime.date) -> None:
    """What is offered must be worth signing: an end goal, and at least one subgoal except for rest, still to come."""
    if content["kind"] == Plan.Kind.REST:
        rest = content["rest_until"]
        until = datetime.date.fromisoformat(rest) if rest else None
        check_rest(content["kind"], until, content["expected"])
        if until and until < today:
            raise Refused(_("The rest ended before this offer. Say until when it lasts."))
    elif not content["goals"]:
        raise Refused(_("Add at least one goal before you offer the plan."))


def check_signing(signed_on: datetime.date, version: PlanVersion, today: datetime.date) -> None:
    if signed_on > today:
        raise Refused(_("The day of signing must not lie in the future."))
    if signed_on < version.offered_on:
        raise Refused(_("The day of signing must not come before the offer."))


def check_review(on: datetime.date, next_on: datetime.date, today: datetime.date) -> None:
    if on > today:
        raise Refused(_("The day of the review must not lie in the future."))
    if next_on <= today:
        raise Refused(_("Choose a day after today for the next review."))


def likely_review(plan: Plan, today: datetime.date, months: int) -> datetime.date:
    """Return the day to propose for the next review: so many calendar months on, and not after a rest ends.

    What follows a rest is decided by its last day: a rest plan that simply ran on did harm (Raaff, Kosten en moeite 2,
    2006).
    """
    likely = add_months(today, months)
    ends = plan.rest_until if plan.kind == Plan.Kind.REST else None
    return min(likely, ends) if ends and ends > today else likely


def check_drop(goal: Goal, reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Say why this goal is dropped."))


def state_of(plan: Plan, versions: list[PlanVersion], content: Content) -> str:
    """Return the state that follows from a plan's versions (highest number first) and what it says now."""
    if plan.ended_on is not None:
        return S.ENDED
    signed = next((version for version in versions if version.signed_on), None)
    if any(version.signed_on is None and version.withdrawn_at is None for version in versions):
        return S.REOFFERED if signed else S.OFFERED
    if signed is None:
        return S.DRAFT
    return S.SIGNED if agreed(signed.content) == agreed(content) else S.CHANGED


def check_scan(scan: UploadedFile | None) -> None:
    """A signature on paper comes with its picture; a text that anybody can type is none."""
    if scan is None:
        raise Refused(_("Add a scan or photo of the signed plan."))
    if not (scan.name or "").lower().endswith((".pdf", ".jpg", ".jpeg", ".png")):
        raise Refused(_("A scan is a PDF, JPEG or PNG file."))


def check_ending(plan: Plan, ended_on: datetime.date, reason: str, today: datetime.date) -> None:
    if ended_on > today:
        raise Refused(_("The last day must not lie in the future."))
    if ended_on < day_of(plan.made_at):
        raise Refused(_("The last day must not come before the plan was made."))
    if not reason.strip():
        raise Refused(_("Say why the plan ends."))


def training_rule() -> str:
    """Return the council's rule on training, as this municipality words it (Raaff, Kosten en moeite 2, §2.2)."""
    return settings.WIZ_TRAINING_RULE or _(
        "The council wants enough training: so much that, with the load the client can bear, a part-time job frees the "
        "client from benefit."
    )
