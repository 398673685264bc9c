"""The request for childcare, for work or a trajectory: per child what is needed, the offer, the term, the decision.

What was decided is the service's; where a request stands (`ChildcareRequest.state`) is also for the bureau of the
activity it is for, see `trajecten.childcare.known`.
"""

from __future__ import annotations

import datetime
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.db.models.functions import Coalesce, Least
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from trajecten.plans.models import Activity
from wiz.clients.models import Child, Client
from wiz.people.models import User
from wiz.trust.history import history

# Nobody decided yet; granted, in whole or in part; it is over.
OPEN = ("received", "offer_asked", "offer_received")
GRANTED = ("granted", "partly", "started")
PAYERS = ("pays_tax_office", "pays_employer", "pays_municipality", "pays_parent")


class ChildcareRequestQuerySet(models.QuerySet["ChildcareRequest"]):
    def visible_to(self, user: User) -> ChildcareRequestQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())

    def open(self) -> ChildcareRequestQuerySet:
        """Waiting for a decision."""
        return self.filter(state__in=OPEN)

    def standing(self) -> ChildcareRequestQuerySet:
        """Asked for or granted, and not over."""
        return self.filter(state__in=OPEN + GRANTED)

    def awaiting_data(self, day: datetime.date) -> ChildcareRequestQuerySet:
        """The client was asked for data and may still answer in time: the term stands still."""
        return self.filter(Exists(Suspension.objects.standing(day).filter(request=OuterRef("pk"))))

    def with_owner(self) -> ChildcareRequestQuerySet:
        """Annotate `owner_id_now`: who has to see to it; see `ChildcareRequest.owner`."""
        return self.annotate(owner_id_now=Coalesce("owner", "client__consultant"))

    def without_usable_owner(self) -> ChildcareRequestQuerySet:
        """Not over, and nobody who still works here has to see to it."""
        usable = User.objects.active().filter(pk=OuterRef("owner_id_now"))
        return self.standing().with_owner().filter(~Exists(usable))


