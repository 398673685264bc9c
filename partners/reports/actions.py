"""Every write on reports: lock the row, ask the rule, change, record, refresh the client's flags."""

import datetime
from collections.abc import Mapping
from dataclasses import asdict

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from partners.orders.models import Order
from partners.reports.content import content_of
from partners.reports.models import (
    Advice,
    Attachment,
    ClientReaction,
    GoalResult,
    Reminder,
    Report,
    ReportVersion,
    State,
)
from partners.reports.rules import (
    Content,
    check_move,
    check_new_due,
    check_reason,
    missing_elements,
    needs_words,
    why_not,
)
from partners.reports.schedule import owed_by
from wiz.actions import Conflict, Refused
from wiz.casefile.actions import record
from wiz.files.models import StoredFile
from wiz.flags.actions import refresh_flags
from wiz.people.models import User
from wiz.policy.models import policy_on
from wiz.terms import day_of


def make_schedule(order: Order) -> None:
    """Make the rows an order owes equal to its dates; what was delivered, and dates people chose, stay.

    Call it inside the action that changed the order.
    """
    rows = {row.number: row for row in order.reports.select_for_update(no_key=True).order_by("number")}
    new = []
    for item in owed_by(order, rows):
        row = rows.pop(item.number, None)
        if row is None:
            new.append(Report(order=order, **asdict(item)))
        elif row.is_owed or (row.state == State.NOT_NEEDED and row.not_needed_by_id is None):
            row.period_start, row.period_end, row.is_final = item.period_start, item.period_end, item.is_final
            if row.state == State.NOT_NEEDED:
                row.state, row.not_needed_at, row.not_needed_reason = State.OWED, None, ""
            if row.state == State.OWED and row.due_changed_by_id is None:
                row.due = item.due
            row.save()
    Report.objects.bulk_create(new)
    for row in rows.values():
        if row.is_owed:
            row.state, row.not_needed_reason = State.NOT_NEEDED, order_ended()
            row.save()


def order_ended() -> str:
    """Return the reason kept with a report whose order ended: in Dutch, whoever ended it. See `why_not_needed`."""
    with translation.override("nl"):
        return _("The order ended before this period.")


@transaction.atomic
def save_draft(
    report: Report, content: Content, *, revision: int, editor: str, by: User, at: datetime.datetime
) -> ReportVersion:
    """Save what the bureau has written so far and return the draft, its revision one higher.

    `revision` is the one the page was opened with (0: there was no draft). Raises Conflict when another
    page saved since, Refused when the report can't be written any more.
    """
    report = _locked(report)
    check_move(by, report, "write")
    return _write(report, content, revision=revision, editor=editor, by=by, at=at)


@transaction.atomic
def deliver_report(
    report: Report, content: Content, *, revision: int, editor: str, by: User, at: datetime.datetime
) -> Report:
    """Hand the report in, complete or not, and return it. The same page twice is one delivery.

    Raises Conflict when another page saved or delivered since, Refused when the rule says no.
    """
    report = _locked(report)
    if report.state == State.DELIVERED and delivered_by_this_page(report, editor):
        return report
    if report.state == State.DELIVERED:
        raise Conflict(why_not(report))
    check_move(by, report, "deliver")
    if report.state == State.SENT_BACK and delivered_by_this_page(report, editor):
        raise Conflict(why_not(report))  # an old page: whoever sends it has not read why it came back
    version = _write(report, content, revision=revision, editor=editor, by=by, at=at)
    version.delivered_at, version.delivered_by = at, by
    version.save()
    report.state = State.DELIVERED
    report.delivered_at, report.delivered_on = at, day_of(at)
    report.is_blocked = version.client_reaction == ClientReaction.BLOCKED
    # What the client blocked can't be judged; it counts as delivered.
    report.missing = [] if report.is_blocked else list(missing_elements(content))
    report.opened_at = None
    report.accepted_at, report.accepted_by, report.accepted_reason = None, None, ""
    report.save()
    kind = "report-blocked" if report.is_blocked else "report-delivered"
    _record(report, kind, by=by, at=at)
    refresh_flags([report.client.pk], at=at)
    return report


@transaction.atomic
def lift_block(report: Report, *, read_on: datetime.date, by: User, at: datetime.datetime) -> None:
    """The client agreed after all: the municipality may read the delivery, and its term to answer starts now."""
    report = _locked(report)
    check_move(by, report, "lift block")
    if read_on > day_of(at):
        raise Refused(_("This day has not come yet."))
    version = latest_delivery(report)
    version.client_reaction, version.client_reaction_on = ClientReaction.READ, read_on
    version.save()
    report.is_blocked = False
    report.missing = list(missing_elements(content_of(version)))
    report.delivered_on = day_of(at)
    report.save()
    _record(report, "report-unblocked", by=by, at=at)
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def mark_opened(report: Report, *, at: datetime.datetime) -> None:
    """Note when the service first saw a delivery. The bureau sees it; it is not an answer."""
    Report.objects.filter(pk=report.pk, opened_at__isnull=True, state=State.DELIVERED).update(opened_at=at)


