"""An order to a bureau: what is asked, from when to when, and when it stood still."""

from __future__ import annotations

import datetime
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.bureaus.models import Bureau, Instrument
from trajecten.plans.models import Activity
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.trust.history import history


class OrderQuerySet(models.QuerySet["Order"]):
    def visible_to(self, user: User) -> OrderQuerySet:
        """Case workers see every order; a bureau worker those of her own bureau."""
        if user.can(Can.WORK_CASES):
            return self
        if user.can(Can.REPORT):
            return self.filter(bureau=user.organisation_id)
        return self.none()

    def running_on(self, day: datetime.date) -> OrderQuerySet:
        """Begun, not ended. An order past its planned end runs on until somebody decides: that is the point."""
        return self.filter(
            ~Exists(Pause.objects.filter(order=OuterRef("pk"), start__lte=day, until__gt=day)),
            Q(ended_on__isnull=True) | Q(ended_on__gte=day),
            activity__start__lte=day,
        )

    def with_new_contact(self) -> OrderQuerySet:
        """Not ended, and the client has a consultant whom the bureau has not seen yet."""
        consultant = F("activity__client__consultant")
        seen = Q(contact_seen=consultant, contact_seen__isnull=False)
        return self.filter(~seen, activity__client__consultant__isnull=False, ended_on__isnull=True)

    def with_parties(self) -> OrderQuerySet:
        return self.select_related(
            "activity__client__consultant", "bureau__organisation", "instrument", "coach"
        )


@history(_("Order"), client="activity__client", about="activity__title")
class Order(models.Model):
    """What a bureau is asked to do for one client, under its own report rhythm, fixed at the start."""

    activity = models.OneToOneField(Activity, on_delete=models.CASCADE, related_name="order")
    bureau = models.ForeignKey(
        Bureau, verbose_name=_("bureau"), on_delete=models.PROTECT, related_name="orders"
    )
    instrument = models.ForeignKey(Instrument, verbose_name=_("instrument"), on_delete=models.PROTECT)
    coach = models.ForeignKey(
        User, verbose_name=_("coach"), on_delete=models.PROTECT, null=True, blank=True, related_name="orders"
    )
    # The consultant whom the bureau last saw on the pages of this order: another one is new to it.
    contact_seen = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    question = models.TextField(_("what you ask"), help_text=_("What should be different at the end?"))
    ordered_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    ordered_at = models.DateTimeField()
    report_interval = models.PositiveSmallIntegerField()  # calendar months
    report_final = models.PositiveSmallIntegerField()  # days after the end
    ended_on = models.DateField(null=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = OrderQuerySet.as_manager()

    class Meta:
        ordering = ["-activity__start", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="order_form_once"),
            models.CheckConstraint(condition=Q(report_interval__gte=1), name="order_reports_at_all"),
            models.CheckConstraint(
                condition=Q(ended_on__isnull=True, end_reason="")
                | (Q(ended_on__isnull=False) & ~Q(end_reason="")),
                name="order_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} – {self.bureau}"

    @property
    def client(self) -> Client:
        return self.activity.client

    @property
    def has_new_contact(self) -> bool:
        """The client has a consultant whom the bureau has not seen yet; of an ended order nobody needs to know."""
        consultant = self.activity.client.consultant_id
        return self.ended_on is None and consultant is not None and consultant != self.contact_seen_id


@history(_("Pause of an order"), client="order__activity__client", about="start")
class Pause(models.Model):
    """The order stood still from `start` up to, not including, `until`; what is owed moves by as many days."""

    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="pauses")
    start = models.DateField(_("from"))
    until = models.DateField(_("starts again on"))
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["start"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("start")), name="pause_ends_after_start"),
            models.CheckConstraint(condition=~Q(reason=""), name="pause_has_reason"),
            ExclusionConstraint(
                name="pause_not_twice",
                expressions=[
                    ("order", RangeOperators.EQUAL),
                    (Func("start", "until", function="daterange"), RangeOperators.OVERLAPS),
                ],
            ),
        ]

    def __str__(self) -> str:
        return f"{self.start} – {self.until}"
