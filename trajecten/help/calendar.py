"""Help in the calendar: the days on which it is asked what came of it."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.help.models import Referral
from wiz.calendar.sources import Entry, Kind, Scope, calendar_source


def askings(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    found = Referral.objects.open().filter(scope.hers(), follow_up_on__range=(scope.since, last))
    shown = ("client", "kind", "follow_up_on", "owner_name", "owner_user__name")
    return [_asking(referral) for referral in found.select_related("owner_user").only(*shown)]


def _asking(referral: Referral) -> Entry:
    words = {"help": str(referral.get_kind_display()).lower(), "who": referral.owner}
    return Entry(
        day=referral.follow_up_on,
        client_id=referral.client_id,
        what=_("What came of it: %(help)s, %(who)s") % words,
        kind=Kind.LOOK_AGAIN,
        url=reverse("referral_follow_up", args=[referral.pk]),
    )


calendar_source("hulp", gettext_lazy("Help"), askings)
