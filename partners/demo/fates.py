"""What became of each report an order owes: follows from its date, the bureau's habits and chance."""

import datetime
from collections.abc import Callable
from functools import partial

from partners.demo import deliveries as moves
from partners.demo.clock import between, days, workday
from partners.demo.content import thinned, write
from partners.demo.diligence import is_left
from partners.demo.rows import Work
from partners.demo.texts.reports import NON_COMPLIANCE
from partners.reports.models import Report, ReportVersion, State
from partners.reports.rules import Content

DUE_SOON = 14
LATELY = 84  # what was due longer ago than that has been seen to
# Fates of a report that was due more than a period ago, in hundreds.
LONG_AGO = (
    ("answered", 850),
    ("redelivered", 50),
    ("accepted", 40),
    ("unblocked", 20),
    ("moved", 22),
    ("not_needed", 18),
)


def settle_reports(work: Work, reports: list[Report], wanted: str = "") -> None:
    """Give every report of an order its history; `wanted` names the fate of the one due last or next."""
    past = [report for report in reports if report.due <= work.yesterday]
    coming = reports[len(past) :]
    for report in past[:-1]:
        _long_ago(work, report)
    if past:
        if wanted and wanted not in COMING:
            FATES[wanted](work, past[-1])
        elif not wanted and _age(work, past[-1]) < LATELY:
            _lately(work, past[-1])
        else:
            _long_ago(work, past[-1], quiet=bool(wanted))
    if coming:
        _coming(work, coming[0], wanted)


def _age(work: Work, report: Report) -> int:
    return (work.today - report.due).days


def _long_ago(work: Work, report: Report, *, quiet: bool = False) -> None:
    fate = "answered" if quiet else work.rng.choices([f for f, _n in LONG_AGO], [n for _f, n in LONG_AGO])[0]
    FATES[fate](work, report)
    if report.state == State.DELIVERED and not report.is_blocked:  # nothing waits as long as that
        day = max(
            report.delivered_on or report.due, report.accepted_at.date() if report.accepted_at else report.due
        )
        moves.answer(work, report, work.case.versions[-1], moves.later(work, day, 2, 20))


def _lately(work: Work, report: Report) -> None:
    rng, age = work.rng, _age(work, report)
    late = (0.3 if age <= 7 else 0.19 if age <= 14 else 0.11 if age <= 28 else 0.05) * work.partner.late
    if rng.random() < late:
        FATES["late"](work, report)
        return
    drawn = rng.random()
    if drawn < 0.03:
        FATES["moved"](work, report)
    elif drawn < 0.05:
        FATES["not_needed"](work, report)
    elif drawn < 0.07:
        FATES["blocked"](work, report)
    elif drawn < 0.07 + work.partner.rosy:
        _rosy(work, report, shown=False)
    elif drawn < 0.07 + work.partner.rosy + work.partner.thin:
        odds = (40, 35, 12, 13) if age <= 40 else (25, 5, 50, 20)
        rng.choices((partial(_thin, shown=False), _sent_back, _redelivered, _accepted), odds)[0](work, report)
    else:
        _delivered(work, report)


def _coming(work: Work, report: Report, wanted: str) -> None:
    """The next report: mostly nothing yet; when due soon sometimes begun, or in already."""
    rng, ahead = work.rng, (report.due - work.today).days
    if report.period_start > work.yesterday:
        return
    if wanted == "draft" or (not wanted and ahead <= DUE_SOON and rng.random() < 0.3):
        moves.begin_draft(work, report)
    elif not wanted and report.period_end <= work.yesterday + days(3) and rng.random() < 0.25:
        _deliver(work, report, max(report.period_start, work.yesterday - days(rng.randint(0, 2))))
    elif not wanted and ahead > DUE_SOON and rng.random() < 0.015:
        moves.move_due(
            work, report, max(report.period_start, work.yesterday - days(5)), report.due + days(14)
        )


def _deliver(
    work: Work,
    report: Report,
    day: datetime.date,
    *,
    thin: bool = False,
    rosy: bool = False,
    notice: str = "",
) -> tuple[ReportVersion, Content, Content]:
    """Deliver; return the version, what was delivered and the complete text it was made from."""
    whole = write(work, report, day, rosy=rosy)
    content = thinned(work, whole, work.rng.randint(1, 4)) if thin else whole
    if notice:
        content.fields |= {"non_compliance": True, "non_compliance_note": work.voice.say(notice)}
    return moves.deliver(work, report, content, day), content, whole


