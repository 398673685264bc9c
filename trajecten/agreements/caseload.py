"""What agreements add to the caseload: the day of the first that stands, whoever promised it."""

from django.utils.translation import gettext_lazy

from trajecten.agreements.models import Agreement
from wiz.clients.columns import deadline

deadline(
    "afspraak",
    gettext_lazy("agreement"),
    rows=lambda today: Agreement.objects.open(),
    client="client",
    date="due",
)
