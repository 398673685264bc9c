"""The trajectory plan: where the client is going, by which goals, and what she takes part in.

`Plan`, `Goal` and `Activity` are the working copy: what consultants change and what orders and reports point to.
`PlanVersion` is what was put before the client, frozen: its content is never changed again, by nobody.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pgtrigger import Delete, Protect, ReadOnly, Update
from pgtrigger import Q as TriggerQ

from wiz.clients.models import Client
from wiz.files.models import StoredFile
from wiz.people.models import Organisation, User
from wiz.terms import day_of
from wiz.trust.history import history


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> PlanQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())

    def current(self) -> PlanQuerySet:
        """What has not ended: one a client at most."""
        return self.filter(ended_on__isnull=True)

    def signed(self) -> PlanQuerySet:
        """A signed version is in force, whether or not a change is on its way."""
        return self.filter(state__in=Plan.SIGNED)

    def with_offer(self) -> PlanQuerySet:
        """Annotate the offer that still waits for a signature: `offer_id`, `offered_at`."""
        waiting = PlanVersion.objects.waiting().filter(plan=OuterRef("pk"))
        return self.annotate(
            offer_id=Subquery(waiting.values("pk")[:1]), offered_at=Subquery(waiting.values("offered_at")[:1])
        )


@history(_("Plan"), client="client", about="kind")
class Plan(models.Model):
    """A client's trajectory plan. The client's own preference stands apart from what was agreed.

    A client has one that has not ended; earlier ones stay. `state` is set by `trajecten.plans.rules.state_of`.
    """

    class Kind(models.TextChoices):
        WORK = "work", _("Towards work")
        ACTIVATION = "activation", _("Towards activation")
        REST = "rest", _("Rest plan")
        DIAGNOSIS = "diagnosis", _("Diagnosis")
        TRAINING = "training", _("Training")
        CLIENT_LED = "client_led", _("Client-led")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        OFFERED = "offered", _("Offered")
        SIGNED = "signed", _("Signed")
        CHANGED = "changed", _("Changed since it was signed")
        REOFFERED = "reoffered", _("Change offered")
        ENDED = "ended", _("Ended")

    SIGNED = (State.SIGNED, State.CHANGED, State.REOFFERED)

    class Result(models.TextChoices):
        REACHED = "reached", _("Goal reached")
        PARTLY = "partly", _("Partly reached")
        STOPPED = "stopped", _("Stopped")
        OTHER = "other", _("Something else")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="plans")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    kind = models.CharField(_("kind of plan"), max_length=12, choices=Kind.choices)
    end_goal = models.TextField(_("end goal"))
    preference = models.TextField(
        _("what the client wants"), blank=True, help_text=_("In the client's own words.")
    )
    hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    # Of a rest plan, which has both before it is offered.
    rest_until = models.DateField(_("rest until"), null=True, blank=True)
    expected = models.TextField(_("what we expect meanwhile"), blank=True)
    review_on = models.DateField(_("review before"), null=True, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=8, choices=Result.choices, blank=True)
    end_reason = models.CharField(_("why"), max_length=500, blank=True)
    # Goes up with every change: a page that was opened before somebody else's change is recognised.
    revision = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["client"], condition=Q(ended_on__isnull=True), name="plan_one_at_a_time"
            ),
            models.CheckConstraint(
                condition=(Q(ended_on__isnull=True, result="", end_reason="") & ~Q(state="ended"))
                | (Q(ended_on__isnull=False, state="ended") & ~Q(result="") & ~Q(end_reason="")),
                name="plan_end_has_result",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "ended"))
                | ~Q(kind="rest")
                | (Q(rest_until__isnull=False) & ~Q(expected="")),
                name="plan_rest_has_duration",
            ),
        ]
        indexes = [
            models.Index(fields=["review_on"], condition=Q(ended_on__isnull=True), name="plan_review"),
            models.Index(fields=["client", "ended_on"], name="plan_of_client"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"

    @property
    def is_signed(self) -> bool:
        """A signed version of it is in force, whether or not a change is on its way."""
        return self.state in self.SIGNED


class GoalQuerySet(models.QuerySet["Goal"]):
    def standing(self) -> GoalQuerySet:
        """What was not dropped."""
        return self.exclude(state=Goal.State.DROPPED)


@history(_("Goal"), client="plan__client", about="text")
class Goal(models.Model):
    """A subgoal of a plan, with the date by which it should be reached and who does it."""

    class Who(models.TextChoices):
        CLIENT = "client", _("Client")
        CONSULTANT = "consultant", _("Consultant")
        BUREAU = "bureau", _("Bureau")
        OTHER = "other", _("Somebody else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REACHED = "reached", pgettext_lazy("a goal", "Reached")
        DROPPED = "dropped", _("Dropped")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=200)
    due = models.DateField(_("by"), null=True, blank=True)
    who = models.CharField(_("who does it"), max_length=10, choices=Who.choices, default=Who.CLIENT)
    who_name = models.CharField(_("name"), max_length=80, blank=True)
    state = models.CharField(_("state"), max_length=7, choices=State.choices, default=State.OPEN)
    settled_on = models.DateField(null=True, blank=True)  # since when it is reached or dropped
    drop_reason = models.CharField(_("why"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", settled_on__isnull=True)
                | (~Q(state="open") & Q(settled_on__isnull=False)),
                name="goal_settled_has_day",
            ),
            models.CheckConstraint(
                condition=(Q(state="dropped") & ~Q(drop_reason=""))
                | (~Q(state="dropped") & Q(drop_reason="")),
                name="goal_dropped_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(who="other") | ~Q(who_name=""), name="goal_of_somebody_has_name"
            ),
        ]
        indexes = [models.Index(fields=["due"], condition=Q(state="open"), name="goal_open_due")]

    def __str__(self) -> str:
        return self.text


class ActivityQuerySet(models.QuerySet["Activity"]):
    def own(self) -> ActivityQuerySet:
        """What the client does without a bureau; orders keep theirs themselves."""
        return self.exclude(kind=Activity.Kind.ORDER)

    def not_over(self, day: datetime.date) -> ActivityQuerySet:
        """Running, or still to come. What a bureau was asked for runs on past its planned end until it is ended."""
        not_ended = Q(ended_on__isnull=True) | Q(ended_on__gte=day)
        return self.filter(not_ended, Q(end__gte=day) | Q(kind=Activity.Kind.ORDER))

    def visible_to(self, user: User) -> ActivityQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())


@history(_("Activity"), client="client", about="title")
class Activity(models.Model):
    """Something the client takes part in, for goals of her plan: what a bureau's order is about, or other."""

    class Kind(models.TextChoices):
        ORDER = "order", _("With a bureau")
        VOLUNTEERING = "volunteering", _("Volunteering")
        WORK = "work", _("Paid work")
        EDUCATION = "education", _("Education")
        OTHER = "other", _("Other")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.ORDER)
    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="activities")
    title = models.CharField(_("activity"), max_length=120)
    # With whom: the bureau of an order, so that a plan can say it without knowing orders.
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    goals = models.ManyToManyField(Goal, verbose_name=_("goals"), related_name="activities", blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("planned end"))
    # The last day of a bureau's order, kept here as well for who knows no orders.
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)
    contribution = models.CharField(_("what it adds to the goals"), max_length=200, blank=True)
    cost = models.DecimalField(_("cost in euros"), max_digits=9, decimal_places=2, null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="activity_ends_after_start"),
            models.CheckConstraint(
                condition=Q(cost__isnull=True) | Q(cost__gte=0), name="activity_cost_sane"
            ),
        ]

    def __str__(self) -> str:
        return self.title


