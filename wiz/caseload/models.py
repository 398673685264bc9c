"""The views of the caseload that people keep."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from wiz.people.models import User
from wiz.people.names import Alphabetical
from wiz.people.roles import Can


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: User) -> SavedViewQuerySet:
        """Everybody has her own, as long as she works cases."""
        return self.filter(user=user) if user.can(Can.WORK_CASES) else self.none()


class SavedView(models.Model):
    """A name for filters, an order and columns of the caseload, as `Choice.stored` gives them; no client in it."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=40)
    query = models.JSONField(default=dict)
    is_default = models.BooleanField(
        _("open with this view"), default=False, help_text=_("The caseload then begins with it.")
    )

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = [Alphabetical("name"), "pk"]
        constraints = [
            models.UniqueConstraint("user", Lower("name"), name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_default=True), name="saved_view_one_default"
            ),
        ]

    def __str__(self) -> str:
        return self.name
