"""The letters a decision on an exemption makes: granted, refused, revoked. In Dutch, as the client reads them."""

import datetime
from decimal import Decimal

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.models import Exemption, ExemptionReview
from wiz.letters.actions import make_letter
from wiz.letters.kinds import letter_kind
from wiz.letters.models import Letter
from wiz.people.models import User

GRANTED, REFUSED, REVOKED = "exemption-granted", "exemption-refused", "exemption-revoked"
PLACES = {
    "asked": _("what was asked for"),
    "request_reason": _("the reason in the request"),
    "reason": _("the reason of the decision"),
}
SAMPLE = {
    "asked": "gedeeltelijke ontheffing van 1 januari 2027 tot en met 30 juni 2027",
    "request_reason": "Uw zoon gaat in februari naar een school met begeleiding. Tot dan kunt u alleen 's ochtends.",
    "reason": "U heeft duidelijke afspraken gemaakt en het is zeker wanneer uw zoon naar school gaat.",
}

letter_kind(
    GRANTED,
    _("Exemption granted"),
    {
        **PLACES,
        "duty": _("what the duty to apply for work is meanwhile"),
        "from": _("the first day"),
        "until": _("the last day"),
        "meanwhile": _("what the client does meanwhile"),
        "participation": _("what participation remains possible"),
        "look_again": _("when it is looked at again"),
    },
    {
        **SAMPLE,
        "duty": "U hoeft werk te zoeken voor hoogstens 12 uur per week.",
        "from": "1 januari 2027",
        "until": "30 juni 2027",
        "meanwhile": "U werkt 12 uur per week in het buurtrestaurant.\nU praat vóór 15 januari met de school.",
        "participation": "Het buurtrestaurant, drie ochtenden per week",
        "look_again": "1 april 2027",
    },
    optional=["asked", "meanwhile", "participation"],
)
letter_kind(REFUSED, _("Exemption refused"), PLACES, SAMPLE, optional=["request_reason"])
letter_kind(
    REVOKED,
    _("Exemption revoked"),
    {"last_day": _("the last day of the exemption"), "reason": PLACES["reason"]},
    {
        "last_day": "31 maart 2027",
        "reason": "Uw zoon gaat nu hele dagen naar school. U kunt weer werk zoeken.",
    },
)


def decision_letter(
    exemption: Exemption, review: ExemptionReview, *, by: User, at: datetime.datetime
) -> Letter:
    """Make the letter about a request that was granted or refused."""
    with translation.override("nl"):
        facts = {
            "asked": _asked(exemption),
            "request_reason": exemption.reason,
            "reason": review.reason,
        }
        if review.outcome == ExemptionReview.Outcome.GRANTED:
            facts |= {
                "duty": _duty(review.extent, review.hours),
                "from": _day(review.start),
                "until": _day(review.end),
                "meanwhile": "\n".join(_line(row.text, row.due) for row in exemption.meanwhile.all()),
                "participation": exemption.participation,
                "look_again": _day(exemption.look_again_on),
            }
    kind = GRANTED if review.outcome == ExemptionReview.Outcome.GRANTED else REFUSED
    return make_letter(exemption.client, kind, facts, subject=exemption, by=by, at=at)


def revocation_letter(
    exemption: Exemption, last_day: datetime.date, *, by: User, at: datetime.datetime
) -> Letter:
    with translation.override("nl"):
        facts = {"last_day": _day(last_day), "reason": exemption.revoke_reason}
    return make_letter(exemption.client, REVOKED, facts, subject=exemption, by=by, at=at)


def _asked(exemption: Exemption) -> str:
    extent = "volledige" if exemption.extent == Exemption.Extent.FULL else "gedeeltelijke"
    return f"{extent} ontheffing van {_day(exemption.start)} tot en met {_day(exemption.end)}"


def _duty(extent: str, hours: Decimal | None) -> str:
    if extent == Exemption.Extent.FULL or hours is None:
        return "U hoeft in deze tijd niet naar werk te zoeken."
    n = number_format(hours.normalize())
    return f"U hoeft in deze tijd werk te zoeken voor hoogstens {n} uur per week. Voor de andere uren hoeft dat niet."


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _line(text: str, due: datetime.date | None) -> str:
    return f"{text} (vóór {_day(due)})" if due else text
