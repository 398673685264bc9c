"""What an absence adds to a client's page: her consultant is away, and who covers."""

import datetime

from django.utils.translation import gettext as _

from wiz.absence.models import Absence
from wiz.casefile.frame import header_badge
from wiz.clients.models import Client
from wiz.templatetags.wiz_ui import day


@header_badge
def consultant_away(client: Client, today: datetime.date) -> tuple[str, str] | None:
    if client.consultant_id is None:
        return None
    absences = Absence.objects.on(today).filter(person=client.consultant_id)
    absence = absences.values_list("last_day", "covered_by__name").first()
    if absence is None:
        return None
    last_day, who = absence
    words = _("Consultant away until %(day)s, %(who)s covers")
    return "info", words % {"day": day(last_day, today), "who": who}
