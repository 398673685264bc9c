"""The cases of the town: a client, her plan, her orders, and their reports."""

import datetime
import random
import uuid
from dataclasses import dataclass
from decimal import Decimal

from partners.demo.clients import make_client
from partners.demo.clock import between, days, moment, workday
from partners.demo.fates import settle_reports
from partners.demo.matters import add_matters
from partners.demo.orders import STAGES, Dates, choose_dates, duration
from partners.demo.people import Partner, Town
from partners.demo.plans import change_plan, goals_for, make_plan
from partners.demo.rows import Case, Work
from partners.demo.shows import Show
from partners.demo.spread import Place
from partners.demo.stories import months_ago, tell_plan
from partners.demo.texts import plans as words
from partners.demo.told import Story
from partners.demo.voice import Voice
from partners.orders.models import Order, Pause
from partners.reports.actions import order_ended
from partners.reports.models import Report, State
from partners.reports.schedule import schedule
from trajecten.plans.models import Activity
from wiz.people.models import User
from wiz.terms import add_months, age_on

NEWCOMERS = 4
ORDERS_A_CLIENT = (28, 41, 23, 8)
OTHER_ACTIVITIES = (
    "Taalcafé",
    "Wandelgroep",
    "Ouderkamer op school",
    "Naaiatelier in de wijk",
    "Inloopontbijt",
    "Zwemles",
)


@dataclass(frozen=True)
class Terms:
    """The policy in force when the demo is made."""

    report_interval: int
    report_final: int
    sent_back: int


@dataclass(frozen=True)
class Intended:
    """An order still to be made."""

    partner: Partner
    instrument: str
    dates: Dates
    show: Show | None = None


def _begins(story: Story, today: datetime.date) -> datetime.date:
    """Return the first day a story tells of."""
    talks = [today - days(talk.days) for talk in story.talks]
    return min(
        months_ago(today, story.intake), *(months_ago(today, move.months) for move in story.moves), *talks
    )


