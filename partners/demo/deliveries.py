"""The moves of a report: delivered, sent back, answered … each leaves the rows as the actions would."""

import copy
import datetime

from partners.demo.clock import between, days, moment, workday
from partners.demo.content import thinned, write
from partners.demo.rows import Work
from partners.demo.texts import replies as words
from partners.reports.content import CONTENT_FIELDS
from partners.reports.models import Advice, GoalResult, Reminder, Report, ReportVersion, State
from partners.reports.rules import Content, missing_elements


def later(work: Work, day: datetime.date, first: int, last: int) -> datetime.date:
    """Return a working day some days on, but not after yesterday nor before `day`."""
    found = workday(day + days(work.rng.randint(first, last)))
    return min(max(found, day), work.yesterday)


def after(at: datetime.datetime, *moments: datetime.datetime | None) -> datetime.datetime:
    """Return the moment, or one shortly after the latest of `moments` when that came later the same day."""
    latest = max((moment_ for moment_ in moments if moment_), default=at)
    return at if at > latest else latest + datetime.timedelta(minutes=25)


def add_version(
    work: Work, report: Report, content: Content, at: datetime.datetime, *, number: int, delivered: bool
) -> ReportVersion:
    author = work.coach()
    version = ReportVersion(
        report=report,
        number=number,
        revision=work.rng.randint(1, 9),
        editor=f"{work.rng.getrandbits(128):032x}",
        author=author,
        saved_at=at,
        delivered_at=at if delivered else None,
        delivered_by=author if delivered else None,
        **{name: content.fields[name] for name in CONTENT_FIELDS},
    )
    case = work.case
    case.versions.append(version)
    by_pk = {instrument.pk: instrument for instrument in work.town.instruments.values()}
    case.version_instruments += [(version, by_pk[pk]) for pk in content.instruments]
    case.results += [
        GoalResult(
            version=version, goal=work.goals[line.goal][0], done=line.done, result=line.result, why=line.why
        )
        for line in content.goals
    ]
    case.advices += [Advice(version=version, kind=kind, text=text) for kind, text in content.advices.items()]
    return version


def deliver(
    work: Work, report: Report, content: Content, day: datetime.date, number: int = 1
) -> ReportVersion:
    at = after(work.at(day), report.sent_back_at)
    version = add_version(work, report, content, at, number=number, delivered=True)
    report.state = State.DELIVERED
    report.delivered_at, report.delivered_on = at, day
    report.is_blocked = content.fields["client_reaction"] == "blocked"
    report.missing = [] if report.is_blocked else [element.value for element in missing_elements(content)]
    report.opened_at = None
    report.accepted_at, report.accepted_by, report.accepted_reason = None, None, ""
    kind = "report-blocked" if report.is_blocked else "report-delivered"
    assert version.delivered_by
    work.report_happened(kind, report, at, version.delivered_by)
    return version


def blocked(work: Work, content: Content, day: datetime.date) -> Content:
    content = copy.deepcopy(content)
    content.fields["client_reaction"], content.fields["client_reaction_on"] = "blocked", day
    content.fields["client_objection"] = ""
    return content


def open_(work: Work, report: Report) -> None:
    """The consultant looked at it, on a day after it came."""
    assert report.delivered_on
    day = later(work, report.delivered_on, 1, 9)
    if day > report.delivered_on:
        report.opened_at = work.at(day)


def send_back(
    work: Work, report: Report, content: Content, day: datetime.date, due: datetime.date, *, rosy: bool
) -> None:
    at, by = after(work.at(day), report.delivered_at), work.case.who(day)
    voice = work.voice
    if rosy:
        reason = voice.one(words.ROSY_REASONS)
    else:
        parts = [voice.say(words.MISSING_WORDS[element]) for element in report.missing]
        parts = [part[0].lower() + part[1:] for part in parts]
        listed = f"{', '.join(parts[:-1])} en {parts[-1]}" if len(parts) > 1 else parts[0]
        reason = voice.one(words.THIN_REASONS, mist=listed)
    if report.opened_at is None or report.opened_at > at:
        report.opened_at = at
    report.state, report.due = State.SENT_BACK, due
    report.sent_back_at, report.sent_back_on, report.sent_back_by = at, day, by
    report.sent_back_reason = reason
    work.report_happened("report-sent-back", report, at, by, reason=reason, due=due.isoformat())