@transaction.atomic
def answer_report(
    report: Report,
    *,
    version: int,
    replies: Mapping[int, tuple[str, str]],
    text: str,
    by: User,
    at: datetime.datetime,
) -> None:
    """Answer a report: per advice (by id) what happens with it and why, and a text.

    A text is needed where `needs_words` says so: "seen" is no answer. `version` is the delivery the page showed.
    Raises Conflict when somebody else answered or a new version came meanwhile.
    """
    report = _locked(report)
    delivery = latest_delivery(report)
    advices = list(delivery.advices.all())
    if report.state == State.ANSWERED:
        same = {a.pk: (a.reply, a.reply_reason) for a in advices} == dict(replies)
        if report.answered_by_id == by.pk and same and report.answer == text.strip():
            return  # the second of two clicks
        raise Conflict(why_not(report))
    if report.state in (State.SENT_BACK, State.NOT_NEEDED):
        raise Conflict(why_not(report))
    if delivery.pk != version:
        raise Conflict(_("The bureau delivered a new version meanwhile. Read it before you answer."))
    check_move(by, report, "answer")
    for advice in advices:
        reply, reason = replies.get(advice.pk, ("", ""))
        if reply not in Advice.Reply.values or not reason.strip():
            raise Refused(_("Say for every advice what you do with it, and why."))
        advice.reply, advice.reply_reason = reply, reason.strip()
        advice.save()
    if not text.strip() and (why := needs_words(delivery, has_advice=bool(advices))):
        raise Refused(why)
    report.state, report.answer = State.ANSWERED, text.strip()
    report.answered_at, report.answered_by = at, by
    report.save()
    _record(report, "report-answered", by=by, at=at)
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def send_back(
    report: Report, *, reason: str, due: datetime.date | None, version: int, by: User, at: datetime.datetime
) -> None:
    """Send a delivery back with a reason and a new due date (the policy's term when none is given)."""
    report = _locked(report)
    if (
        report.state == State.SENT_BACK
        and report.sent_back_by_id == by.pk
        and report.sent_back_reason == reason.strip()
    ):
        return  # the second of two clicks
    if report.state in (State.SENT_BACK, State.ANSWERED):
        raise Conflict(why_not(report))
    check_move(by, report, "send back")
    if latest_delivery(report).pk != version:
        raise Conflict(_("The bureau delivered a new version meanwhile. Read it before you send it back."))
    check_reason(reason)
    today = day_of(at)
    due = due or today + policy_on(today).days("report_sent_back")
    check_new_due(due, today)
    report.state, report.due = State.SENT_BACK, due
    report.sent_back_at, report.sent_back_on, report.sent_back_by = at, today, by
    report.sent_back_reason = reason.strip()
    report.save()
    _record(report, "report-sent-back", by=by, at=at, reason=reason.strip(), due=due.isoformat())
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def accept_incomplete(report: Report, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Leave a delivery as it is although something is missing, with a reason. It still wants an answer."""
    report = _locked(report)
    check_move(by, report, "accept incomplete")
    check_reason(reason)
    report.accepted_at, report.accepted_by, report.accepted_reason = at, by, reason.strip()
    report.save()
    _record(report, "report-accepted", by=by, at=at, reason=reason.strip())
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def remind(report: Report, *, by: User, at: datetime.datetime) -> bool:
    """Ask the bureau for this report; it sees the date and the name. Return False if that was done today."""
    report = _locked(report)
    check_move(by, report, "remind")
    today = day_of(at)
    if report.reminders.filter(on=today).exists():
        return False
    Reminder.objects.create(report=report, by=by, at=at, on=today)
    _record(report, "report-reminded", by=by, at=at)
    return True


@transaction.atomic
def move_due(report: Report, *, due: datetime.date, reason: str, by: User, at: datetime.datetime) -> None:
    """Give a report another due date, with a reason the bureau reads."""
    report = _locked(report)
    if (report.due, report.due_reason, report.due_changed_by_id) == (due, reason.strip(), by.pk):
        return  # the second of two clicks
    check_move(by, report, "move due")
    check_reason(reason)
    check_new_due(due, day_of(at))
    report.due, report.due_reason = due, reason.strip()
    report.due_changed_by, report.due_changed_at = by, at
    report.save()
    _record(report, "report-due-moved", by=by, at=at, due=due.isoformat(), reason=reason.strip())
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def mark_not_needed(report: Report, *, reason: str, by: User, at: datetime.datetime) -> None:
    """Say that a report need not come (any more), with a reason the bureau reads."""
    report = _locked(report)
    if report.state == State.NOT_NEEDED and report.not_needed_by_id == by.pk:
        return  # the second of two clicks
    check_move(by, report, "not needed")
    check_reason(reason)
    report.state = State.NOT_NEEDED
    report.not_needed_at, report.not_needed_by, report.not_needed_reason = at, by, reason.strip()
    report.save()
    _record(report, "report-not-needed", by=by, at=at, reason=reason.strip())
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def need_again(report: Report, *, by: User, at: datetime.datetime) -> None:
    """Undo "not needed": the report is again what it was, on the date it had unless the order moved meanwhile.

    Raises Refused when the order has ended before this period.
    """
    # Before the report, as all who change an order do: else two could wait for each other.
    Order.objects.select_for_update(no_key=True).get(pk=report.order_id)
    report = _locked(report)
    check_move(by, report, "needed again")
    if report.is_blocked:
        report.state = State.DELIVERED
    else:
        report.state = State.SENT_BACK if report.delivered_at else State.OWED
    report.not_needed_at, report.not_needed_by, report.not_needed_reason = None, None, ""
    report.save()
    make_schedule(report.order)
    report.refresh_from_db(fields=["state"])
    if report.state == State.NOT_NEEDED:
        raise Refused(_("The order ended before this period. Extend the order instead."))
    _record(report, "report-needed-again", by=by, at=at)
    refresh_flags([report.client.pk], at=at)


@transaction.atomic
def attach(version: ReportVersion, file: StoredFile) -> None:
    """Hang a stored file on a draft."""
    if version.delivered_at is not None:
        raise Refused(_("This report has been delivered already."))
    Attachment.objects.create(version=version, file=file)


@transaction.atomic
def detach(attachment: Attachment, *, by: User) -> None:
    """Take a file off a draft; a delivery keeps its own."""
    report = _locked(attachment.version.report)
    check_move(by, report, "write")
    if attachment.version.delivered_at is not None:
        raise Refused(_("This report has been delivered already."))
    attachment.delete()


def latest_delivery(report: Report) -> ReportVersion:
    """Return what the bureau delivered last. Raises Refused when nothing was."""
    version = report.versions.delivered().order_by("-number").first()
    if version is None:
        raise Refused(_("This report has not been delivered yet."))
    return version


def _locked(report: Report) -> Report:
    return Report.objects.with_parties().select_for_update(no_key=True, of=("self",)).get(pk=report.pk)


def delivered_by_this_page(report: Report, editor: str) -> bool:
    """Say whether the latest delivery came from the page with this token: a second click of its button."""
    return bool(editor) and latest_delivery(report).editor == editor


def _write(
    report: Report, content: Content, *, revision: int, editor: str, by: User, at: datetime.datetime
) -> ReportVersion:
    version = report.versions.drafts().first()
    current = version.revision if version else 0
    if revision != current and not (version and editor and version.editor == editor):
        raise Conflict(
            _("This report was changed in another window or by a colleague. Your text is still here.")
        )
    previous = None
    if version is None:
        previous = report.versions.delivered().order_by("-number").first()
        version = ReportVersion(report=report, number=(previous.number if previous else 0) + 1, revision=0)
    version.author, version.saved_at, version.editor = by, at, editor
    version.revision += 1
    for name, value in content.fields.items():
        setattr(version, name, value)
    version.save()
    if previous:
        Attachment.objects.bulk_create(
            [Attachment(version=version, file_id=old.file_id) for old in previous.attachments.all()]
        )
    version.instruments.set(content.instruments)
    version.goal_results.all().delete()
    GoalResult.objects.bulk_create(
        [
            GoalResult(version=version, goal_id=line.goal, done=line.done, result=line.result, why=line.why)
            for line in content.goals
        ]
    )
    version.advices.all().delete()
    Advice.objects.bulk_create(
        [Advice(version=version, kind=kind, text=text) for kind, text in content.advices.items()]
    )
    return version


def _record(report: Report, kind: str, *, by: User, at: datetime.datetime, **facts: str) -> None:
    record(
        report.client,
        kind,
        at=at,
        by=by,
        subject=report,
        bureau=report.order.bureau,
        period=(report.period_start, report.period_end),
        **facts,
    )
