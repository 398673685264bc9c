"""When the last sweep was, for Today and for everybody when it is too long ago.

The finder of silence must not fall silent itself.
"""

import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiz.flags.models import Sweep
from wiz.templatetags.wiz_ui import day

SILENT_AFTER = datetime.timedelta(hours=1)


def sweep_notice(now: datetime.datetime) -> tuple[str, bool]:
    """Return the sentence about the last finished sweep, and whether that is too long ago."""
    finished = (
        Sweep.objects.filter(finished_at__isnull=False)
        .order_by("-finished_at")
        .values_list("finished_at", flat=True)
        .first()
    )
    if finished is None:
        return _("Nothing has been looked through yet: what is late is not found by itself."), True
    local = timezone.localtime(finished)
    when = f"{day(local)}, {date_format(local, 'TIME_FORMAT')}"
    if now - finished > SILENT_AFTER:
        silence = _(
            "Last sweep at %(when)s. Since then nothing has been looked through: what is late is not found by itself. "
            "Warn your administrator."
        )
        return silence % {"when": when}, True
    return _("Last sweep at %(when)s.") % {"when": when}, False
