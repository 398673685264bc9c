"""The letters a decision on an exemption makes: granted, refused, revoked. In Dutch, as the client reads them.

A letter says what holds for this client from now on: who is refused one exemption may have another that runs on, and
what is revoked before it began never comes into force.
"""

import datetime
from decimal import Decimal

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext_lazy as _

from trajecten.exemptions.duty import duty_of
from trajecten.exemptions.models import Exemption, ExemptionReview
from wiz.letters.actions import make_letter
from wiz.letters.kinds import letter_kind
from wiz.letters.models import Letter
from wiz.people.models import User
from wiz.terms import day_of

GRANTED, REFUSED, REVOKED = "exemption-granted", "exemption-refused", "exemption-revoked"
NEVER_BEGUN = "exemption-never-begun"
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
        "duty": "U zoekt in deze tijd werk voor hoogstens 12 uur per week.",
        "from": "1 januari 2027",
        "until": "30 juni 2027",
        "meanwhile": "U werkt 12 uur per week in een buurthuis.\nU praat met de school (uiterlijk op 4 januari 2027).",
        "participation": "Het buurtrestaurant, drie ochtenden per week",
        "look_again": "1 april 2027",
    },
    optional=["asked", "meanwhile", "participation"],
)
NOW = {"duty": _("what the duty to apply for work is now")}
STAYS = "De sollicitatieplicht blijft voor u gelden."
RUNS_ON = (
    "De ontheffing die u nu heeft, loopt door tot en met {day}. Daarna geldt de sollicitatieplicht weer helemaal, "
    "behalve als wij dan iets anders afspreken."
)
letter_kind(
    REFUSED,
    _("Exemption refused"),
    {**PLACES, **NOW},
    {**SAMPLE, "duty": STAYS},
    optional=["request_reason", "duty"],
)
letter_kind(
    REVOKED,
    _("Exemption revoked"),
    {"last_day": _("the last day of the exemption"), "reason": PLACES["reason"]},
    {
        "last_day": "31 maart 2027",
        "reason": "Uw zoon gaat nu hele dagen naar school. U kunt weer werk zoeken.",
    },
)
letter_kind(
    NEVER_BEGUN,
    _("Exemption revoked before it began"),
    {"from": _("the first day it would have had"), "reason": PLACES["reason"], **NOW},
    {
        "from": "1 januari 2027",
        "reason": "Uw zoon gaat al vanaf december hele dagen naar school. U kunt werk blijven zoeken.",
        "duty": STAYS,
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
        else:
            facts["duty"] = _duty_now(exemption, at)
    kind = GRANTED if review.outcome == ExemptionReview.Outcome.GRANTED else REFUSED
    return make_letter(exemption.client, kind, facts, subject=exemption, by=by, at=at)


def revocation_letter(
    exemption: Exemption, start: datetime.date, last_day: datetime.date, *, by: User, at: datetime.datetime
) -> Letter:
    """Make the letter about an exemption granted from `start` that ends after `last_day`, or never begins."""
    with translation.override("nl"):
        facts = {"reason": exemption.revoke_reason}
        if last_day < start:
            kind = NEVER_BEGUN
            facts |= {"from": _day(start), "duty": _duty_now(exemption, at)}
        else:
            kind = REVOKED
            facts["last_day"] = _day(last_day)
    return make_letter(exemption.client, kind, facts, subject=exemption, by=by, at=at)


def _asked(exemption: Exemption) -> str:
    extent = "volledige" if exemption.extent == Exemption.Extent.FULL else "gedeeltelijke"
    return f"{extent} ontheffing van {_day(exemption.start)} tot en met {_day(exemption.end)}"


def _duty(extent: str, hours: Decimal | None) -> str:
    if extent == Exemption.Extent.FULL or hours is None:
        return "U hoeft in deze tijd niet naar werk te zoeken."
    n = number_format(hours.normalize())
    return f"U zoekt in deze tijd werk voor hoogstens {n} uur per week. Meer hoeft niet."


def _duty_now(exemption: Exemption, at: datetime.datetime) -> str:
    """Say what holds for the client when this exemption is not there: another may be in force."""
    other = duty_of(exemption.client, day_of(at)).exemption
    return RUNS_ON.format(day=_day(other.granted_until)) if other else STAYS


def _day(day: datetime.date | None) -> str:
    return date_format(day, "j F Y") if day else ""


def _line(text: str, due: datetime.date | None) -> str:
    return f"{text} (uiterlijk op {_day(due)})" if due else text
