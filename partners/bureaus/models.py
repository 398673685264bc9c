"""The partners, and the catalogue of what they can be asked to do."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiz.people.models import Organisation, User
from wiz.people.names import Alphabetical
from wiz.people.roles import Can
from wiz.trust.history import history


@history(_("Instrument"), about="name")
class Instrument(models.Model):
    """Something the service buys or asks for. A retired one stays on what was ordered before."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    active = models.BooleanField(_("can be ordered"), default=True)

    class Meta:
        ordering = [Alphabetical("name")]

    def __str__(self) -> str:
        return self.name


class BureauQuerySet(models.QuerySet["Bureau"]):
    def visible_to(self, user: User) -> BureauQuerySet:
        """Bureaus are competitors: a worker sees her own only."""
        if user.can(Can.WORK_CASES) or user.can(Can.ADMINISTER):
            return self
        return self.filter(organisation_id=user.organisation_id)


@history(_("Bureau"), about="organisation__name")
class Bureau(models.Model):
    """Any partner that carries out orders: what `wiz.Organisation` says of it, and what is more."""

    class Kind(models.TextChoices):
        REINTEGRATION = "reintegration", _("Re-integration bureau")
        OCCUPATIONAL = "occupational", _("Occupational health service")
        GGD = "ggd", _("GGD")
        TRAINING = "training", _("Training institute")
        WELFARE = "welfare", _("Welfare organisation")
        DEBTS = "debts", _("Debt counselling")
        CHILDCARE = "childcare", _("Childcare agency")

    organisation = models.OneToOneField(
        Organisation, on_delete=models.CASCADE, primary_key=True, related_name="bureau"
    )
    kind = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    report_interval = models.PositiveSmallIntegerField(
        _("reports every so many months"),
        null=True,
        blank=True,
        help_text=_("Leave empty for the service's own rule. Holds for orders made from now on."),
    )
    active = models.BooleanField(_("gets new orders"), default=True)

    objects = BureauQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("organisation__name")]

    def __str__(self) -> str:
        return self.organisation.name
