"""Ladders as data, and where a client stands on them over time."""

from __future__ import annotations

import datetime
import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.names import Alphabetical
from wiz.trust.history import history


class LadderQuerySet(models.QuerySet["Ladder"]):
    def in_use_on(self, day: datetime.date) -> LadderQuerySet:
        """Ladders on which a client may be placed on a day."""
        begun = Q(valid_from__isnull=True) | Q(valid_from__lte=day)
        return self.filter(begun, Q(retired_from__isnull=True) | Q(retired_from__gt=day))


@history(_("Ladder"), about="name")
class Ladder(models.Model):
    """A way to say how far somebody is from work: rungs in an order. Fashions change; history stays readable."""

    name = models.CharField(_("name"), max_length=60)
    description = models.CharField(_("description"), max_length=300, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    valid_from = models.DateField(_("in use from"), null=True, blank=True)  # null: as long as anybody knows
    retired_from = models.DateField(_("no longer used from"), null=True, blank=True)
    is_default = models.BooleanField(_("for new placements"), default=False)

    objects = LadderQuerySet.as_manager()

    class Meta:
        ordering = ["-is_default", F("retired_from").desc(nulls_first=True), Alphabetical("name")]
        constraints = [
            models.UniqueConstraint(fields=["name"], name="ladder_name_once"),
            models.UniqueConstraint(
                fields=["is_default"], condition=Q(is_default=True), name="ladder_one_default"
            ),
            models.CheckConstraint(
                condition=Q(is_default=False) | Q(retired_from__isnull=True), name="ladder_default_stays"
            ),
            models.CheckConstraint(
                condition=Q(valid_from__isnull=True)
                | Q(retired_from__isnull=True)
                | Q(retired_from__gt=F("valid_from")),
                name="ladder_retired_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def holds_on(self, day: datetime.date) -> bool:
        """Say whether a client may be placed on this ladder on a day; as `in_use_on`, for a row that is loaded."""
        begun = self.valid_from is None or self.valid_from <= day
        return begun and (self.retired_from is None or self.retired_from > day)


@history(_("Rung"), about="name")
class Rung(models.Model):
    """One rung; position 1 is the lowest, furthest from work. Its words may change, its place does not."""

    ladder = models.ForeignKey(Ladder, on_delete=models.CASCADE, related_name="rungs")
    position = models.PositiveSmallIntegerField()
    name = models.CharField(_("name"), max_length=20)
    label = models.CharField(_("in a few words"), max_length=60, blank=True)
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["ladder", "position"], name="rung_position_once")]

    def __str__(self) -> str:
        return f"{self.name} · {self.label}" if self.label else self.name

    @property
    def mark(self) -> str:
        """What stands beside the picture: "Sport 2" → "2", "A1" → "A1"."""
        return self.name.rsplit(" ", 1)[-1]


class PlacementQuerySet(models.QuerySet["Placement"]):
    def visible_to(self, user: User) -> PlacementQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())

    def current(self) -> PlacementQuerySet:
        """What holds now: at most one a client and ladder."""
        return self.filter(until__isnull=True)

    def by_default_first(self) -> PlacementQuerySet:
        """The one to name when one is enough: on the service's own ladder, or else the latest."""
        return self.order_by("-ladder__is_default", "-on", "-pk")


@history(_("Placement"), client="client", about="rung__name")
class Placement(models.Model):
    """Where a client stands on a ladder from a day on, and why. Progress within a rung is a row too.

    A row holds until the next one on the same ladder takes over. Nothing is overwritten: a slip of the same day is
    undone by who made it, anything later is a new row.
    """

    class Kind(models.TextChoices):
        PLACED = "placed", _("placed")
        UP = "up", _("a step up")
        DOWN = "down", _("a step back")
        PROGRESS = "progress", _("progress")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="placements")
    ladder = models.ForeignKey(Ladder, on_delete=models.PROTECT, related_name="placements")
    rung = models.ForeignKey(Rung, on_delete=models.PROTECT, related_name="placements")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField(_("date"))
    until = models.DateField(null=True)  # the day the next one took over
    reason = models.CharField(_("reason"), max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # After a step back: what is going to happen now.
    follow_up = models.CharField(_("what happens now"), max_length=500, blank=True)
    follow_up_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    follow_up_on = models.DateField(null=True)
    # The page that made this row: a second click on its button finds the row instead of making another.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = PlacementQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        indexes = [models.Index(fields=["client", "ladder", "on"], name="placement_history")]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="placement_form_once"),
            models.UniqueConstraint(
                fields=["client", "ladder"], condition=Q(until__isnull=True), name="placement_one_current"
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("on")), name="placement_until_after_on"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="placement_has_reason"),
            models.CheckConstraint(
                condition=Q(follow_up="", follow_up_by__isnull=True, follow_up_on__isnull=True)
                | (~Q(follow_up="") & Q(follow_up_by__isnull=False, follow_up_on__isnull=False)),
                name="placement_follow_up_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rung_id} {self.on}"
