"""Talks with a client, and what she said there of what she takes part in.

A meeting is planned for a day and an hour on the clock of the wall, as people make appointments: it stays at nine
when the clock changes. Or it is noted afterwards, and then only the day counts.
"""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trajecten.plans.models import Activity
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.trust.history import history


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, user: User) -> MeetingQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())

    def planned(self) -> MeetingQuerySet:
        return self.filter(state=Meeting.State.PLANNED)

    def of_consultants(self, at: datetime.datetime) -> MeetingQuerySet:
        """What clients' own consultants have planned and is still to come: not what somebody else leads."""
        clock = timezone.localtime(at, timezone.get_default_timezone())
        coming = Q(on__gt=clock.date()) | Q(on=clock.date(), time__gt=clock.time())
        return self.planned().filter(coming, led_by=F("client__consultant"))

    def contacts(self) -> MeetingQuerySet:
        """What was contact with the client: not a call nobody answered, nor a consultation without her."""
        return self.filter(state=Meeting.State.HELD, client_present=True)


@history(_("Meeting"), client="client", about="on")
class Meeting(models.Model):
    """A talk, visit, call or consultation about one client: planned, or what became of it."""

    class Kind(models.TextChoices):
        PHONE = "phone", _("Phone call")
        OFFICE = "office", _("Talk at the office")
        HOME = "home", _("Home visit")
        THREE_WAY = "three_way", _("Three-way talk")
        CONSULTATION = "consultation", _("Case consultation")
        MESSAGE = "message", _("E-mail or message")

    class Moment(models.TextChoices):
        """When a case consultation is held. Raaff, Kosten en moeite 3 (2006)."""

        INTAKE = "intake", _("Intake")
        DIAGNOSIS = "diagnosis", _("Diagnosis")
        PLAN = "plan", _("Plan")
        OUTFLOW = "outflow", _("Outflow")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Took place")
        NOT_REACHED = "not_reached", _("Not reached")
        NO_SHOW = "no_show", _("Did not come")
        CANCELLED = "cancelled", _("Cancelled")

    class Reason(models.TextChoices):
        """Facts, not judgement: a sick child and closed childcare are not unwillingness."""

        CHILD_ILL = "child_ill", _("Child ill")
        CHILDCARE = "childcare", _("Childcare closed or fell through")
        ILL = "ill", _("Ill")
        TRANSPORT = "transport", _("Transport")
        WORK = "work", _("Work, training or school")
        OURS = "ours", _("Cancelled by us")
        OTHER = "other", _("Other")
        UNKNOWN = "unknown", _("Not known")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="meetings")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    moment = models.CharField(_("moment"), max_length=10, choices=Moment.choices, blank=True)
    state = models.CharField(max_length=12, choices=State.choices)
    on = models.DateField(_("day"))
    time = models.TimeField(_("time"), null=True, blank=True)  # on the clock in Amsterdam
    place = models.CharField(_("place"), max_length=120, blank=True)
    subject = models.CharField(_("about"), max_length=200, blank=True)
    led_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")  # whose agenda it stands in
    others = models.CharField(_("who else took part"), max_length=200, blank=True)
    client_present = models.BooleanField(_("the client took part"), default=True)
    note = models.TextField(_("what was said"), blank=True)
    reason = models.CharField(_("reason"), max_length=12, choices=Reason.choices, blank=True)
    planned_at = models.DateTimeField(null=True)
    # Who wrote what became of it, and when: on that day she may still change it.
    written_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    written_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-time", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="meeting_form_once"),
            models.CheckConstraint(
                condition=~Q(state="planned") | Q(time__isnull=False), name="meeting_planned_has_time"
            ),
            models.CheckConstraint(
                condition=Q(moment="") | Q(kind="consultation"), name="meeting_moment_of_consultation"
            ),
            models.CheckConstraint(
                condition=Q(state="planned", written_by__isnull=True, written_at__isnull=True)
                | (~Q(state="planned") & Q(written_by__isnull=False, written_at__isnull=False)),
                name="meeting_written_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("no_show", "cancelled")) | ~Q(reason=""),
                name="meeting_missed_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-on"], name="meeting_of_client"),
            models.Index(fields=["on"], condition=Q(state="planned"), name="meeting_planned"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on}"

    @property
    def is_planned(self) -> bool:
        return self.state == self.State.PLANNED


@history(_("Addition to a meeting"), client="meeting__client", about="meeting__on")
class Addition(models.Model):
    """What was added to a note on a later day. A note itself is never rewritten then."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="additions")
    text = models.TextField(_("addition"))
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["form_key"], name="addition_form_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.at:%Y-%m-%d}"


@history(_("Experience"), client="meeting__client", about="activity__title")
class Experience(models.Model):
    """What the client says of something she takes part in, at a meeting. Not discussed is no row."""

    class View(models.TextChoices):
        GOOD = "good", _("Good")
        MIXED = "mixed", _("Mixed")
        BAD = "bad", _("Bad")
        NO_CONTACT = "no_contact", _("Says there was no contact")

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="experiences")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="experiences")
    view = models.CharField(_("how it goes"), max_length=10, choices=View.choices)
    words = models.CharField(_("in the client's own words"), max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "activity"], name="experience_once")]

    def __str__(self) -> str:
        return f"{self.activity_id}: {self.view}"


def running_activities(client: Client, day: datetime.date) -> models.QuerySet[Activity]:
    """Return what a client takes part in by herself on a day; orders are told by their bureaus' matter."""
    return Activity.objects.own().filter(client=client, start__lte=day, end__gte=day)


def has_contact_since(day: datetime.date) -> Exists:
    """Return the condition that a client was spoken to on or after a day."""
    return Exists(Meeting.objects.contacts().filter(client=OuterRef("pk"), on__gte=day))