class Cases:
    """Invents the cases one by one, so that any number fits in memory."""

    def __init__(
        self, town: Town, rng: random.Random, *, seed: int, today: datetime.date, terms: Terms
    ) -> None:
        self.town, self.rng, self.today, self.terms = town, rng, today, terms
        self.seed = seed
        assert town.service.live_since
        self.live_since: datetime.date = town.service.live_since
        self.first = self.live_since + days(20)
        self.yesterday = today - days(1)

    def invent(self, place: Place) -> Case:
        rng, owner, show, story = self.rng, place.owner, place.show, place.story
        municipality = rng.choices(self.town.municipalities, (70, 20, 10))[0]
        intended = [] if story else self._intended(show)
        is_new = not (story or intended) and self._has_no_plan_yet(owner)
        client, children, name = make_client(
            rng,
            number=place.number,
            today=self.today,
            municipality=municipality,
            consultant=owner,
            digits=place.digits,
            with_children=show is not None or is_new,
            story=story,
        )
        assert client.birth_date
        case = Case(
            client,
            children,
            Voice(name, age_on(client.birth_date, self.today), len(children), rng),
            owner or rng.choice(self.town.consultants),
        )
        case.story = story
        if story and story.direction:
            case.voice.go_for(story.direction)
        intended = self._told_orders(story) if story else intended
        self._enter(case, intended, show, is_new)
        if story.kind if story else not is_new:
            self._plan(case, intended)
        if story and case.plan:
            tell_plan(case, story, self.today)
        for order in intended:
            self._order(case, order)
        if case.plan and rng.random() < 0.07:
            self._other_activity(case)
        add_matters(case, self.town, self.seed, self.today)
        return case

    def _intended(self, show: Show | None) -> list[Intended]:
        """Return the orders of a client, the oldest first; earlier ones have ended."""
        rng = self.rng
        if show:
            partner = self.town.partner(show.coach)
            instrument = rng.choice([name for name in partner.instruments if name != "Diagnose"])
            return [Intended(partner, instrument, self._show_dates(show, partner), show)]
        number = rng.choices(range(len(ORDERS_A_CLIENT)), ORDERS_A_CLIENT)[0]
        if not number:
            return []
        partner, instrument = self._draw()
        stage = rng.choices(list(STAGES), list(STAGES.values()))[0]
        latest = choose_dates(rng, stage, duration(rng, instrument), self.today, self.first)
        orders = [Intended(partner, instrument, latest)]
        before = min(latest.start, latest.placed_on)
        for _n in range(number - 1):
            partner, instrument = self._draw()
            months = duration(rng, instrument)
            ended = before - days(rng.randint(10, 120))
            start = workday(ended - days(round(months * 30 * rng.uniform(0.3, 1.0))))
            if start < self.first + days(10):
                break
            placed = max(self.first, workday(start - days(rng.randint(3, 35))))
            orders.insert(
                0, Intended(partner, instrument, Dates(start, add_months(start, months), placed, ended))
            )
            before = placed
        return orders

    def _told_orders(self, story: Story) -> list[Intended]:
        """Return the orders of a story, the oldest first."""
        orders = []
        for order in story.orders:
            partner = self.town.partner(order.bureau)
            interval = partner.bureau.report_interval or self.terms.report_interval
            ahead = order.fate in ("soon", "draft")
            age = -9 if ahead else {"late": 16, "waiting": 20, "thin": 8, "rosy": 18}.get(order.fate, 30)
            show = Show(order.bureau, order.fate, age, periods=max(1, order.months // interval + ahead))
            orders.append(Intended(partner, order.instrument, self._show_dates(show, partner), show))
        return sorted(orders, key=lambda order: order.dates.start)

    def _draw(self) -> tuple[Partner, str]:
        partner = self.rng.choices(self.town.partners, [partner.share for partner in self.town.partners])[0]
        return partner, self.rng.choice(partner.instruments)

    def _show_dates(self, show: Show, partner: Partner) -> Dates:
        interval = partner.bureau.report_interval or self.terms.report_interval
        if show.stage:
            return choose_dates(self.rng, show.stage, show.months, self.today, self.first)
        start = add_months(self.today - days(show.age), -interval * show.periods)
        placed = workday(start - days(self.rng.randint(5, 25)))
        return Dates(start, add_months(start, interval * (show.periods + 2)), placed)

    def _has_no_plan_yet(self, owner: User | None) -> bool:
        """Some for whom nothing was ordered came these months; of the known consultant's, the first four."""
        if owner is self.town.consultants[0]:
            self.town.turns["newcomers"] += 1
            return self.town.turns["newcomers"] <= NEWCOMERS
        return self.rng.random() < 0.3

    def _enter(self, case: Case, intended: list[Intended], show: Show | None, is_new: bool) -> None:
        """The client comes into the program; for one in sixteen the consultant changed later."""
        rng = self.rng
        latest = min([order.dates.placed_on for order in intended] + [self.yesterday])
        day = (
            self.live_since
            if rng.random() < 0.4
            else between(rng, max(self.live_since, latest - days(500)), latest)
        )
        if is_new:
            day = self.today - days(rng.choice((rng.randint(43, 58), rng.randint(80, 118))))
        elif case.story:
            day = min(latest, max(self.live_since, _begins(case.story, self.today) - days(9)))
            self._handed_over(case, case.story)
        elif not show and len(self.town.consultants) > 1 and rng.random() < 0.06:
            former = rng.choice([user for user in self.town.consultants if user is not case.consultant])
            changed = between(rng, day + days(1), self.yesterday)
            case.former = (former, changed) if changed > day else None
        elif show:
            self._came_lately(case, day)
        # Most who were there when the program went live came in by an import.
        came = random.Random(f"{self.seed} came {case.client.number}")
        if day == self.live_since and came.random() < 0.8:
            case.happened("client-imported", moment(rng, day), self.town.administrator, case.client)
        else:
            case.happened("client-added", moment(rng, day), case.who(day), case.client)
        if case.former and case.client.consultant:
            self._reassigned(case, case.former[1])
        if rng.random() < 0.2 and day < self.yesterday:
            changed = between(rng, day + days(1), self.yesterday)
            by_import = came.random() < 0.25
            case.happened(
                "client-changed-by-import" if by_import else "client-changed",
                moment(rng, changed),
                self.town.administrator if by_import else case.who(changed),
                case.client,
            )

    def _handed_over(self, case: Case, story: Story) -> None:
        if story.handed_over and len(self.town.consultants) > 1:
            former = self.rng.choice([user for user in self.town.consultants if user is not case.consultant])
            case.former = (former, months_ago(self.today, story.handed_over[0]))

    def _came_lately(self, case: Case, day: datetime.date) -> None:
        """One in three of the cases that show something came from a colleague these weeks."""
        rng = random.Random(f"{self.seed} former {case.client.number}")
        changed = self.today - days(rng.randint(1, 30))
        if changed > day and rng.random() < 0.34:
            former = rng.choice([user for user in self.town.consultants if user is not case.consultant])
            case.former = (former, changed)

    def _reassigned(self, case: Case, day: datetime.date) -> None:
        consultant = case.consultant
        case.happened(
            "client-reassigned",
            moment(self.rng, day),
            self.town.lead_of(consultant),
            case.client,
            consultant=consultant.name,
        )

    def _plan(self, case: Case, intended: list[Intended]) -> None:
        rng = self.rng
        added = case.happenings[0].at.date()
        if intended:
            first = intended[0].dates.placed_on
            day = between(rng, max(added, first - days(40)), first)
            make_plan(case, intended[-1].instrument, day)
        else:
            day = between(rng, added, self.yesterday)
            make_plan(case, "", day)
        if rng.random() < 0.35:
            change_plan(case, day, self.yesterday)

    def _other_activity(self, case: Case) -> None:
        """Something she takes part in that no bureau was asked for."""
        start = self.today - days(self.rng.randint(10, 300))
        activity = Activity(
            client=case.client,
            kind=Activity.Kind.OTHER,
            title=self.rng.choice(OTHER_ACTIVITIES),
            start=start,
            end=start + days(self.rng.randint(60, 400)),
            hours=Decimal(self.rng.choice((2, 3, 4))),
        )
        case.activities.append(activity)
        if case.goals:
            case.activity_goals.append((activity, self.rng.choice(case.goals)[0]))

    def _order(self, case: Case, intended: Intended) -> None:
        rng, dates, partner = self.rng, intended.dates, intended.partner
        case.voice.mention(dates.start.month)
        goals = goals_for(case, intended.instrument, dates.end)
        activity = Activity(
            client=case.client,
            title=intended.instrument,
            organisation=partner.bureau.organisation,
            start=dates.start,
            end=dates.end,
            ended_on=dates.ended_on,
            hours=Decimal(rng.choice((4, 6, 8, 12, 16, 20))) if rng.random() < 0.8 else None,
        )
        by = case.who(dates.placed_on)
        at = max(moment(rng, dates.placed_on), case.happenings[0].at + datetime.timedelta(minutes=40))
        order = Order(
            activity=activity,
            bureau=partner.bureau,
            instrument=self.town.instruments[intended.instrument],
            coach=partner.workers[0] if intended.show else self._coach(partner),
            question=self._question(case, intended.instrument),
            ordered_by=by,
            ordered_at=at,
            report_interval=partner.bureau.report_interval or self.terms.report_interval,
            report_final=self.terms.report_final,
            ended_on=dates.ended_on,
            end_reason=self._end_reason(case, dates),
            form_key=uuid.UUID(int=rng.getrandbits(128), version=4),
        )
        case.activities.append(activity)
        case.activity_goals += [(activity, goal) for goal, _key in goals]
        case.orders.append(order)
        bureau = partner.bureau.organisation.name
        case.happened("order-placed", at, by, order, bureau=bureau, instrument=intended.instrument)
        self._order_changes(case, order, dates, bureau)
        work = Work(case, self.town, partner, order, goals, rng, self.today, self.terms.sent_back)
        reports = self._owed(order, dates)
        case.reports += reports
        settle_reports(
            work, [r for r in reports if r.state == State.OWED], intended.show.fate if intended.show else ""
        )

    def _coach(self, partner: Partner) -> User | None:
        return self.rng.choice(partner.workers) if self.rng.random() < 0.94 else None

    def _question(self, case: Case, instrument: str) -> str:
        rng, voice = self.rng, case.voice
        if rng.random() < 0.22:
            return voice.one(words.VAGUE_QUESTIONS)
        parts = [voice.one(words.SITUATIONS)] if rng.random() < 0.7 else []
        parts.append(voice.one(words.CLEAR_QUESTIONS[words.QUESTION_KIND.get(instrument, "work")]))
        if rng.random() < 0.35:
            parts.append(voice.one(words.EXTRA_QUESTIONS))
        return " ".join(parts)

    def _end_reason(self, case: Case, dates: Dates) -> str:
        if dates.ended_on is None:
            return ""
        return case.voice.one(words.NEVER_BEGUN if dates.never_begun else words.END_REASONS)

    def _order_changes(self, case: Case, order: Order, dates: Dates, bureau: str) -> None:
        """Pauses, extension, another coach, the end: rows where there are, and what the case file says."""
        rng, voice = self.rng, case.voice

        def happened(kind: str, day: datetime.date, **facts: str) -> None:
            case.happened(kind, moment(rng, day), case.who(day), order, bureau=bureau, **facts)

        for start, until in dates.pauses:
            reason = voice.one(words.PAUSE_REASONS)
            case.pauses.append(Pause(order=order, start=start, until=until, reason=reason))
            happened("order-paused", max(order.activity.start, workday(start)), reason=reason)
            if until <= self.yesterday and rng.random() < 0.5:
                happened("order-resumed", until)
        if dates.extended_on:
            happened("order-extended", dates.extended_on, reason=voice.one(words.EXTENSION_REASONS))
        last = min(dates.ended_on or self.yesterday, self.yesterday)
        if order.coach and rng.random() < 0.06 and dates.start < last:
            happened("order-coach-changed", between(rng, dates.start, last), coach=order.coach.name)
        if dates.ended_on:
            happened("order-ended", dates.ended_on, reason=order.end_reason)

    def _owed(self, order: Order, dates: Dates) -> list[Report]:
        """Return the rows as the order's dates make them; those after an early end are not needed."""
        activity = order.activity

        def owed(ended_on: datetime.date | None) -> list[Report]:
            return [
                Report(
                    order=order,
                    number=item.number,
                    period_start=item.period_start,
                    period_end=item.period_end,
                    due=item.due,
                    is_final=item.is_final,
                )
                for item in schedule(
                    activity.start,
                    activity.end,
                    interval=order.report_interval,
                    final_days=order.report_final,
                    ended_on=ended_on,
                    pauses=dates.pauses,
                )
            ]

        reports = owed(dates.ended_on)
        if dates.ended_on:
            for report in owed(None)[len(reports) :]:
                report.state, report.not_needed_reason = State.NOT_NEEDED, order_ended()
                reports.append(report)
        return reports
