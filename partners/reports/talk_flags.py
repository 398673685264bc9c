"""The flags in which reports and talks with the client meet: silence, a talk without a report, and two stories."""

import datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Greatest, Least
from django.utils.translation import gettext_lazy as _

from partners.reports.flags import ABOUT_REPORT, DAY
from partners.reports.models import GoalResult, Report, ReportVersion, State
from partners.reports.rules import GOOD_RESULTS
from trajecten.agreements.models import Agreement
from trajecten.meetings.models import Experience, Meeting
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.flags.models import Side
from wiz.flags.rules import amsterdam_day, counted, flag_rule, plus
from wiz.policy.models import Policy

View = Experience.View
CAME_IN = (State.DELIVERED, State.ANSWERED, State.SENT_BACK)


def load_clients(ids: list[int]) -> dict[int, Any]:
    """Return clients by id with their last contact and the next that is planned."""
    of = Meeting.objects.filter(client=OuterRef("pk"))
    return (
        Client.objects.annotate(
            last_contact=Subquery(of.contacts().order_by("-on").values("on")[:1]),
            next_meeting=Subquery(of.planned().order_by("on").values("on")[:1]),
        )
        .only("phone")
        .order_by()
        .in_bulk(ids)
    )


@flag_rule(
    "no-contact",
    side=Side.MUNICIPALITY,
    title=_("No contact"),
    sentence=_("Nobody spoke to the client for a long time; an appointment kept at a bureau would count."),
    closes=_("You note a contact, or a bureau reports an appointment the client kept."),
    has_term=False,
    subjects=load_clients,
    client="pk",
)
def no_contact(today: datetime.date, policy: Policy) -> QuerySet[Client]:
    """The last contact by anybody, or the day she came into the program, is the term or longer ago.

    Also when she is left alone altogether (`left-alone`): the two stand on one line, and the other says what more is
    missing. So neither hides how long it is silent, nor stands there twice.
    """
    term = policy.days("no_contact")
    return (
        not_heard_of(today, term, policy)
        .annotate(counts_from=F("heard_on"))
        .annotate(since=plus("heard_on", term), waited_for=plus("heard_on", term))
    )


def not_heard_of(today: datetime.date, term: datetime.timedelta, policy: Policy) -> QuerySet[Client]:
    """Return the clients with whom nobody had contact for a term, with the last day of it: `heard_on`.

    An appointment she kept at a bureau is contact. Before the first, it is the day she came into the program.
    """
    spoken = Meeting.objects.contacts().filter(client=OuterRef("pk"), on__lte=today).order_by("-on")
    kept = (
        ReportVersion.objects.delivered()
        .filter(report__order__activity__client=OuterRef("pk"), attended__gt=0, report__is_blocked=False)
        .annotate(day=Least("report__period_end", "report__delivered_on"))
        .filter(day__lte=today)
        .order_by("-day")
    )
    entered = (
        Event.objects.filter(client=OuterRef("pk")).annotate(day=amsterdam_day("at")).order_by("at", "pk")
    )
    longest_ago = Value(policy.live_since, output_field=DateField())
    return (
        # Quick first: most have been spoken to.
        Client.objects.filter(~Exists(spoken.filter(on__gt=today - term)))
        .annotate(
            heard_on=Greatest(
                Subquery(spoken.values("on")[:1]),
                Subquery(kept.values("day")[:1]),
                Subquery(entered.values("day")[:1]),
                longest_ago,
            )
        )
        .filter(heard_on__lte=today - term)
    )


