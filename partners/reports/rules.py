"""Who may do what with a report, and when; and what makes one complete. No writes, no request."""

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from partners.reports.models import (
    AbsenceReason,
    Advice,
    Barrier,
    ClientReaction,
    Element,
    GoalResult,
    Report,
    ReportVersion,
    State,
)
from wiz.actions import Refused
from wiz.people.models import User
from wiz.people.roles import Can

# Every move there is, and from which states. What is not listed is refused.
MOVES: dict[str, frozenset[State]] = {
    "write": frozenset({State.OWED, State.SENT_BACK}),
    "deliver": frozenset({State.OWED, State.SENT_BACK}),
    "lift block": frozenset({State.DELIVERED}),
    "send back": frozenset({State.DELIVERED}),
    "accept incomplete": frozenset({State.DELIVERED}),
    "answer": frozenset({State.DELIVERED}),
    "remind": frozenset({State.OWED, State.SENT_BACK}),
    "move due": frozenset({State.OWED, State.SENT_BACK}),
    "not needed": frozenset({State.OWED, State.SENT_BACK, State.DELIVERED}),
    "needed again": frozenset({State.NOT_NEEDED}),
}
BUREAU_MOVES = frozenset({"write", "deliver", "lift block"})


def check_move(user: User, report: Report, move: str) -> None:
    """Refuse a move that this person may not make, or that the state of the report doesn't allow."""
    if move in BUREAU_MOVES:
        if not user.can(Can.REPORT) or user.organisation_id != report.order.bureau_id:
            raise Refused(_("Only the bureau itself can do this."))
    elif not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))
    if report.state not in MOVES[move]:
        raise Refused(why_not(report))
    if (
        report.is_blocked
        and report.state == State.DELIVERED
        and move in ("answer", "send back", "accept incomplete")
    ):
        raise Refused(_("The client blocked this report. Talk with the client and the bureau first."))
    if move == "lift block" and not report.is_blocked:
        raise Refused(_("This report is not blocked."))
    if move == "not needed" and report.state == State.DELIVERED and not report.is_blocked:
        raise Refused(why_not(report))
    if move == "accept incomplete" and (not report.missing or report.accepted_at):
        raise Refused(_("There is nothing to accept: the report is complete or was accepted already."))
    if move == "needed again" and report.not_needed_by_id is None:
        raise Refused(_("The order ended before this period. Extend the order instead."))


def why_not(report: Report) -> str:
    """Return the sentence that says in which state the report is, for who tries a move it doesn't allow."""
    match report.state:
        case State.OWED:
            return _("This report has not been delivered yet.")
        case State.DELIVERED:
            return _("This report has been delivered already.")
        case State.SENT_BACK:
            return _("This report was sent back already. The bureau is working on it.")
        case State.ANSWERED:
            return _("This report was answered already by %(name)s.") % {"name": report.answered_by}
        case _other:
            return _("This report is not needed any more.")


def check_new_due(due: datetime.date, today: datetime.date) -> None:
    """A new date lies ahead, and within a year: a date nobody waits for is no date."""
    if due <= today:
        raise Refused(_("Choose a day after today."))
    if due > today + datetime.timedelta(days=366):
        raise Refused(_("Choose a day within a year."))


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give a reason. The other side reads it."))


def needs_words(delivery: ReportVersion, *, has_advice: bool) -> str:
    """Return why an answer to this delivery needs words beside what happens with each advice; "" when it does not.

    A notice of non-compliance has an outcome always, and who gave it reads which: bureaus saw nothing happen with
    theirs (Raaff, Kosten en moeite 3, 2006).
    """
    if delivery.non_compliance:
        return _("Say what you do with the notice of non-compliance, and why. Nothing is an answer too.")
    if delivery.question.strip() or not has_advice:
        return _("Answer the bureau in a few words.")
    return ""


@dataclass
class GoalLine:
    goal: int
    done: str = ""
    result: str = ""
    why: str = ""

    @property
    def complete(self) -> bool:
        return bool(self.done.strip() and self.result and self.why.strip())


@dataclass
class Content:
    """Everything the bureau writes in one report. `fields` are the plain columns of `ReportVersion`."""

    fields: dict[str, Any] = field(default_factory=dict)
    goals: list[GoalLine] = field(default_factory=list)
    instruments: list[int] = field(default_factory=list)
    advices: dict[str, str] = field(default_factory=dict)  # kind: text


COUNTS = ("made", "attended", "absent_with_notice", "absent_without_notice")


