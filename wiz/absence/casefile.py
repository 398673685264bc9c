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
    absence = (
        Absence.objects.on(today).filter(person=client.consultant_id).select_related("covered_by").first()
    )
    if absence is None:
        return None
    words = _("Consultant away until %(day)s, %(who)s covers")
    return "info", words % {"day": day(absence.last_day, today), "who": absence.covered_by}
