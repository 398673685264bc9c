"""What a hand-over says and does about talks: those still to come go along."""

import datetime
from collections.abc import Sequence

from django.utils.translation import ngettext

from trajecten.meetings.actions import hand_over_talks
from trajecten.meetings.models import Meeting
from wiz.clients.models import Client
from wiz.handover.along import goes_along


def tell(clients: Sequence[Client], at: datetime.datetime) -> str:
    number = Meeting.objects.of_consultants(at).filter(client__in=clients).count()
    words = ngettext(
        "%(n)d planned talk goes along to the new consultant. Look whether its day and time suit.",
        "%(n)d planned talks go along to the new consultant. Look whether their days and times suit.",
        number,
    )
    return words % {"n": number} if number else ""


goes_along(tell, hand_over_talks)
