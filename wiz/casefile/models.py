"""What happened in a case, one row a happening: the timeline pages over these rows."""

from __future__ import annotations

from django.db import models

from wiz.clients.models import Client
from wiz.people.models import User


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: User) -> EventQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())


class Event(models.Model):
    """Something that happened: `kind` is registered with its sentence in a matter's `casefile.py`."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    subject_type = models.CharField(max_length=40, blank=True)
    subject_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)  # what fills the sentence: party, date, reason

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["client", "-at", "-id"], name="event_timeline")]

    def __str__(self) -> str:
        return f"{self.kind} {self.at:%Y-%m-%d}"
