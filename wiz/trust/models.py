"""Who looked at what: one row a look, never changed, never removed by the application."""

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
