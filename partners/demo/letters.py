"""The house styles of the demo, and which letters are written: a handful, for a PDF costs time.

A decision has its letter where it is met first: exemptions of the known consultant's clients that hold today. To write
all of them would take several times as long as all the rest of the demo, and a file of 30 kB each.
"""

import datetime
from dataclasses import dataclass

from django.db.models import QuerySet

from partners.demo import signins
from partners.demo.clock import DAY
from partners.demo.texts.letters import ABOUT, BRINGS, CORRECTED, DROPPED
from trajecten.exemptions.models import Exemption, ExemptionReview
from trajecten.meetings.models import Meeting
from wiz.letters.models import HouseStyle, Letter
from wiz.people.models import Municipality, User
from wiz.terms import day_of

# What becomes of each letter, in the order of the meetings.
FATES = ("sent", "waits", "corrected", "dropped", "handed", "waits")
FRIDAY = 4
HOUR = datetime.timedelta(hours=1)
COLOURS = ("#1f4e79", "#7a1f3d", "#14532d")


@dataclass(frozen=True)
class Invitation:
    meeting: Meeting
    about: str
    bring: str
    fate: str
    at: datetime.datetime


def house_styles(municipalities: list[Municipality], *, by: User, at: datetime.datetime) -> list[HouseStyle]:
    return [
        HouseStyle(
            municipality=municipality,
            department="Werk, Inkomen en Zorg",
            address=f"Postbus 100\n1234 AB {municipality.name}",
            visit=f"Stadskantoor, Raadhuisplein 1 in {municipality.name}",
            phone="06 00 00 00 00",
            email=f"wiz@{municipality.name.lower().replace(' ', '')}.example",
            website=f"www.{municipality.name.lower().replace(' ', '')}.example",
            accent=colour,
            revision=1,
            saved_at=at,
            saved_by=by,
        )
        for municipality, colour in zip(municipalities, COLOURS, strict=True)
    ]


def invitations(today: datetime.date) -> list[Invitation]:
    """Return the talks of the known consultant that are planned first, each with what becomes of its letter."""
    planned = Meeting.objects.planned().filter(
        led_by__email=signins.CONSULTANT.email,
        on__gte=today,
        kind__in=(Meeting.Kind.OFFICE, Meeting.Kind.HOME, Meeting.Kind.THREE_WAY),
    )
    found = planned.select_related("client__consultant", "client__municipality", "led_by")
    return [
        Invitation(
            meeting,
            ABOUT[number % len(ABOUT)],
            BRINGS[number % len(BRINGS)],
            FATES[number],
            meeting.planned_at + HOUR / 2,
        )
        for number, meeting in enumerate(found.order_by("on", "time", "pk")[: len(FATES)])
        if meeting.planned_at
    ]


def decisions(today: datetime.date) -> QuerySet[ExemptionReview]:
    """Return what granted the exemptions that hold today of the known consultant's clients, the first one first."""
    held = Exemption.objects.filter(
        client__consultant__email=signins.CONSULTANT.email,
        state=Exemption.State.GRANTED,
        granted_from__lte=today,
        granted_until__gte=today,
    )
    granted = ExemptionReview.objects.filter(exemption__in=held, outcome=ExemptionReview.Outcome.GRANTED)
    return granted.select_related("exemption__client", "by").order_by("at", "pk")


def what_became(letter: Letter, fate: str, today: datetime.date) -> list[tuple[str, Letter, dict[str, str]]]:
    """Set on a letter what became of it, and return the events that tell so: kind, letter, facts."""
    at, made = letter.made_at + HOUR / 4, day_of(letter.made_at)
    if fate == "waits":
        return []
    if fate == "dropped":
        letter.dropped_at, letter.dropped_by, letter.drop_reason = at, letter.made_by, DROPPED
        return [("letter-dropped", letter, {"reason": DROPPED})]
    how = Letter.How.HANDED if fate == "handed" else Letter.How.POST
    letter.how, letter.sent_on, letter.sent_at, letter.sent_by = how, made, at, letter.made_by
    told = [("letter-sent", letter, {"day": str(made), "how": str(how)})]
    later = made + DAY * (3 if made.weekday() == FRIDAY else 1)
    if fate == "corrected" and later < today:
        letter.sent_on = later
        facts = {"day": str(later), "was": str(made), "how": str(how), "reason": CORRECTED}
        told.append(("letter-corrected", letter, facts))
    return told
