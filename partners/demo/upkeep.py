"""What consultants saw to in time: of what the matters left open, only what `is_left` says stays undone."""

import datetime
import random

from partners.demo.clock import DAY, days, moment, workday
from partners.demo.diligence import LONGEST, is_left
from partners.demo.exemptions import Asking, agree, grant, let_end
from partners.demo.help import ask_after
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import childcare as care_words
from trajecten.childcare.models import GRANTED, OPEN, CareNotNeeded, ChildcareNeed, ChildcareRequest
from trajecten.exemptions.models import Exemption, Meanwhile
from trajecten.help.models import Referral
from trajecten.plans.models import Activity, Plan, PlanVersion
from wiz.terms import age_on

LAST_AGE = 12  # of childcare
NOT_PUT_FORWARD = (Exemption.State.DRAFT, Exemption.State.RETURNED, Exemption.State.WITHDRAWN)
ARRANGED, EXPIRING = days(28), days(42)  # so long before, it is asked for


def keep_up(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """See to what lies open; what a story tells of talks stays as told."""
    if not case.story:
        _duty(case, town, rng, today)
    else:
        _end_help(case, town, rng, today)
    _exemptions(case, town, rng, today)
    _help(case, town, rng, today)
    _childcare(case, town, rng, today)


def _duty(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Who is helped or rests is mostly exempt meanwhile."""
    granted = _granted(case)
    until = max((row.granted_until for row in granted if row.granted_until), default=datetime.date.min)
    cared_for = [max(row.start, row.made_at.date()) for row in _helped(case, today)]
    plan = case.plan
    if plan and plan.kind == Plan.Kind.REST and plan.ended_on is None and (plan.rest_until or today) >= today:
        signed = [row.signed_on for row in case.more if isinstance(row, PlanVersion) and row.signed_on]
        cared_for += signed[:1]
    if until >= today or not cared_for:
        return
    since = min(cared_for) if not granted else max(min(cared_for), until + DAY)
    if is_left(case, town, "duty", since, today):
        return
    asking = Asking(case, town, rng, today)
    start = max(since, asking.entered + days(12), today - days(rng.randint(20, 120)))
    if start < today - days(8):
        grant(asking, start, today + days(rng.randint(60, 150)))


def _end_help(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Who has the full duty in a story is not helped beside what it tells for longer than is left undone."""
    for row in _helped(case, today):
        if max(row.start, row.made_at.date()) < today - LONGEST:
            ask_after(case, town, rng, today, row, outcome="finished")


def _granted(case: Case) -> list[Exemption]:
    return [row for row in case.more if isinstance(row, Exemption) and row.granted_until]


def _helped(case: Case, today: datetime.date) -> list[Referral]:
    referrals = [row for row in case.more if isinstance(row, Referral) and row.is_open]
    return [row for row in referrals if row.start <= today <= (row.until or today)]


def _exemptions(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    asking = Asking(case, town, rng, today)
    agreed = {id(row.exemption) for row in case.more if isinstance(row, Meanwhile)}
    rows = _granted(case)
    renewals = [row for row in case.more if isinstance(row, Exemption) and row.renews]
    renewed = {id(row.renews) for row in renewals if row.state not in NOT_PUT_FORWARD}
    for row in rows:
        assert row.granted_until
        if row.state != Exemption.State.GRANTED:
            continue
        since = row.made_at.date()  # it is bare from the day it is granted, also when it starts later
        is_bare = row.granted_until >= today and id(row) not in agreed
        if is_bare and not is_left(case, town, "exemption-bare", since, today):
            agree(asking, row)
        later = any(other.granted_from > row.granted_until for other in rows if other.granted_from)
        if row.nothing_follows or id(row) in renewed or later or row.granted_until > today + EXPIRING:
            continue
        matter = "exemption-expired" if row.granted_until < today else "exemption-expiring"
        if not is_left(case, town, matter, row.granted_until, today):
            let_end(asking, row)
            for other in renewals:
                other.renews = None if other.renews is row else other.renews


def _help(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    for row in [row for row in case.more if isinstance(row, Referral) and row.is_open]:
        since = min(row.follow_up_on, today - days(60) if row.owner_user is town.left else today)
        if since < today and not is_left(case, town, "help", since, today):
            ask_after(case, town, rng, today, row)


def _childcare(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Note why no care is needed, where care lacks, nobody asked for it and nobody left it so."""
    settled = {
        id(row.activity)
        for row in case.more
        if isinstance(row, CareNotNeeded) or (isinstance(row, ChildcareRequest) and row.state in OPEN)
    }
    for activity in case.activities:
        if id(activity) in settled or not _lacks_care(case, activity, today):
            continue
        if is_left(case, town, "care-lacking", activity.start, today):
            continue
        first = case.happenings[0].at.date() + DAY
        on = min(max(first, workday(min(activity.start, today - DAY))), today - DAY)
        at, by = moment(rng, on), case.who(on)
        reason = rng.choice(("school_hours", "family", "family", "other_parent"))
        note = rng.choice(care_words.NOT_NEEDED[reason])
        case.more.append(CareNotNeeded(activity=activity, reason=reason, note=note, by=by, at=at))
        case.happened("childcare-not-needed", at, by, None, activity=activity.title, reason=reason)


def _lacks_care(case: Case, activity: Activity, today: datetime.date) -> bool:
    """Return whether a child is young enough for care, and has none for an activity that runs or starts soon."""
    over = activity.kind != Activity.Kind.ORDER and activity.end < today
    if over or (activity.ended_on and activity.ended_on < today) or activity.start > today + ARRANGED:
        return False
    day = max(activity.start, today)
    cared_for = {
        id(need.child)
        for need in case.more
        if isinstance(need, ChildcareNeed)
        and need.granted
        and need.request.activity is activity
        and need.request.state in GRANTED
        and need.request.needed_from <= day <= (need.request.until or day)
    }
    return any(
        age_on(child.birth_date, day) <= LAST_AGE and id(child) not in cared_for for child in case.children
    )