def _delivery_day(work: Work, report: Report, *, keep: int = 0) -> datetime.date:
    """Around the due date, sometimes well after; at least `keep` days before today."""
    rng = work.rng
    earliest = max(report.period_start, report.period_end - days(4))
    last = max(earliest, work.yesterday - days(keep))
    if rng.random() < 0.75:
        day = report.due - days(rng.randint(0, min(5, (report.due - earliest).days)))
    else:
        day = report.due + days(round(rng.triangular(1, 40, 6) * work.partner.late))
    return max(earliest, min(workday(day), last))


def _late(work: Work, report: Report) -> None:
    """Not delivered. The longer, the more often asked for."""
    rng = work.rng
    asked = [report.due + days(n) for n in (rng.randint(4, 9), rng.randint(14, 21), rng.randint(28, 40))]
    asked = [workday(day) for day in asked if report.due < workday(day) <= work.yesterday]
    if asked and rng.random() < 0.75:
        moves.remind(work, report, asked)
    if rng.random() < 0.25:
        moves.begin_draft(work, report)


def _delivered(work: Work, report: Report) -> None:
    """Delivered and complete; answered or still waiting, the longer the likelier the first."""
    day = _delivery_day(work, report)
    version, _content, _whole = _deliver(work, report, day)
    waits = (work.yesterday - day).days
    if (work.rng.random() < (0.45 if waits <= 14 else 0.7) or _not_left(work, "answer", day)) and waits:
        moves.answer(work, report, version, moves.later(work, day, 1, min(waits, 24)))
    elif work.rng.random() < 0.6:
        moves.open_(work, report)


def _not_left(work: Work, matter: str, day: datetime.date) -> bool:
    """Return whether what came in on a day, some time ago, has been seen to."""
    return day < work.today - days(12) and not is_left(work.case, work.town, matter, day, work.today)


def _answered(work: Work, report: Report) -> None:
    thin = work.rng.random() < work.partner.thin / 3
    day = _delivery_day(work, report, keep=3)
    version, content, _whole = _deliver(work, report, day, thin=thin)
    if report.missing and work.rng.random() < 0.5:
        moves.accept(work, report, moves.later(work, day, 1, 4))
        moves.answer(work, report, version, moves.later(work, max(day, report.accepted_at.date()), 1, 9))  # type: ignore[union-attr]
    else:
        moves.answer(work, report, version, moves.later(work, day, 1, 26))


def _waiting(work: Work, report: Report) -> None:
    _deliver(work, report, max(_earliest(work, report), min(workday(report.due), work.yesterday)))
    if work.rng.random() < 0.5:
        moves.open_(work, report)


def _earliest(work: Work, report: Report) -> datetime.date:
    return max(report.period_start, report.period_end - days(4))


def _thin(work: Work, report: Report, *, shown: bool = True) -> None:
    day = _delivery_day(work, report)
    version, _content, _whole = _deliver(work, report, day, thin=True)
    if not shown and _not_left(work, "thin", day):
        moves.answer(work, report, version, moves.later(work, day, 1, 12))
    elif work.rng.random() < 0.5:
        moves.open_(work, report)


def _accepted(work: Work, report: Report, *, notice: str = "") -> None:
    day = _delivery_day(work, report, keep=4)
    version, _content, _whole = _deliver(work, report, day, thin=True, notice=notice)
    if report.missing:
        moves.accept(work, report, moves.later(work, day, 1, 8))
        accepted_on = report.accepted_at.date()  # type: ignore[union-attr]
        if (work.yesterday - accepted_on).days > 20:
            moves.answer(work, report, version, moves.later(work, accepted_on, 1, 15))


def _rosy(work: Work, report: Report, *, shown: bool = True) -> None:
    day = _delivery_day(work, report)
    version, content, _whole = _deliver(work, report, day, rosy=True)
    if _age(work, report) > 30 and work.rng.random() < 0.4 and day < work.yesterday:
        sent = moves.later(work, day, 2, 20)
        moves.send_back(work, report, content, sent, sent + days(work.sent_back_term), rosy=True)
    elif not shown and _not_left(work, "rosy", day):
        moves.answer(work, report, version, moves.later(work, day, 1, 12))
    elif work.rng.random() < 0.6:
        moves.open_(work, report)


