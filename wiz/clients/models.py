"""The client and her children."""

from __future__ import annotations

import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Concat
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wiz.clients import bsn
from wiz.people.models import Municipality, User
from wiz.people.names import Filed, Plain, sort_key
from wiz.people.roles import Can
from wiz.trust.history import history


class ClientQuerySet(models.QuerySet["Client"]):
    def visible_to(self, user: User) -> ClientQuerySet:
        """The service's consultants and team leads see all its clients; bureaus reach them through their orders."""
        return self if user.can(Can.WORK_CASES) else self.none()

    def theirs(self, client: str = "client") -> Q:
        """Return the condition that a row is of one of these clients; `client` is its look-up to it.

        None when they are everybody: the database would look up of every row that its client exists.
        """
        return Q(**{f"{client}__in": self.order_by().values("pk")}) if self.query.where else Q()


def searched_name() -> Plain:
    """Return the expression of `Client.plain_name`; the spaces around it let a pattern ask for a whole word."""
    space = Value(" ")
    return Plain(Concat(space, "first_name", space, "prefix", space, "last_name", space))


@history(_("Client"), client="pk", secret=("bsn_cipher",), skip=("bsn_fingerprint",))
class Client(models.Model):
    """A person on social assistance, guided by one consultant. Known to partners by `number`, never by BSN."""

    class LeadBenefit(models.TextChoices):
        """Who leads when another benefit runs beside social assistance."""

        MUNICIPALITY = "municipality", _("The municipality")
        UWV = "uwv", _("UWV")

    class Household(models.TextChoices):
        """Who shares the household, as far as it matters to what can be asked of her."""

        ALONE = "alone", _("Alone")
        SINGLE_PARENT = "single_parent", _("Single parent")
        COUPLE = "couple", _("Couple")
        COUPLE_WITH_CHILDREN = "couple_with_children", _("Couple with children")
        OTHER = "other", _("Other")

    number = models.CharField(_("client number"), max_length=20, unique=True)
    first_name = models.CharField(_("first name"), max_length=60)
    prefix = models.CharField(_("prefix"), max_length=20, blank=True)
    last_name = models.CharField(_("last name"), max_length=80)
    birth_date = models.DateField(_("birth date"), null=True, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), blank=True)
    street = models.CharField(_("street and number"), max_length=120, blank=True)
    postcode = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("city"), max_length=80, blank=True)
    language = models.CharField(
        _("language"),
        max_length=40,
        blank=True,
        help_text=_("Which this client speaks best, if that is not Dutch."),
    )
    needs_help_with_forms = models.BooleanField(_("needs help with forms and letters"), default=False)
    household = models.CharField(_("household"), max_length=20, choices=Household.choices, blank=True)
    benefit_since = models.DateField(_("on benefit since"), null=True, blank=True)
    municipality = models.ForeignKey(Municipality, verbose_name=_("municipality"), on_delete=models.PROTECT)
    consultant = models.ForeignKey(
        User,
        verbose_name=_("consultant"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="clients",
    )
    lead_benefit = models.CharField(
        _("who leads"),
        max_length=20,
        choices=LeadBenefit.choices,
        default=LeadBenefit.MUNICIPALITY,
        help_text=_("When another benefit runs beside social assistance."),
    )
    bsn_cipher = models.BinaryField(null=True, editable=False)
    # Null, not empty: two clients without a BSN are not the same client.
    bsn_fingerprint = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001
    # The page that made this row: a second click on its button finds the row instead of making another.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)
    # Made by the database from the name, so that no way of writing a client can leave it behind.
    plain_name = models.GeneratedField(
        expression=searched_name(), output_field=models.TextField(), db_persist=True
    )
    sort_name = sort_key(Filed("last_name", "prefix", "first_name"))

    objects = ClientQuerySet.as_manager()

    class Meta:
        ordering = ["sort_name", "pk"]
        indexes = [
            models.Index(fields=["consultant", "sort_name", "id"], name="client_caseload"),
            models.Index(fields=["sort_name", "id"], name="client_by_name"),
            # No pending list: a search pays for it, and right after an import most.
            GinIndex(
                fields=["plain_name"], opclasses=["gin_trgm_ops"], name="client_name_words", fastupdate=False
            ),
            models.Index(fields=["birth_date"], name="client_birth_date"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["bsn_fingerprint"], name="client_bsn_once"),
            models.UniqueConstraint(fields=["form_key"], name="client_form_once"),
            models.CheckConstraint(
                condition=Q(bsn_cipher__isnull=True, bsn_fingerprint__isnull=True)
                | Q(bsn_cipher__isnull=False, bsn_fingerprint__isnull=False),
                name="client_bsn_both_or_none",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.first_name, self.prefix, self.last_name) if part)

    @property
    def bsn(self) -> str | None:
        """The readable number. Every use must be recorded (`wiz.trust`)."""
        return bsn.decrypt(bytes(self.bsn_cipher)) if self.bsn_cipher is not None else None

    @property
    def masked_bsn(self) -> str:
        """The number with its last three digits only, or nothing when none is known."""
        if self.bsn_cipher is None:
            return ""
        try:
            return bsn.mask(bsn.decrypt(bytes(self.bsn_cipher)))
        except bsn.Unreadable:
            return gettext("not readable")

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postcode} {self.city}".strip()) if part)


@history(_("Child"), client="client", about="first_name")
class Child(models.Model):
    """A child of the household, by birth date: ages and their limits follow from it."""

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="children")
    first_name = models.CharField(_("first name"), max_length=60, blank=True)
    birth_date = models.DateField(_("birth date"))
    # That it is so, never why: such a child weighs in an exemption until it is eighteen.
    extra_care = models.BooleanField(_("needs extra care"), default=False)

    class Meta:
        ordering = ["birth_date", "pk"]
        indexes = [
            models.Index(fields=["client", "birth_date"], name="child_by_birth_date"),
            models.Index(fields=["birth_date"], name="child_birth_date"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} ({self.birth_date:%d-%m-%Y})"


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def open(self) -> AssignmentQuerySet:
        return self.filter(until__isnull=True)


@history(_("Time of a consultant"), client="client", about="consultant__name")
class Assignment(models.Model):
    """A consultant's time with a client: from `start` up to, not including, `until`. The open one is now.

    `Client.consultant` says the same for now; both are written by the same actions. `note` is what the consultant
    before wrote down for this one (overdrachtsbrief); once written it stays as it is.
    """

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="assignments")
    consultant = models.ForeignKey(User, on_delete=models.PROTECT, related_name="assignments")
    start = models.DateField()
    until = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    note = models.TextField(_("hand-over note"), blank=True)
    note_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("start")), name="assignment_forward"
            ),
            # Handed over twice on a day, the middle one lasted no day: an empty period overlaps nothing.
            ExclusionConstraint(
                name="assignment_not_twice",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (Func("start", "until", function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
            models.CheckConstraint(
                condition=Q(note="", note_by__isnull=True) | (~Q(note="") & Q(note_by__isnull=False)),
                name="assignment_note_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.consultant} {self.start} –"