@history(_("Request for childcare"), client="client", about="purpose")
class ChildcareRequest(models.Model):
    """A client's request for childcare. `state` follows the moves of `trajecten.childcare.rules`.

    One owner always: whom `owner` names, else the client's consultant. So a hand-over of the client takes the
    request along without anybody having to think of it, unless a colleague was asked to see to it.
    """

    class Purpose(models.TextChoices):
        WORK = "work", _("Work")
        TRAJECTORY = "trajectory", _("Trajectory")

    class State(models.TextChoices):
        RECEIVED = "received", pgettext_lazy("a request", "Received")
        OFFER_ASKED = "offer_asked", _("Offer asked")
        OFFER_RECEIVED = "offer_received", _("Offer received")
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Partly granted")
        REFUSED = "refused", pgettext_lazy("a request", "Refused")
        STARTED = "started", _("Started")
        ENDED = "ended", _("Ended")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        PARTLY = "partly", _("Partly granted")
        REFUSED = "refused", pgettext_lazy("a request", "Refused")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="childcare_requests")
    purpose = models.CharField(_("for"), max_length=10, choices=Purpose.choices)
    activity = models.ForeignKey(
        Activity, on_delete=models.SET_NULL, null=True, blank=True, related_name="childcare_requests"
    )
    needed_from = models.DateField(_("needed from"))
    until = models.DateField(_("until"), null=True, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    received_on = models.DateField(_("received on"))
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    travel_minutes = models.PositiveSmallIntegerField(_("travel time one way, in minutes"), default=0)
    back_up = models.CharField(_("who steps in when a child is ill"), max_length=300, blank=True)
    note = models.TextField(_("note"), blank=True)

    offer_asked_on = models.DateField(_("offer asked on"), null=True, blank=True)
    offer_received_on = models.DateField(_("offer received on"), null=True, blank=True)
    cost = models.DecimalField(
        _("cost a month in euros"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    pays_tax_office = models.DecimalField(
        _("tax office (allowance)"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    pays_employer = models.DecimalField(_("employer"), max_digits=8, decimal_places=2, null=True, blank=True)
    pays_municipality = models.DecimalField(
        _("municipality"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    pays_parent = models.DecimalField(_("the client"), max_digits=8, decimal_places=2, null=True, blank=True)
    # The allowance comes later than the bill: the municipality may pay ahead.
    advance_needed = models.BooleanField(_("advance needed"), default=False)
    advance_amount = models.DecimalField(
        _("advance in euros"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    advance_paid_on = models.DateField(_("advance paid on"), null=True, blank=True)

    state = models.CharField(max_length=14, choices=State.choices, default=State.RECEIVED)
    # The term as it was when it started: a later policy leaves it alone.
    term_weeks = models.PositiveSmallIntegerField()
    extension_weeks = models.PositiveSmallIntegerField()
    extended_on = models.DateField(null=True, blank=True)
    extension_reason = models.CharField(max_length=500, blank=True)
    # While the client's data are awaited: the last day if nothing comes. Then the term runs on by itself.
    decide_by = models.DateField(null=True, blank=True)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    decision_reason = models.TextField(blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_on = models.DateField(null=True, blank=True)
    started_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    end_reason = models.CharField(max_length=300, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawal_reason = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Goes up with every change: a page that was opened before somebody else's change is recognised.
    revision = models.PositiveIntegerField(default=1)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ChildcareRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="childcare_form_once"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("needed_from")), name="childcare_forward"
            ),
            models.CheckConstraint(condition=Q(travel_minutes__lte=240), name="childcare_travel_sane"),
            models.CheckConstraint(
                condition=Q(offer_asked_on__isnull=True)
                | Q(offer_received_on__isnull=True)
                | Q(offer_received_on__gte=F("offer_asked_on")),
                name="childcare_offer_after_asking",
            ),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="childcare_cost_sane"
            ),
            models.CheckConstraint(
                condition=Q(**{f"{payer}__isnull": True for payer in PAYERS})
                | (
                    # A check that comes to NULL passes: what must be there is asked for.
                    Q(**{f"{payer}__isnull": False for payer in PAYERS}, cost__isnull=False)
                    & Q(**{f"{payer}__gte": 0 for payer in PAYERS})
                    & Q(
                        cost=F("pays_tax_office")
                        + F("pays_employer")
                        + F("pays_municipality")
                        + F("pays_parent")
                    )
                ),
                name="childcare_payers_pay_all",
            ),
            models.CheckConstraint(
                condition=Q(advance_needed=False, advance_amount__isnull=True, advance_paid_on__isnull=True)
                | Q(advance_needed=True, advance_amount__isnull=True, advance_paid_on__isnull=True)
                | Q(advance_needed=True, advance_amount__isnull=False, advance_amount__gt=0),
                name="childcare_advance_whole",
            ),
            models.CheckConstraint(condition=Q(term_weeks__gte=1), name="childcare_has_term"),
            models.CheckConstraint(
                condition=Q(extended_on__isnull=True, extension_reason="")
                | (Q(extended_on__isnull=False, extension_weeks__gte=1) & ~Q(extension_reason="")),
                name="childcare_extension_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, decide_by__isnull=False)
                | (~Q(state__in=OPEN) & Q(decide_by__isnull=True)),
                name="childcare_term_while_open",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="",
                    decision_reason="",
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                    decided_on__isnull=True,
                )
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False, decided_on__isnull=False)
                    & ~Q(outcome="")
                    & (Q(outcome="granted") | ~Q(decision_reason=""))
                ),
                name="childcare_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=OPEN, outcome="")
                | Q(state__in=("granted", "partly", "refused"), outcome=F("state"))
                | Q(state__in=("started", "ended"), outcome__in=("granted", "partly"))
                | Q(state="withdrawn", outcome__in=("", "granted", "partly")),
                name="childcare_state_fits_decision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("started", "ended"), started_on__isnull=False)
                | (~Q(state__in=("started", "ended")) & Q(started_on__isnull=True)),
                name="childcare_started_on_a_day",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state="ended", ended_on__isnull=False, ended_on__gte=F("started_on"))
                    & ~Q(end_reason="")
                )
                | (~Q(state="ended") & Q(ended_on__isnull=True, end_reason="")),
                name="childcare_end_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_on__isnull=False)
                | (~Q(state="withdrawn") & Q(withdrawn_on__isnull=True, withdrawal_reason="")),
                name="childcare_withdrawn_on_a_day",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-received_on"], name="childcare_of_client"),
            models.Index(fields=["decide_by"], condition=Q(state__in=OPEN), name="childcare_decide_by"),
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.needed_from:%d-%m-%Y}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def is_granted(self) -> bool:
        return self.state in GRANTED

    @property
    def owner_now(self) -> User | None:
        """Who has to see to it. Reads `owner` and `client.consultant`."""
        return self.owner or self.client.consultant


@history(_("Childcare need"), client="request__client", about="child__first_name")
class ChildcareNeed(models.Model):
    """What one child needs, and what it got. A child has one row for each kind of care."""

    class Kind(models.TextChoices):
        DAY_CARE = "day_care", _("Day care")
        PLAYGROUP = "playgroup", _("Playgroup")
        BEFORE_SCHOOL = "before_school", _("Before school")
        DURING_SCHOOL = "during_school", _("During school (lunch)")
        AFTER_SCHOOL = "after_school", _("After school")
        HOST_PARENT = "host_parent", _("Host parent")
        FAMILY = "family", _("Family or friends")
        OTHER_PARENT = "other_parent", _("The other parent")
        # Looked at, and no care is needed: else a child left out would look like a child forgotten.
        SCHOOL = "school", _("School is enough")

    # Without a bill and without a facility.
    WITHOUT_FACILITY = (Kind.FAMILY, Kind.OTHER_PARENT, Kind.SCHOOL)

    request = models.ForeignKey(ChildcareRequest, on_delete=models.CASCADE, related_name="needs")
    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="childcare_needs")
    kind = models.CharField(_("kind of care"), max_length=14, choices=Kind.choices)
    facility = models.CharField(_("facility"), max_length=120, blank=True)
    # Its number in the national register of childcare (Landelijk Register Kinderopvang).
    lrk_number = models.CharField(_("LRK number"), max_length=12, blank=True)
    # Past the age, or after primary school: there is no care for it, and the need is kept all the same.
    unmet = models.BooleanField(_("no care for this age"), default=False)
    granted = models.BooleanField(null=True, blank=True)
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["child__birth_date", "child_id", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "child", "kind"], name="need_once_a_kind"),
            models.CheckConstraint(
                condition=Q(lrk_number="") | Q(lrk_number__regex=r"^[0-9]{9,12}$"), name="need_lrk_digits"
            ),
            models.CheckConstraint(
                condition=Q(unmet=False) | Q(granted__isnull=True) | Q(granted=False),
                name="need_unmet_not_granted",
            ),
        ]
        indexes = [models.Index(fields=["child", "request"], name="need_of_child")]

    def __str__(self) -> str:
        return f"{self.child_id} {self.kind}"


