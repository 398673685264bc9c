"""Agreements: who does what by when. They are made at a meeting, and stand until they are kept or dropped."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trajecten.meetings.models import Meeting
from wiz.clients.models import Client
from wiz.people.models import Organisation, User
from wiz.people.roles import Can
from wiz.trust.history import history


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def visible_to(self, user: User) -> AgreementQuerySet:
        """Case workers see all; a bureau what it promised itself."""
        if user.can(Can.REPORT):
            return self.filter(organisation=user.organisation_id)
        return self.filter(Client.objects.visible_to(user).theirs())

    def open(self) -> AgreementQuerySet:
        return self.filter(state=Agreement.State.OPEN)

    def with_parties(self) -> AgreementQuerySet:
        return self.select_related("owner_user", "organisation", "meeting__led_by", "client__consultant")


@history(_("Agreement"), client="client", about="text")
class Agreement(models.Model):
    """Somebody will do something by a day. Open until it is done, or dropped with a reason."""

    class Owner(models.TextChoices):
        CLIENT = "client", _("Client")
        CONSULTANT = "consultant", _("Consultant")
        BUREAU = "bureau", _("Bureau")
        OTHER = "other", _("Somebody else")

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        DONE = "done", _("Done")
        DROPPED = "dropped", _("Dropped")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="agreements")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="agreements")
    text = models.CharField(_("agreement"), max_length=300)
    owner = models.CharField(_("who"), max_length=10, choices=Owner.choices)
    owner_user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    owner_name = models.CharField(_("name"), max_length=80, blank=True)
    due = models.DateField(_("by"))
    due_reason = models.CharField(_("why another date"), max_length=300, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(_("what came of it"), max_length=300, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["due", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner="client", owner_user__isnull=True, organisation__isnull=True, owner_name="")
                | Q(owner="consultant", owner_user__isnull=False, organisation__isnull=True, owner_name="")
                | Q(owner="bureau", owner_user__isnull=True, organisation__isnull=False, owner_name="")
                | (Q(owner="other", owner_user__isnull=True, organisation__isnull=True) & ~Q(owner_name="")),
                name="agreement_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(state="open", settled_at__isnull=True, settled_by__isnull=True)
                | (~Q(state="open") & Q(settled_at__isnull=False, settled_by__isnull=False)),
                name="agreement_settled_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(outcome=""), name="agreement_dropped_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["client", "due"], name="agreement_of_client"),
            models.Index(fields=["due"], condition=Q(state="open"), name="agreement_open"),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def who(self) -> str:
        """Who will do it, in words."""
        if self.owner == self.Owner.CONSULTANT:
            return str(self.owner_user)
        if self.owner == self.Owner.BUREAU:
            return str(self.organisation)
        return self.owner_name or str(self.get_owner_display())

    @property
    def party(self) -> str:
        """The same as an event keeps it: the client as a code, for each reader to read in her own language."""
        return self.owner if self.owner == self.Owner.CLIENT else self.who


@history(_("Reminder of an agreement"), client="agreement__client", about="agreement__text")
class AgreementReminder(models.Model):
    """Somebody was reminded of an agreement; once a day is enough."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "on"], name="agreement_reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.on}"
