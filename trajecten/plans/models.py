"""The trajectory plan: where the client is going, by which goals, and what she takes part in."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wiz.clients.models import Client
from wiz.people.models import User


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: User) -> PlanQuerySet:
        return self.filter(client__in=Client.objects.visible_to(user))


class Plan(models.Model):
    """A client's trajectory plan. The client's own preference stands apart from what was agreed."""

    class Kind(models.TextChoices):
        WORK = "work", _("Towards work")
        ACTIVATION = "activation", _("Towards activation")
        REST = "rest", _("Rest plan")
        DIAGNOSIS = "diagnosis", _("Diagnosis")
        TRAINING = "training", _("Training")
        CLIENT_LED = "client_led", _("Client-led")

    client = models.OneToOneField(Client, on_delete=models.CASCADE, related_name="plan")
    kind = models.CharField(_("kind of plan"), max_length=12, choices=Kind.choices)
    end_goal = models.TextField(_("end goal"))
    preference = models.TextField(
        _("what the client wants"), blank=True, help_text=_("In the client's own words.")
    )
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Goes up with every change: a page that was opened before somebody else's change is recognised.
    revision = models.PositiveIntegerField(default=1)

    objects = PlanQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class Goal(models.Model):
    """A subgoal of a plan, with the date by which it should be reached."""

    plan = models.ForeignKey(Plan, on_delete=models.CASCADE, related_name="goals")
    text = models.CharField(_("goal"), max_length=200)
    due = models.DateField(_("by"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.text


class ActivityQuerySet(models.QuerySet["Activity"]):
    def own(self) -> ActivityQuerySet:
        """What the client does without a bureau; orders keep theirs themselves."""
        return self.exclude(kind=Activity.Kind.ORDER)

    def visible_to(self, user: User) -> ActivityQuerySet:
        return self.filter(client__in=Client.objects.visible_to(user))


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
    goals = models.ManyToManyField(Goal, verbose_name=_("goals"), related_name="activities", blank=True)
    start = models.DateField(_("start"))
    end = models.DateField(_("planned end"))
    hours = models.DecimalField(_("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="activity_ends_after_start")
        ]

    def __str__(self) -> str:
        return self.title