def _blocked(work: Work, report: Report) -> None:
    day = _delivery_day(work, report)
    content = moves.blocked(work, write(work, report, day), day)
    moves.deliver(work, report, content, day)


def _unblocked(work: Work, report: Report) -> None:
    day = _delivery_day(work, report, keep=30)
    content = moves.blocked(work, write(work, report, day), day)
    version = moves.deliver(work, report, content, day)
    freed = moves.later(work, day, 5, 14)
    moves.lift_block(work, report, version, content, freed)
    moves.answer(work, report, version, moves.later(work, freed, 4, 14))


def _sent_back(work: Work, report: Report, *, late_again: bool | None = None) -> None:
    """Sent back with a new date; when that has passed, late once more."""
    rng = work.rng
    keep = work.sent_back_term + 8 if late_again else 2
    day = _delivery_day(work, report, keep=keep)
    _version, content, whole = _deliver(work, report, day, thin=True)
    if not report.missing or day >= work.yesterday:
        return
    latest = work.today - days(work.sent_back_term + 3) if late_again else work.yesterday
    first = work.yesterday - days(9) if late_again is False else day + days(1)
    sent = workday(between(rng, max(day + days(1), first), max(day + days(1), min(day + days(16), latest))))
    if late_again is False:
        sent = workday(between(rng, max(day + days(1), first), work.yesterday))
    sent = max(sent, day + days(1))
    term = work.sent_back_term if rng.random() < 0.7 else rng.choice((7, 10, 21))
    term = work.sent_back_term if late_again is not None else term
    moves.send_back(work, report, content, sent, sent + days(term), rosy=False)
    if report.due < work.yesterday and rng.random() < 0.6:
        moves.remind(work, report, [between(rng, report.due + days(1), work.yesterday)])
    if rng.random() < 0.4:
        report_since = max(sent, work.yesterday - days(6))
        moves.add_version(
            work,
            report,
            whole,
            work.at(between(rng, report_since, work.yesterday)),
            number=2,
            delivered=False,
        )


def _sent_back_late(work: Work, report: Report) -> None:
    _sent_back(work, report, late_again=True)


def _sent_back_fresh(work: Work, report: Report) -> None:
    _sent_back(work, report, late_again=False)


def _redelivered(work: Work, report: Report) -> None:
    """Sent back, and delivered anew: version 2, complete."""
    rng = work.rng
    day = _delivery_day(work, report, keep=12)
    _version, content, whole = _deliver(work, report, day, thin=True)
    if not report.missing or (work.yesterday - day).days < 4:
        return
    sent = moves.later(work, day, 1, max(1, min(10, (work.yesterday - day).days - 3)))
    if sent == day:
        sent = day + days(1)
    moves.send_back(work, report, content, sent, sent + days(work.sent_back_term), rosy=False)
    again = moves.later(work, sent + days(1), 1, 14)
    version = moves.deliver(work, report, whole, again, number=2)
    waits = (work.yesterday - again).days
    if waits > 1 and rng.random() < (0.3 if waits <= 14 else 0.9 if waits < LATELY else 1):
        moves.answer(work, report, version, moves.later(work, again, 1, min(waits, 20)))


def _moved(work: Work, report: Report) -> None:
    """Given another date before it was due; what follows is counted from that."""
    before = workday(report.due - days(work.rng.randint(1, 6)))
    new = report.due + days(work.rng.choice((7, 14, 21, 28)))
    moves.move_due(work, report, max(report.period_start, min(before, work.yesterday)), new)
    if new <= work.yesterday and (new < work.today - days(LATELY) or work.rng.random() < 0.8):
        _answered(work, report) if (work.yesterday - new).days > 20 else _delivered(work, report)


def _not_needed(work: Work, report: Report) -> None:
    moves.not_needed(work, report, max(report.period_start, min(workday(report.due), work.yesterday)))


COMING = ("draft", "soon")
FATES: dict[str, Callable[[Work, Report], None]] = {
    "late": _late,
    "waiting": _waiting,
    "notified": partial(_accepted, notice=NON_COMPLIANCE[2]),
    "answered": _answered,
    "accepted": _accepted,
    "thin": _thin,
    "rosy": _rosy,
    "blocked": _blocked,
    "unblocked": _unblocked,
    "sent_back": _sent_back,
    "sent_back_late": _sent_back_late,
    "sent_back_fresh": _sent_back_fresh,
    "redelivered": _redelivered,
    "moved": _moved,
    "not_needed": _not_needed,
}
