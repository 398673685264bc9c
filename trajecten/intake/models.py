"""The intake ("sport 0"): what helps and hinders a client, what she carries and what she can carry.

A picture is never changed: each save is a new version with its own rows, so that what changed can be read
(Raaff, Kosten en moeite 2 (2006), §8.2: strengths beside barriers, each weighed by the client as well).
"""

from __future__ import annotations

import datetime

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wiz.clients.models import Client
from wiz.people.models import User
from wiz.trust.history import history

LEAST, MOST = 1, 5  # of a weight
WEIGHT = [MinValueValidator(LEAST), MaxValueValidator(MOST)]


class FactorQuerySet(models.QuerySet["Factor"]):
    def offered_on(self, day: datetime.date) -> FactorQuerySet:
        """What can be chosen on a day; a retired factor stays readable where it was used."""
        return self.filter(Q(retired_on=None) | Q(retired_on__gt=day), valid_from__lte=day)


@history(_("Factor"), about="name")
class Factor(models.Model):
    """Something that helps or hinders clients, from the list the administrator keeps. Its name is data."""

    class Kind(models.TextChoices):
        STRENGTH = "strength", _("Strength")
        BARRIER = "barrier", _("Barrier")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place in the list"), default=0)
    valid_from = models.DateField(_("from"), default=datetime.date.min)
    retired_on = models.DateField(_("no longer offered from"), null=True, blank=True)

    objects = FactorQuerySet.as_manager()

    class Meta:
        ordering = ["-kind", "place", "pk"]  # strengths first
        constraints = [
            models.UniqueConstraint("kind", Lower("name"), name="factor_name_once"),
            models.CheckConstraint(
                condition=Q(retired_on=None) | Q(retired_on__gte=F("valid_from")),
                name="factor_retired_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IntakeQuerySet(models.QuerySet["Intake"]):
    def visible_to(self, user: User) -> IntakeQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())

    def with_rows(self) -> IntakeQuerySet:
        """With all that stands in a picture, in as many queries for one version as for many."""
        return self.select_related("by").prefetch_related(
            models.Prefetch("weighings", Weighing.objects.select_related("factor")),
            "supporters",
            "advices",
        )

    def of(self, client: Client) -> IntakeQuerySet:
        """A client's versions, the latest first."""
        return self.filter(client=client).order_by("-number")

    def first_versions(self) -> IntakeQuerySet:
        """The intakes themselves, without what was changed since: `at` is when the client came in."""
        return self.filter(number=1)


@history(_("Intake"), client="client", about="number")
class Intake(models.Model):
    """One version of a client's picture, as it was saved at a moment. Number 1 is the intake itself."""

    class Alone(models.TextChoices):
        """Whether somebody can take over from her for a day: the isolation that is part of the load."""

        NO = "no", _("Others can take over")
        SOMETIMES = "sometimes", _("Sometimes somebody can")
        YES = "yes", _("Stands alone for everything")

    class Source(models.TextChoices):
        DOCTOR = "doctor", _("Doctor")
        PSYCHOLOGIST = "psychologist", _("Psychologist")
        WORK_EXPERT = "work_expert", _("Occupational expert")
        CONSULTANT = "consultant", _("Consultant, with the client")

    class OtherParent(models.TextChoices):
        NOT_DISCUSSED = "not_discussed", _("Not discussed")
        CONTRIBUTES = "contributes", _("Contributes")
        LITTLE = "little", _("Contributes now and then")
        NOTHING = "nothing", _("Contributes nothing")
        NOT_THERE = "not_there", _("There is no other parent")
        # Says what to do, not why: whoever looks over her shoulder learns nothing.
        LEAVE = "leave", _("Do not bring up")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="intakes")
    number = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    wish = models.TextField(_("what the client wants"), blank=True)
    care = models.CharField(_("care for others"), max_length=200, blank=True)
    alone = models.CharField(_("stands alone"), max_length=10, choices=Alone.choices, blank=True)
    load = models.TextField(_("what else weighs"), blank=True)
    capacity_hours = models.DecimalField(
        _("hours a week"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    capacity = models.TextField(_("what the client can carry"), blank=True)
    capacity_source = models.CharField(
        _("who concluded this"), max_length=12, choices=Source.choices, blank=True
    )
    capacity_on = models.DateField(_("concluded on"), null=True, blank=True)
    capacity_until = models.DateField(_("valid until"), null=True, blank=True)
    other_parent = models.CharField(
        _("other parent"), max_length=14, choices=OtherParent.choices, default=OtherParent.NOT_DISCUSSED
    )
    other_parent_note = models.CharField(_("what the other parent does"), max_length=200, blank=True)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        ordering = ["client", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="intake_number_once"),
            models.CheckConstraint(
                condition=Q(capacity_on=None)
                | Q(capacity_until=None)
                | Q(capacity_until__gte=F("capacity_on")),
                name="intake_capacity_forward",
            ),
            models.CheckConstraint(
                condition=~Q(other_parent="leave") | Q(other_parent_note=""), name="intake_left_alone"
            ),
        ]

    def __str__(self) -> str:
        return str(self.number)

    @property
    def says_capacity(self) -> bool:
        return bool(self.capacity or self.capacity_hours is not None)


@history(_("Weighing"), client="intake__client", about="factor__name")
class Weighing(models.Model):
    """How heavily one factor weighs, to the client and to the consultant apart; one of the two may be open."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="weighings")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")
    client_weight = models.PositiveSmallIntegerField(null=True, blank=True, validators=WEIGHT)
    consultant_weight = models.PositiveSmallIntegerField(null=True, blank=True, validators=WEIGHT)
    words = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["-factor__kind", "factor__place", "factor", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["intake", "factor"], name="weighing_once"),
            models.CheckConstraint(
                condition=(Q(client_weight=None) | Q(client_weight__range=(LEAST, MOST)))
                & (Q(consultant_weight=None) | Q(consultant_weight__range=(LEAST, MOST))),
                name="weighing_on_the_scale",
            ),
            models.CheckConstraint(
                condition=Q(client_weight__isnull=False) | Q(consultant_weight__isnull=False) | ~Q(words=""),
                name="weighing_says_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.factor_id}: {self.client_weight} / {self.consultant_weight}"


@history(_("Supporter"), client="intake__client", about="who")
class Supporter(models.Model):
    """Somebody around the client who helps, by name or relation, and with what."""

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="supporters")
    who = models.CharField(_("who"), max_length=80)
    helps_with = models.CharField(_("helps with"), max_length=160, blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.who


@history(_("Advice of others"), client="intake__client", about="giver")
class ExpertAdvice(models.Model):
    """What another organisation advised about the client: conclusion and validity, never medical detail."""

    class Giver(models.TextChoices):
        UWV = "uwv", _("UWV (or CWI)")
        GGD = "ggd", _("GGD")
        OCCUPATIONAL = "occupational", _("Occupational health service")
        OTHER = "other", _("Somebody else")

    intake = models.ForeignKey(Intake, on_delete=models.CASCADE, related_name="advices")
    giver = models.CharField(_("given by"), max_length=12, choices=Giver.choices)
    name = models.CharField(_("name"), max_length=80, blank=True)
    words = models.TextField(_("advice"))
    given_on = models.DateField(_("given on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(given_on=None) | Q(valid_until=None) | Q(valid_until__gte=F("given_on")),
                name="expert_advice_forward",
            )
        ]

    def __str__(self) -> str:
        return self.who

    @property
    def who(self) -> str:
        """Name the giver as people do: the organisation's own name when it is known."""
        return self.name or str(self.get_giver_display())