class Hours(models.Model):
    """From when to when on one day of the week; Monday is 0."""

    weekday = models.PositiveSmallIntegerField()
    start = models.TimeField()
    end = models.TimeField()

    class Meta:
        abstract = True
        ordering = ["weekday", "start"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="%(class)s_forward"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="%(class)s_in_the_week"),
        ]

    def __str__(self) -> str:
        return f"{self.weekday} {self.start:%H:%M}–{self.end:%H:%M}"


@history(_("Hours away"), client="request__client", about="weekday")
class AwayHours(Hours):
    """When the client is away for the activity; travel comes on both sides (`ChildcareRequest.travel_minutes`)."""

    request = models.ForeignKey(ChildcareRequest, on_delete=models.CASCADE, related_name="away_hours")


@history(_("School hours"), client="child__client", about="child__first_name")
class SchoolHours(Hours):
    """When a child is at school: the same in every request."""

    child = models.ForeignKey(Child, on_delete=models.CASCADE, related_name="school_hours")


@history(_("Hours of care"), client="need__request__client", about="need__child__first_name")
class CareHours(Hours):
    """When a child is looked after, by the need it is for."""

    need = models.ForeignKey(ChildcareNeed, on_delete=models.CASCADE, related_name="care_hours")


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    def standing(self, day: datetime.date) -> SuspensionQuerySet:
        """Not answered, and the client may still answer in time."""
        return self.filter(completed_on__isnull=True, asked_on__lte=day, respond_by__gte=day)


@history(_("Suspension"), client="request__client", about="what")
class Suspension(models.Model):
    """The client was asked for data: until they come, or the term to answer passes, the decision may wait.

    Awb 4:15, first paragraph; which days count is decided in `wiz.terms.decision`, which reads these fields.
    """

    request = models.ForeignKey(ChildcareRequest, on_delete=models.CASCADE, related_name="suspensions")
    what = models.CharField(_("what is asked"), max_length=500)
    asked_on = models.DateField(_("asked on"))
    respond_by = models.DateField(_("answer by"))
    completed_on = models.DateField(_("complete since"), null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_on", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(respond_by__gt=F("asked_on")), name="suspension_has_term"),
            models.CheckConstraint(
                condition=Q(completed_on__isnull=True) | Q(completed_on__gte=F("asked_on")),
                name="suspension_completed_after_asking",
            ),
            models.CheckConstraint(condition=~Q(what=""), name="suspension_says_what"),
            ExclusionConstraint(
                name="suspension_one_at_a_time",
                expressions=[
                    ("request", RangeOperators.EQUAL),
                    (
                        # LEAST passes over NULL: without an answer it lasts as long as one may come.
                        Func(
                            "asked_on", Least("completed_on", "respond_by"), Value("[)"), function="daterange"
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.request_id} {self.asked_on}"


@history(_("Childcare not needed"), client="activity__client", about="activity__title")
class CareNotNeeded(models.Model):
    """Somebody looked, and an activity asks for no childcare: why not."""

    class Reason(models.TextChoices):
        OTHER_PARENT = "other_parent", _("The other parent is there")
        FAMILY = "family", _("Family or friends are there")
        SCHOOL_HOURS = "school_hours", _("It falls within school hours, travel included")
        AT_HOME = "at_home", _("It is done at home, with the children there")
        OTHER = "other", _("Another reason")

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="care_not_needed")
    reason = models.CharField(_("why not"), max_length=12, choices=Reason.choices)
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason="other") | ~Q(note=""), name="care_not_needed_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.reason}"