def accept(work: Work, report: Report, day: datetime.date) -> None:
    at, by = after(work.at(day), report.delivered_at), work.case.who(day)
    if report.opened_at is None or report.opened_at > at:
        report.opened_at = at
    report.accepted_at, report.accepted_by = at, by
    report.accepted_reason = work.voice.one(words.ACCEPT_REASONS)
    work.report_happened("report-accepted", report, at, by, reason=report.accepted_reason)


def answer(work: Work, report: Report, version: ReportVersion, day: datetime.date) -> None:
    at, by = after(work.at(day), report.delivered_at, report.accepted_at), work.case.who(day)
    rng, voice = work.rng, work.voice
    if report.opened_at is None or report.opened_at > at:
        report.opened_at = at
    advices = [advice for advice in work.case.advices if advice.version is version]
    for advice in advices:
        advice.reply = rng.choices(("adopted", "partly", "not"), (58, 24, 18))[0]
        own = words.REASONS_OF_KIND.get((advice.kind, advice.reply), ())
        advice.reply_reason = voice.one(
            own if own and rng.random() < 0.55 else words.REPLY_REASONS[advice.reply]
        )
    report.answer = (
        _answer_text(work, version) if version.question or not advices or rng.random() < 0.45 else ""
    )
    if version.non_compliance:
        fitting = voice.fitting(words.NOTICE_ANSWERS)
        report.answer = f"{voice.say(fitting[report.number % len(fitting)])} {report.answer}".strip()
    report.state, report.answered_at, report.answered_by = State.ANSWERED, at, by
    work.report_happened("report-answered", report, at, by)


def _answer_text(work: Work, version: ReportVersion) -> str:
    """Return an answer to what was asked, if anything, and something to what was reported."""
    rng, voice = work.rng, work.voice
    parts = [voice.one(work.replies[version.question])] if version.question else []
    if (version.absent_with_notice or version.absent_without_notice) and rng.random() < 0.3:
        parts.append(voice.one(words.ABSENCE_ANSWERS))
    if not parts or rng.random() < 0.4:
        parts.append(voice.some(words.ANSWERS, rng.randint(1, 2)))
    return " ".join(parts)


def lift_block(
    work: Work, report: Report, version: ReportVersion, content: Content, day: datetime.date
) -> None:
    version.client_reaction, version.client_reaction_on = "read", day
    content.fields["client_reaction"], content.fields["client_reaction_on"] = "read", day
    report.is_blocked = False
    report.missing = [element.value for element in missing_elements(content)]
    report.delivered_on = day
    assert version.delivered_by
    work.report_happened("report-unblocked", report, work.at(day), version.delivered_by)


def remind(work: Work, report: Report, days_on: list[datetime.date]) -> None:
    for day in days_on:
        at, by = moment(work.rng, day), work.case.who(day)
        work.case.reminders.append(Reminder(report=report, by=by, at=at, on=day))
        work.report_happened("report-reminded", report, at, by)


def move_due(work: Work, report: Report, day: datetime.date, due: datetime.date) -> None:
    at, by = work.at(day), work.case.who(day)
    report.due, report.due_reason = due, work.voice.one(words.DUE_REASONS)
    report.due_changed_by, report.due_changed_at = by, at
    work.report_happened("report-due-moved", report, at, by, due=due.isoformat(), reason=report.due_reason)


def not_needed(work: Work, report: Report, day: datetime.date) -> None:
    at, by = work.at(day), work.case.who(day)
    report.state = State.NOT_NEEDED
    report.not_needed_at, report.not_needed_by = at, by
    report.not_needed_reason = work.voice.one(words.NOT_NEEDED_REASONS)
    work.report_happened("report-not-needed", report, at, by, reason=report.not_needed_reason)


def begin_draft(work: Work, report: Report, *, number: int = 1, content: Content | None = None) -> None:
    """Somebody at the bureau has begun writing."""
    since = max(report.period_start, work.yesterday - days(9))
    day = between(work.rng, since, work.yesterday)
    content = content or write(work, report, day)
    if number == 1:
        content = thinned(work, content, work.rng.randint(4, 8))
    add_version(work, report, content, work.at(day), number=number, delivered=False)
