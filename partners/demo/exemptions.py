"""Exemptions of the demo's clients: one after the other, often partial, mostly for lack of childcare, always decided.

About a third of the clients had one once, as in the files that were studied (Raaff, Kosten en moeite 3, 2006).
"""

import datetime
import random
import uuid
from dataclasses import dataclass
from decimal import Decimal

from partners.demo import signins
from partners.demo.clock import DAY, between, days, moment, workday
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import exemptions as words
from trajecten.exemptions.models import MOST_HOURS, Exemption, ExemptionReview, Meanwhile, PeerOpinion
from trajecten.reviews.actions import content_of
from wiz.people.models import User
from wiz.terms import add_months
from wiz.terms.working_days import add_working_days

SHARE = {"rest": 0.8, "diagnosis": 0.5, "activation": 0.45, "work": 0.28, "training": 0.3}
WITHOUT_PLAN = 0.4
HOURS = (8, 8, 12, 12, 16, 16, 20, 24)
LENGTHS = (3, 3, 6, 6, 6, 6, 9, 12)
REVIEW_DAYS = 5
MINUTE = datetime.timedelta(minutes=1)


# What the clients of the known consultant have; "" as drawn for anybody.
TURNS = ("expiring", "expired", "submitted", "without", "revoked", "", "returned", "granted", "", "draft", "")


@dataclass
class Asking:
    """The exemptions of one case while they are made."""

    case: Case
    town: Town
    rng: random.Random
    today: datetime.date

    @property
    def entered(self) -> datetime.date:
        return self.case.happenings[0].at.date()

    def say(self, pool: tuple[str, ...]) -> str:
        voice = self.case.voice
        text = self.rng.choice(voice.fitting(pool))
        return voice.say(text) if text else ""

    def happened(
        self, kind: str, exemption: Exemption, at: datetime.datetime, by: User, **facts: str
    ) -> None:
        self.case.happened(f"exemption-{kind}", at, by, exemption, **facts)


