"""Help a client gets from others: what kind, who sees to it, and when somebody asks what came of it.

Nothing here invites what the help is about: no field takes a text but the name of who helps
(Raaff, Kosten en moeite 2 (2006): consultants often don't know that a client is being helped already).
"""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.roles import CASE_ROLES, Can
from wiz.trust.history import history

# The colleague who saw to it left, or has another role now. Who helps from outside stays.
LOST_OWNER = Q(owner_user__isnull=False) & (
    Q(owner_user__is_active=False) | ~Q(owner_user__role__in=CASE_ROLES)
)


class ReferralQuerySet(models.QuerySet["Referral"]):
    def visible_to(self, user: User) -> ReferralQuerySet:
        """Case workers see all; a bureau nothing, not even that there is help."""
        return self.filter(Client.objects.visible_to(user).theirs())

    def open(self) -> ReferralQuerySet:
        """Nobody has said yet that it ended."""
        return self.filter(outcome="")

    def running(self, day: datetime.date) -> ReferralQuerySet:
        """The client is being helped on a day, as far as was known: it began, and neither ended nor ran out.

        What was said to have ended on a day did not run on that day any more: saying so counts at once.
        """
        goes_on = Q(outcome="") & (Q(until__isnull=True) | Q(until__gte=day))
        return self.filter(goes_on | Q(outcome__in=Referral.RAN, until__gt=day), start__lte=day)

    def with_parties(self) -> ReferralQuerySet:
        return self.select_related("client__consultant", "owner_user")


@history(_("Help"), client="client", about="kind")
class Referral(models.Model):
    """Somebody helps a client, or was asked to. One owner sees to it; on a day it is asked what came of it."""

    class Kind(models.TextChoices):
        """Kept coarse: a choice may not give away what somebody suffers from."""

        SOCIAL_WORK = "social_work", _("Social work")
        DEBTS = "debts", _("Help with debts")
        CARE = "care", _("Care")
        HOME = "home", _("Support at home")
        OTHER = "other", _("Other help")

    class Outcome(models.TextChoices):
        """What came of it, when it is not running on."""

        FINISHED = "finished", pgettext_lazy("help", "Finished")
        NOT_STARTED = "not_started", pgettext_lazy("help", "Did not start")
        STOPPED = "stopped", pgettext_lazy("help", "The client stopped")
        UNKNOWN = "unknown", pgettext_lazy("help", "Not known")

    RAN = (Outcome.FINISHED, Outcome.STOPPED, Outcome.UNKNOWN)

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="referrals")
    kind = models.CharField(_("kind of help"), max_length=12, choices=Kind.choices)
    # A colleague, or by name somebody outside: one of the two.
    owner_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(_("who helps"), max_length=80, blank=True)
    owner_since = models.DateField()
    already_helped = models.BooleanField(_("was being helped before we knew"), default=False)
    start = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)  # planned; once it ended, the day it did
    follow_up_on = models.DateField(_("ask what came of it on"))
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome.choices, blank=True)
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    # Goes up with every change: a page that was opened before somebody else's change is recognised.
    revision = models.PositiveIntegerField(default=1)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ReferralQuerySet.as_manager()

    class Meta:
        ordering = ["follow_up_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="referral_form_once"),
            models.CheckConstraint(
                condition=Q(owner_user__isnull=False, owner_name="")
                | (Q(owner_user__isnull=True) & ~Q(owner_name="")),
                name="referral_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("social_work", "debts", "care", "home", "other")),
                name="referral_kind_known",
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")), name="referral_forward"
            ),
            models.CheckConstraint(
                condition=Q(follow_up_on__gte=F("start")), name="referral_followed_up_after_start"
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(outcome="not_started", until__isnull=True)
                | Q(outcome__in=("finished", "stopped", "unknown"), until__isnull=False),
                name="referral_end_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "follow_up_on"], name="referral_of_client"),
            models.Index(fields=["follow_up_on"], condition=Q(outcome=""), name="referral_open"),
        ]

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def is_open(self) -> bool:
        return self.outcome == ""

    @property
    def owner(self) -> str:
        """Who sees to it, in words."""
        return self.owner_name or str(self.owner_user)

    @property
    def has_lost_owner(self) -> bool:
        """As `LOST_OWNER`, of one row. Reads `owner_user`."""
        user = self.owner_user
        return user is not None and not user.can(Can.WORK_CASES)


@history(_("Follow-up of help"), client="referral__client", about="referral__kind")
class FollowUp(models.Model):
    """It was asked what came of the help: it runs on and is asked again, or it ended."""

    class Outcome(models.TextChoices):
        RUNNING = "running", pgettext_lazy("help", "Runs on")
        FINISHED = "finished", pgettext_lazy("help", "Finished")
        NOT_STARTED = "not_started", pgettext_lazy("help", "Did not start")
        STOPPED = "stopped", pgettext_lazy("help", "The client stopped")
        UNKNOWN = "unknown", pgettext_lazy("help", "Not known")

    referral = models.ForeignKey(Referral, on_delete=models.CASCADE, related_name="follow_ups")
    on = models.DateField()
    outcome = models.CharField(_("what came of it"), max_length=12, choices=Outcome.choices)
    next_on = models.DateField(null=True)
    # What the referral said before, so that a slip can be undone.
    due_before = models.DateField()
    until_before = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="running", next_on__isnull=False)
                | (~Q(outcome="running") & Q(next_on__isnull=True)),
                name="follow_up_goes_on_until",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.referral_id} {self.on}"