@history(_("Goal of an activity"), client="activity__client", about="goal__text")
class ActivityGoal(Activity.goals.through):  # type: ignore[name-defined]
    """An activity serves a goal: the rows of `Activity.goals`, to keep their history."""

    class Meta:
        proxy = True

    def __str__(self) -> str:
        return f"{self.activity_id} {self.goal_id}"


class PlanVersionQuerySet(models.QuerySet["PlanVersion"]):
    def visible_to(self, user: User) -> PlanVersionQuerySet:
        return self.filter(plan__in=Plan.objects.visible_to(user))

    def waiting(self) -> PlanVersionQuerySet:
        """Offered, and neither signed nor taken back: one a plan at most."""
        return self.filter(signed_on__isnull=True, withdrawn_at__isnull=True)

    def signed(self) -> PlanVersionQuerySet:
        """In force once; the one with the highest number is so now."""
        return self.filter(signed_on__isnull=False)


@history(_("Version of the plan"), client="plan__client", about="number")
class PlanVersion(models.Model):
    """A plan as it was put before the client: `content` is made by `trajecten.plans.content` and frozen."""

    class How(models.TextChoices):
        PAPER = "paper", _("On paper")
        SCREEN = "screen", _("On screen, with the client present")

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    offered_at = models.DateTimeField()
    offered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)  # when that was recorded
    how = models.CharField(_("how"), max_length=6, choices=How.choices, blank=True)
    signed_name = models.CharField(_("name of the person who signed"), max_length=160, blank=True)
    signed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    signed_file = models.ForeignKey(
        StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    objects = PlanVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_number_once"),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(signed_on__isnull=True, withdrawn_at__isnull=True),
                name="plan_version_one_offer",
            ),
            models.CheckConstraint(
                condition=Q(
                    signed_on__isnull=True,
                    signed_at__isnull=True,
                    signed_by__isnull=True,
                    how="",
                    signed_name="",
                )
                | (
                    Q(signed_on__isnull=False, signed_at__isnull=False, signed_by__isnull=False)
                    & ~Q(how="")
                    & ~Q(signed_name="")
                    & Q(withdrawn_at__isnull=True)
                ),
                name="plan_version_signed_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(how="paper") | Q(signed_file__isnull=False), name="plan_version_paper_has_scan"
            ),
        ]
        triggers = [
            ReadOnly(name="frozen_content", fields=["plan", "number", "content", "offered_at", "offered_by"]),
            Protect(
                name="signed_stays",
                operation=Update | Delete,
                condition=TriggerQ(old__signed_on__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id}/{self.number}"

    @property
    def offered_on(self) -> datetime.date:
        return day_of(self.offered_at)


@history(_("Review of the plan"), client="plan__client", about="on")
class PlanReview(models.Model):
    """Somebody looked at a signed plan again, with the client, and it still stood; or it had to change."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="reviews")
    on = models.DateField(_("reviewed on"))
    note = models.TextField(_("what came of it"))
    next_on = models.DateField(_("next review before"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="plan_review_form_once"),
            models.CheckConstraint(condition=Q(next_on__gt=F("on")), name="plan_review_next_later"),
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} {self.on}"


class TrainingRefusalQuerySet(models.QuerySet["TrainingRefusal"]):
    def visible_to(self, user: User) -> TrainingRefusalQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())


@history(_("Refused training"), client="client", about="training")
class TrainingRefusal(models.Model):
    """The service refused training the client asked for. Kept and counted: the council's rule was little known."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="training_refusals")
    training = models.CharField(_("which training"), max_length=200)
    reason = models.TextField(_("why it is refused"))
    on = models.DateField(_("refused on"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = TrainingRefusalQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="training_refusal_form_once"),
            models.CheckConstraint(
                condition=~Q(reason="") & ~Q(training=""), name="training_refusal_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return self.training