def add_exemptions(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Give some clients a row of exemptions, the last of which may run, end soon, have ended, or wait.

    The known consultant has one of everything: her clients take turns.
    """
    asking = Asking(case, town, rng, today)
    is_known = case.client.consultant is town.consultants[0] and not case.story
    if is_known and asking.entered + days(60) < today:
        turn = TURNS[town.turns["exemptions"] % len(TURNS)]
        town.turns["exemptions"] += 1
        if turn:
            _turn(asking, turn)
            return
    share = SHARE.get(case.plan.kind, WITHOUT_PLAN) if case.plan else WITHOUT_PLAN
    last: Exemption | None = None
    decided: list[Exemption] = []
    if rng.random() < share:
        start = asking.entered + days(rng.randint(20, 260))
        while start + days(40) < today:
            last = _decided(asking, start, last)
            decided.append(last)
            granted_until = last.granted_until
            if granted_until is None or granted_until >= today or rng.random() < 0.35:
                break
            start = granted_until + DAY
        if last is not None:
            _afterwards(asking, last)
        for exemption in decided:
            _look_again(asking, exemption)
    if rng.random() < 0.07:
        _waiting(asking, last)


def _turn(asking: Asking, turn: str) -> None:
    """Add what a turn stands for: one exemption that ends soon, ended, asks nothing, was revoked, or waits."""
    rng, today = asking.rng, asking.today
    if turn in Exemption.State.values:
        _waiting(asking, None, state=turn)
        return
    until = {
        "expiring": today + days(rng.randint(4, 38)),
        "expired": today - days(rng.randint(2, 20)),
    }.get(turn, today + days(rng.randint(60, 140)))
    start = min(add_months(until + DAY, -rng.choice((3, 6))), today - days(35))
    start = max(start, asking.entered + days(12))
    exemption = _decided(asking, start, None, outcome="granted", end=until, without=turn == "without")
    if turn == "revoked":
        _revoke(asking, exemption)
    _look_again(asking, exemption)


def _asked(
    asking: Asking, start: datetime.date, renews: Exemption | None, end: datetime.date | None = None
) -> Exemption:
    """Return a request for a period from a day on; what it renews gives the ground and, mostly, the extent."""
    case, rng = asking.case, asking.rng
    weights = dict(words.GROUNDS)
    if not case.children:
        weights = {ground: n for ground, n in weights.items() if ground not in words.FAMILY_GROUNDS}
    ground = renews.ground if renews else rng.choices(list(weights), list(weights.values()))[0]
    is_full = rng.random() < (0.45 if case.plan and case.plan.kind == "rest" else 0.2)
    end = end or add_months(start, rng.choice(LENGTHS)) - DAY
    asked_on = max(workday(start - days(rng.randint(8, 30))), case.happenings[0].at.date())
    at = max(moment(rng, asked_on), case.happenings[0].at + MINUTE)
    return Exemption(
        client=case.client,
        renews=renews if renews and renews.granted_until else None,
        extent="full" if is_full else "partial",
        hours=None
        if is_full
        else min(Decimal(MOST_HOURS), max(Decimal(rng.choice(HOURS)), _taken(case, start))),
        start=start,
        end=end,
        ground=ground,
        reason=asking.say(words.REASONS[ground]),
        support=rng.choice(words.SUPPORT) if rng.random() < 0.4 else "",
        participation=asking.say(words.PARTICIPATION) if rng.random() < 0.6 else "",
        client_view=rng.choice(words.VIEWS) if rng.random() < 0.7 else "",
        look_again_on=start + (end - start) * 2 // 3,
        made_by=case.who(asked_on),
        made_at=at,
        form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
    )


def _taken(case: Case, day: datetime.date) -> Decimal:
    """Return the hours a week of what she takes part in from a day on: an exemption leaves those."""
    consultant = case.client.consultant
    share = 0.95 if consultant and consultant.email == signins.CONSULTANT.email else 0.4
    if random.Random(f"{case.client.form_key} hours").random() < share:  # nobody laid the two side by side
        return Decimal()
    kept = [each for each in case.activities if (each.ended_on or max(each.end, day)) >= day]
    return sum((each.hours or Decimal() for each in kept), Decimal())


def _meanwhile(asking: Asking, exemption: Exemption) -> list[Meanwhile]:
    rng, voice = asking.rng, asking.case.voice
    number = rng.choices((0, 1, 2, 3), (9, 36, 40, 15))[0]
    texts = rng.sample(voice.fitting(words.MEANWHILE), number)
    return [
        Meanwhile(
            exemption=exemption,
            text=voice.say(text),
            due=between(rng, exemption.start, exemption.end) if rng.random() < 0.4 else None,
            position=position,
        )
        for position, text in enumerate(texts)
    ]


def _opinions(
    asking: Asking, exemption: Exemption, at: datetime.datetime, *, open_: bool
) -> list[PeerOpinion]:
    """Ask a colleague of the team now and then; what is open lies with the known consultant."""
    rng, town = asking.rng, asking.town
    by = exemption.made_by
    peers = [one for one in town.consultants if one.team is by.team and one is not by]
    if not peers or rng.random() > (0.5 if open_ else 0.2):
        return []
    known, peer = town.consultants[0], rng.choice(peers)
    question = rng.choice(words.QUESTIONS)
    asking.happened("peer-asked", exemption, at, by, peer=peer.name)
    made = PeerOpinion(exemption=exemption, peer=peer, question=question, asked_by=by, asked_at=at)
    if not open_ and rng.random() < 0.1:
        made.withdrawn_at = at + 15 * MINUTE
        made.withdrawn_by = rng.choice((by, peer))
        if made.withdrawn_by is by:
            asking.happened("peer-withdrawn", exemption, made.withdrawn_at, by)
        else:
            asking.happened("peer-declined", exemption, made.withdrawn_at, peer, peer=peer.name)
    elif not open_ or peer is not known:
        made.words, made.answered_at = asking.say(words.OPINIONS), at + 90 * MINUTE
        asking.happened("peer-answered", exemption, made.answered_at, peer)
    return [made]


def _submit(asking: Asking, exemption: Exemption, at: datetime.datetime) -> None:
    exemption.state = Exemption.State.SUBMITTED
    exemption.submitted_by, exemption.submitted_at = exemption.made_by, at
    exemption.review_due = add_working_days(at.date(), REVIEW_DAYS)
    exemption.rounds += 1
    asking.happened("submitted", exemption, at, exemption.made_by)


def _decided(
    asking: Asking,
    start: datetime.date,
    renews: Exemption | None,
    *,
    outcome: str = "",
    end: datetime.date | None = None,
    without: bool = False,
) -> Exemption:
    """Add a request that was decided, perhaps in two rounds; what it renews says what came of its agreements.

    `without`: nothing is agreed for meanwhile.
    """
    rng, case = asking.rng, asking.case
    exemption = _asked(asking, start, renews, end)
    meanwhile = [] if without else _meanwhile(asking, exemption)
    case.more += [exemption, *meanwhile]
    asking.happened("drafted", exemption, exemption.made_at, exemption.made_by)
    opinions = _opinions(asking, exemption, exemption.made_at + MINUTE, open_=False)
    case.more += opinions
    at = exemption.made_at + 120 * MINUTE
    _submit(asking, exemption, at)
    if rng.random() < 0.05:  # submitted too soon
        asking.happened("taken-back", exemption, at + MINUTE, exemption.made_by)
        at += 30 * MINUTE
        asking.happened("changed", exemption, at - MINUTE, exemption.made_by)
        _submit(asking, exemption, at)
    if rng.random() < 0.15:
        back = _review(asking, exemption, "returned", at, meanwhile, opinions)
        at = max(moment(rng, back.at.date()), back.at + 20 * MINUTE)
        asking.happened("changed", exemption, at - MINUTE, exemption.made_by)
        _submit(asking, exemption, at)
    outcome = outcome or ("refused" if rng.random() < 0.09 else "granted")
    _review(asking, exemption, outcome, at, meanwhile, opinions)
    if outcome == "granted" and not meanwhile and not without and exemption.look_again_on < asking.today:
        meanwhile = _agreed(asking, exemption)
        case.more += meanwhile
    if outcome == "granted":
        _tell_outcomes(asking, exemption, meanwhile)
    return exemption


def _review(
    asking: Asking,
    exemption: Exemption,
    outcome: str,
    submitted: datetime.datetime,
    meanwhile: list[Meanwhile],
    opinions: list[PeerOpinion],
) -> ExemptionReview:
    """Let the lead of the team judge within a week, before today."""
    rng, case = asking.rng, asking.case
    on = min(workday(submitted.date() + days(rng.randint(2, 6))), asking.today - DAY)
    at = max(moment(rng, on), submitted + MINUTE)
    lead = asking.town.lead_of(exemption.made_by)
    pool = {"granted": words.GRANTED, "returned": words.RETURNED, "refused": words.REFUSED}[outcome]
    falls_short = rng.random() < 0.4
    made = ExemptionReview(
        exemption=exemption,
        round=exemption.rounds,
        outcome=outcome,
        lawful=rng.choices(("yes", "unclear"), (90, 10))[0]
        if outcome != "refused"
        else rng.choice(("no", "unclear")),
        falls_short=falls_short,
        short_of=asking.say(words.SHORT_OF) if falls_short else "",
        reason=asking.say(pool),
        lesson=rng.choice(words.LESSONS) if outcome != "returned" and rng.random() < 0.3 else "",
        asked=content_of(exemption, meanwhile=meanwhile, documents=[], opinions=opinions),
        by=lead,
        at=at,
    )
    exemption.state = outcome
    exemption.revision += 1
    facts = {}
    if outcome == "granted":
        end = exemption.end
        if rng.random() < 0.15:
            end = max(exemption.look_again_on, exemption.start + days(30))
        made.extent, made.hours = exemption.extent, exemption.hours
        made.start, made.end = exemption.start, min(end, exemption.end)
        exemption.granted_extent, exemption.granted_hours = made.extent, made.hours
        exemption.granted_from, exemption.granted_until = made.start, made.end
        facts = {"period": f"{made.start}/{made.end}"}
    case.more.append(made)
    asking.happened(outcome, exemption, at, lead, **facts)
    return made


def _agreed(asking: Asking, exemption: Exemption) -> list[Meanwhile]:
    """Agree on one thing when it is looked at again, for an exemption that asked nothing."""
    voice, at = asking.case.voice, moment(asking.rng, workday(exemption.look_again_on))
    asking.happened("agreed", exemption, at, asking.case.who(at.date()))
    return [Meanwhile(exemption=exemption, text=voice.say(asking.rng.choice(voice.fitting(words.MEANWHILE))))]


def _tell_outcomes(asking: Asking, exemption: Exemption, meanwhile: list[Meanwhile]) -> None:
    """Say what came of what was agreed, once the exemption is over; some was never asked after."""
    rng, until = asking.rng, exemption.granted_until
    if until is None or until >= asking.today:
        return
    at = moment(rng, min(workday(until), asking.today - DAY))
    for row in meanwhile:
        if rng.random() < 0.8:
            row.outcome = rng.choices(("done", "partly", "not_done", "not_needed"), (52, 25, 16, 7))[0]
            row.outcome_note = asking.say(words.OUTCOME_NOTES[row.outcome])
            row.settled_by, row.settled_at = asking.case.who(at.date()), at
            asking.happened("meanwhile-settled", exemption, at, row.settled_by)


def _afterwards(asking: Asking, last: Exemption) -> None:
    """Revoke a few that run, and say of most that ended that nothing follows; of some nobody said anything."""
    rng, today, until = asking.rng, asking.today, last.granted_until
    if until is None or last.granted_from is None:
        return
    if last.granted_from < today - days(30) and until > today and rng.random() < 0.2:
        _revoke(asking, last)
    elif until < today + days(30) and rng.random() < (0.9 if until < today - days(60) else 0.6):
        let_end(asking, last)


def let_end(asking: Asking, exemption: Exemption) -> None:
    """Say of what was granted that nothing follows."""
    at = moment(asking.rng, workday(min(exemption.granted_until or asking.today, asking.today - DAY)))
    exemption.nothing_follows = asking.say(words.NOTHING_FOLLOWS)
    asking.happened("let-end", exemption, at, asking.case.who(at.date()))


def grant(asking: Asking, start: datetime.date, end: datetime.date) -> None:
    """Add a request that was granted."""
    _decided(asking, start, None, outcome="granted", end=end)


def agree(asking: Asking, exemption: Exemption) -> None:
    """Agree on one thing for what was granted bare, some days later."""
    case = asking.case
    later = max(row.at.date() for row in case.more if isinstance(row, ExemptionReview)) + days(6)
    at = moment(asking.rng, workday(min(later, asking.today - DAY)))
    text = case.voice.say(asking.rng.choice(case.voice.fitting(words.MEANWHILE)))
    case.more.append(Meanwhile(exemption=exemption, text=text))
    asking.happened("agreed", exemption, at, case.who(at.date()))


def _look_again(asking: Asking, exemption: Exemption) -> None:
    """Look at it again on the day that was said; with some that was a slip, undone at once."""
    day = exemption.look_again_on
    until = exemption.granted_until
    if exemption.state != Exemption.State.GRANTED or until is None or day >= min(asking.today, until):
        return
    # Dice of its own: what is made after it stays as it was.
    at = moment(random.Random(day.toordinal()), workday(day))
    by = asking.case.who(at.date())
    asking.happened("looked-again", exemption, at, by)
    if day.day % 8:
        exemption.looked_again_by, exemption.looked_again_at = by, at
    else:
        asking.happened("look-again-undone", exemption, at + MINUTE, by)


def _revoke(asking: Asking, exemption: Exemption) -> None:
    """Revoke what runs or is to come, some day after it was granted and before today."""
    rng, today = asking.rng, asking.today
    assert exemption.granted_from
    on = workday(max(between(rng, exemption.granted_from, today - days(3)), asking.entered + days(14)))
    on = min(on, today - DAY)
    lead, at = asking.town.lead_of(exemption.made_by), moment(rng, on)
    exemption.state = Exemption.State.REVOKED
    exemption.granted_until = max(exemption.granted_from, on)
    exemption.revoked_by, exemption.revoked_at = lead, at
    exemption.revoke_reason = asking.say(words.REVOKED)
    asking.happened("revoked", exemption, at, lead, day=str(exemption.granted_until))


def _waiting(asking: Asking, last: Exemption | None, *, state: str = "") -> None:
    """Add a request that is not decided: submitted, returned, or still being written; a few were withdrawn."""
    rng, today, case = asking.rng, asking.today, asking.case
    runs_until = last.granted_until if last and last.granted_until else None
    start = max(today + days(rng.randint(10, 40)), (runs_until + DAY) if runs_until else today)
    exemption = _asked(asking, start, last if last and last.state == "granted" else None)
    if exemption.renews and exemption.renews.nothing_follows:
        exemption.renews = None
    asked_on = workday(today - days(rng.choice((1, 1, 2, 3, 4, 5, 6, 8, 11, 15))))
    exemption.made_at = max(moment(rng, asked_on), case.happenings[0].at + MINUTE)
    exemption.made_by = case.who(asked_on)
    meanwhile = _meanwhile(asking, exemption)
    case.more += [exemption, *meanwhile]
    asking.happened("drafted", exemption, exemption.made_at, exemption.made_by)
    state = state or rng.choices(("submitted", "returned", "draft", "withdrawn"), (70, 14, 10, 6))[0]
    if state == "draft":
        return
    if state == "withdrawn":
        exemption.state, exemption.withdrawn_reason = state, asking.say(words.WITHDRAWN)
        asking.happened("withdrawn", exemption, exemption.made_at + 60 * MINUTE, exemption.made_by)
        return
    opinions = _opinions(asking, exemption, exemption.made_at + MINUTE, open_=state == "submitted")
    case.more += opinions
    at = exemption.made_at + 120 * MINUTE
    _submit(asking, exemption, at)
    if state == "returned":
        _review(asking, exemption, "returned", at, meanwhile, opinions)