@flag_rule(
    "report-missing-before-talk",
    side=Side.MUNICIPALITY,
    title=_("Report missing before a talk"),
    sentence=_("You speak to the client soon, and the latest report that was due is not in, or incomplete."),
    closes=_("The report is delivered or accepted, or the talk has been held or gets a later day."),
    **ABOUT_REPORT,
)
def report_missing_before_talk(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    soon = policy.days("report_before_talk")
    talk = (
        Meeting.objects.planned()
        .filter(client=OuterRef("order__activity__client"), on__gte=today, on__lte=today + soon)
        .order_by("on", "time")
    )
    was_due = Q(due__lt=today) | Q(state__in=CAME_IN)
    later = Report.objects.filter(was_due, order=OuterRef("order"), number__gt=OuterRef("number"))
    incomplete = Q(state=State.DELIVERED, missing__len__gt=0, accepted_at__isnull=True, is_blocked=False)
    absent = Q(state=State.SENT_BACK) | Q(state=State.OWED, due__lt=today)
    return (
        Report.objects.filter(Exists(talk))
        .filter(absent | incomplete)
        .filter(~Exists(later))
        .annotate(
            waited_for=Subquery(talk.values("on")[:1]),
            planned_on=Subquery(talk.annotate(day=amsterdam_day("planned_at")).values("day")[:1]),
            counts_from=F("waited_for"),
        )
        .annotate(since=Greatest(plus("waited_for", -soon), F("planned_on"), _missing_since()))
    )


def _missing_since() -> Any:
    """Return the day from which the latest report was not there, or not whole."""
    return Case(
        When(state=State.SENT_BACK, then=F("sent_back_on")),
        When(state=State.OWED, then=plus("due", DAY)),
        default=F("delivered_on"),
        output_field=DateField(),
    )


@flag_rule(
    "report-contradicts-client",
    side=Side.MUNICIPALITY,
    title=_("Report contradicts client"),
    sentence=_("The bureau writes that it goes well; the client told you otherwise."),
    closes=_(
        "You answer the report after that talk, make an agreement with the bureau there, or the client says that it "
        "is better."
    ),
    has_term=False,
    **ABOUT_REPORT,
)
def report_contradicts_client(today: datetime.date, policy: Policy) -> QuerySet[Report]:
    """The latest report of an order is rosy, and what she said last, in its period or after it, is not."""
    said = Experience.objects.filter(
        activity=OuterRef("order__activity"), meeting__state=Meeting.State.HELD, meeting__on__lte=today
    ).order_by("-meeting__on", "-meeting__pk")
    latest = ReportVersion.objects.delivered().filter(report=OuterRef("pk")).order_by("-number")
    results = GoalResult.objects.filter(version__report=OuterRef("pk"), version=OuterRef("latest"))
    later = Report.objects.filter(order=OuterRef("order"), number__gt=OuterRef("number"), state__in=CAME_IN)
    rosy = Exists(results.filter(result__in=GOOD_RESULTS)) & ~Exists(
        results.exclude(result__in=(*GOOD_RESULTS, ""))
    )
    return (
        Report.objects.filter(
            Exists(said.filter(view__in=(View.BAD, View.NO_CONTACT))),
            state__in=(State.DELIVERED, State.ANSWERED),
            is_blocked=False,
            delivered_on__lte=today,
        )
        .annotate(
            said=Cast(Subquery(said.values("view")[:1]), CharField()),
            said_on=Subquery(said.values("meeting__on")[:1]),
            said_at=Subquery(said.values("meeting__written_at")[:1]),
            latest=Subquery(latest.values("pk")[:1]),
            attended=Subquery(latest.values("attended")[:1]),
        )
        .filter(~Exists(later), said_on__gte=F("period_start"))
        .filter((Q(said=View.BAD) & Q(rosy)) | Q(said=View.NO_CONTACT, attended__gt=0))
        .exclude(answered_at__isnull=False, answered_at__gte=F("said_at"))
        .exclude(Exists(_agreed_there()))
        .annotate(counts_from=Greatest("said_on", counted("delivered_on", policy)))
        .annotate(since=F("counts_from"), waited_for=F("counts_from"))
    )


def _agreed_there() -> Any:
    """Return what the bureau promised at the talk where she last spoke of the order."""
    last_talk = (
        Experience.objects.filter(activity=OuterRef(OuterRef("order__activity")), meeting__state="held")
        .order_by("-meeting__on", "-meeting__pk")
        .values("meeting")[:1]
    )
    return Agreement.objects.filter(organisation=OuterRef("order__bureau"), meeting=Subquery(last_talk))
