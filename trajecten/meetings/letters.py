"""The letter that invites a client to a planned meeting."""

import datetime

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from trajecten.meetings.models import Meeting
from wiz.letters.kinds import letter_kind
from wiz.letters.models import Letter
from wiz.letters.paper import style_of

APPOINTMENT = "appointment"
# As the client reads it; a letter is in Dutch. Where no place was typed, the kind of meeting says it.
PLACES = {
    Meeting.Kind.PHONE: "telefonisch. Wij bellen u op {phone}",
    Meeting.Kind.MESSAGE: "wij sturen u een bericht",
    Meeting.Kind.HOME: "bij u thuis",
}
OFFICE = "op ons kantoor"
YOUR_NUMBER = "uw eigen nummer"

letter_kind(
    APPOINTMENT,
    _("Invitation to a meeting"),
    {
        "day": _("the day of the meeting, written out"),
        "time": _("the time of the meeting"),
        "place": _("where the meeting is"),
        "with": _("with whom the client speaks"),
        "about": _("what the meeting is about"),
        "bring": _("what the client takes along"),
    },
    {
        "day": "woensdag 9 december 2026",
        "time": "10.30 uur",
        "place": "Stadskantoor, Markt 1 in Maasdal, balie 3",
        "with": "Sanne de Groot",
        "about": "Uw plan en de opvang van uw kinderen",
        "bring": "Uw identiteitsbewijs en het rooster van uw opleiding",
    },
    optional=["with", "about", "bring"],
)


def facts_of(meeting: Meeting, *, about: str, bring: str) -> dict[str, str]:
    """Return what the invitation says of a meeting, whose client and municipality are at hand."""
    client = meeting.client
    office = " ".join(style_of(client.municipality).visit.split()) or OFFICE
    place = PLACES.get(Meeting.Kind(meeting.kind), office).format(phone=client.phone or YOUR_NUMBER)
    others = [meeting.led_by.name, *filter(None, [meeting.others])]
    with translation.override("nl"):
        return {
            "day": date_format(meeting.on, "l j F Y"),
            "time": f"{meeting.time or datetime.time():%H.%M} uur",
            "place": meeting.place or place,
            "with": " en ".join(others),
            "about": about.strip(),
            "bring": bring.strip(),
        }


def letter_of(meeting: Meeting) -> Letter | None:
    """Return the invitation that stands for a meeting; one query."""
    return Letter.objects.filter(kind=APPOINTMENT).about(meeting).standing().first()


def still_says(letter: Letter, meeting: Meeting) -> bool:
    """Say whether an invitation still tells when and where a meeting is."""
    facts = facts_of(meeting, about="", bring="")
    return all(letter.facts.get(name) == facts[name] for name in ("day", "time", "place", "with"))