def _appointments(content: Content) -> bool:
    return all(content.fields.get(name) is not None for name in COUNTS)


def _absence_reasons(content: Content) -> bool:
    absent = (content.fields.get("absent_with_notice") or 0) + (
        content.fields.get("absent_without_notice") or 0
    )
    if not absent:
        return _appointments(content)
    reasons = content.fields.get("absence_reasons") or []
    needs_note = AbsenceReason.OTHER in reasons
    return bool(reasons) and not (needs_note and not _text(content, "absence_note"))


def _barriers(content: Content) -> bool:
    return bool(content.fields.get("childcare")) and (
        bool(content.fields.get("barriers")) or _text(content, "barriers_note")
    )


def _advice(content: Content) -> bool:
    if content.fields.get("no_advice"):
        return not content.advices
    return bool(content.advices) and content.advices.get(Advice.Kind.OTHER, "given").strip() != ""


def _client_read(content: Content) -> bool:
    reaction = content.fields.get("client_reaction")
    if not reaction or not content.fields.get("client_reaction_on"):
        return False
    return reaction != ClientReaction.OBJECTED or _text(content, "client_objection")


def _non_compliance(content: Content) -> bool:
    answer = content.fields.get("non_compliance")
    return answer is False or (answer is True and _text(content, "non_compliance_note"))


def _text(content: Content, name: str) -> bool:
    return bool((content.fields.get(name) or "").strip())


# A question to the consultant may stay empty: that says there is none. The period is fixed by the order.
IS_THERE: Mapping[Element, Callable[[Content], bool]] = {
    Element.AUTHOR_ROLE: lambda content: _text(content, "author_role"),
    Element.APPOINTMENTS: _appointments,
    Element.ABSENCE_REASONS: _absence_reasons,
    # Every order has a goal, so none at all is a gap.
    Element.GOALS: lambda content: bool(content.goals) and all(line.complete for line in content.goals),
    Element.INSTRUMENTS: lambda content: bool(content.instruments) or _text(content, "instruments_other"),
    Element.BARRIERS: _barriers,
    Element.CLIENT_VIEW: lambda content: _text(content, "client_view"),
    Element.NEXT_STEP: lambda content: _text(content, "next_step"),
    Element.ADVICE: _advice,
    Element.CLIENT_READ: _client_read,
    Element.NON_COMPLIANCE: _non_compliance,
}


def missing_elements(content: Content) -> list[Element]:
    """Return what a complete report would have and this one has not, in the order of the page."""
    return [element for element, is_there in IS_THERE.items() if not is_there(content)]


def contradictions(content: Content) -> list[str]:
    """Return sentences about answers that cannot all be true; they are shown, never a reason to refuse."""
    found = []
    made, attended, cancelled, silent = (content.fields.get(name) for name in COUNTS)
    if (
        made is not None
        and None not in (attended, cancelled, silent)
        and attended + cancelled + silent != made  # type: ignore[operator]
    ):
        found.append(
            _("Attended, cancelled and without notice together are not the number of appointments made.")
        )
    results = [line.result for line in content.goals if line.result]
    # Whether it goes well shows from what was done: bureaus wrote of progress they had hardly seen the client for
    # (Raaff, Kosten en moeite 3, 2006: too rosy).
    if made and attended is not None and results and set(results) <= GOOD_RESULTS and attended * 2 < made:
        found.append(_("Every goal goes well, but fewer than half of the appointments were kept."))
    barriers = content.fields.get("barriers") or []
    if Barrier.NONE in barriers and len(barriers) > 1:
        found.append(_("You ticked 'none' and a barrier."))
    return found


GOOD_RESULTS = {GoalResult.Result.REACHED, GoalResult.Result.RUNNING}
CARE_FAILED = {AbsenceReason.CHILD_ILL, AbsenceReason.CHILDCARE_CLOSED, AbsenceReason.SCHOOL}


def childcare_failed(content: Content) -> bool:
    """Say whether every absence is told by childcare: a child ill, the childcare or the school closed.

    That is no unwillingness (Raaff, Kosten en moeite 3, chapter 5): whoever wants to hold it against the client has to
    look at the reason first, and what helps is childcare.
    """
    absent = sum(content.fields.get(name) or 0 for name in ("absent_with_notice", "absent_without_notice"))
    reasons = set(content.fields.get("absence_reasons") or [])
    return absent > 0 and bool(reasons) and reasons <= CARE_FAILED
