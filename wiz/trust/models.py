"""Who looked at what, and who changed what: one row each, never changed, never removed by the application."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update

from wiz.clients.models import Client
from wiz.people.models import User


class Look(models.Model):
    """Somebody saw personal data: a case file, a report, an attachment, or a BSN. Or looked for who has a BSN."""

    class What(models.TextChoices):
        CLIENT = "client", _("Client's file")
        REPORT = "report", _("Report")
        ATTACHMENT = "attachment", _("Attachment")
        LETTER = "letter", _("Letter")
        BSN = "bsn", _("BSN")
        LIST = "list", _("List taken along in a file")
        BSN_SEARCH = "bsn_search", _("Search by BSN")

    at = models.DateTimeField()
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=12, choices=What.choices)
    # Nobody when a search by BSN found nobody.
    client = models.ForeignKey(
        Client, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+", null=True
    )
    subject_id = models.BigIntegerField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["client", "-at"], name="look_client")]
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=False) | Q(what="bsn_search"), name="look_of_somebody"
            )
        ]
        triggers = [Protect(name="append_only", operation=Update | Delete)]

    def __str__(self) -> str:
        return f"{self.user_id} {self.what} {self.client_id} {self.at:%Y-%m-%d %H:%M}"


class Change(models.Model):
    """A row of a table that keeps its history was added, changed or removed. Written by the database itself.

    `fields` holds what changed, `{"due": ["2026-03-01", "2026-04-01"]}`; of what was removed the row as it was; of
    what was added nothing. See `wiz.trust.history`.
    """

    class Kind(models.TextChoices):
        ADDED = "+", _("added")
        CHANGED = "~", _("changed")
        REMOVED = "-", _("removed")

    at = models.DateTimeField()  # of the transaction: what was done together has the same
    kind = models.CharField(max_length=1, choices=Kind.choices)
    model = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    # Without constraints: nothing stands in the way of writing history, and it outlives what it is about.
    client = models.ForeignKey(
        Client, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    by = models.ForeignKey(
        User, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True, related_name="+"
    )
    via = models.CharField(max_length=80)  # page, job or command; empty: something outside the program
    fields = models.JSONField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["client", "-at", "-id"], name="change_of_client")]
        triggers = [Protect(name="append_only", operation=Update | Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.model} {self.row_id}"
