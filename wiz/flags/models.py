"""The flags that stand or stood, and the rounds that set them."""

from __future__ import annotations

import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiz.clients.models import Client
from wiz.people.models import Organisation, User
from wiz.people.roles import Can


class Side(models.TextChoices):
    """Whose move it is."""

    MUNICIPALITY = "M", _("Municipality")
    BUREAU = "B", _("Bureau")
    TEAM_LEAD = "L", _("Team lead")


def consultants_page(day: datetime.date) -> Q:
    """What stands on a consultant's page on a day, put off or not."""
    return Q(consultant_from__lte=day)


def awake(day: datetime.date) -> Q:
    """What is not put off on a day. Not simply the opposite: most flags never were, and NULL is neither."""
    return Q(snoozed_until__isnull=True) | Q(snoozed_until__lte=day)


def leads_page(day: datetime.date) -> Q:
    """What escalated to the team lead on a day, and what nobody is looking after."""
    # Not by a join: few clients are nobody's, and the join would go along all.
    nobodys = Client.objects.filter(consultant__isnull=True).order_by().values("pk")
    return Q(lead_from__lte=day) | Q(consultant_from__lte=day, client__in=nobodys)


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> FlagQuerySet:
        return self.filter(resolved_at__isnull=True)

    def visible_to(self, user: User) -> FlagQuerySet:
        """The service's case workers see all; a bureau sees what concerns its own orders."""
        if user.can(Can.WORK_CASES):
            return self
        if user.can(Can.REPORT):
            return self.filter(organisation_id=user.organisation_id)
        return self.none()

    def on_page_of_consultant(self, day: datetime.date) -> FlagQuerySet:
        return self.open().filter(consultants_page(day))

    def on_page_of_lead(self, day: datetime.date) -> FlagQuerySet:
        return self.open().filter(leads_page(day))


class Flag(models.Model):
    """A rule found that this subject deserves attention. Resolved by itself when the cause is gone.

    Lateness is not stored: `since`, `due` and the days from which the flag stands on somebody's page
    are dates, compared with today when read. A flag never changes anybody's rights or duties.
    """

    rule = models.CharField(max_length=40)
    subject_id = models.BigIntegerField()  # of the rule's model
    client = models.ForeignKey(Client, on_delete=models.CASCADE, null=True, related_name="flags")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, null=True, related_name="+")
    owner = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    side = models.CharField(max_length=1, choices=Side.choices)
    since = models.DateField()
    due = models.DateField()
    consultant_from = models.DateField(null=True)
    lead_from = models.DateField(null=True)
    raised_at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    snoozed_until = models.DateField(null=True)
    snoozed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    snooze_reason = models.CharField(max_length=300, blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "subject_id"], condition=Q(resolved_at__isnull=True), name="flag_one_open"
            ),
            models.CheckConstraint(
                condition=Q(snoozed_until__isnull=True)
                | (Q(snoozed_by__isnull=False) & ~Q(snooze_reason="")),
                name="flag_snooze_has_reason",
            ),
        ]
        indexes = [
            # With all that the caseload sorts and counts by, so that it reads the index only.
            models.Index(
                fields=["client", "due"],
                include=["rule", "consultant_from", "snoozed_until"],
                condition=Q(resolved_at__isnull=True),
                name="flag_open_of_client",
            ),
            models.Index(
                fields=["organisation"], condition=Q(resolved_at__isnull=True), name="flag_open_organisation"
            ),
            models.Index(fields=["lead_from"], condition=Q(resolved_at__isnull=True), name="flag_open_lead"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.subject_id}"


class Sweep(models.Model):
    """One round along all rules: when, for which day, and per rule what it did or why it failed."""

    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    day = models.DateField()
    results = models.JSONField(default=dict)

    class Meta:
        ordering = ["-started_at"]
        indexes = [models.Index(fields=["-finished_at"], name="sweep_latest")]

    def __str__(self) -> str:
        return f"{self.started_at:%Y-%m-%d %H:%M}"
