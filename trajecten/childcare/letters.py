"""The letters about childcare: the decision, more time, and what the client still has to hand in."""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

from django.utils import translation
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trajecten.childcare.hours_text import say_hours
from trajecten.childcare.models import ChildcareNeed, ChildcareRequest, Suspension
from trajecten.childcare.weeks import kept_week
from wiz.letters.actions import make_letter
from wiz.letters.kinds import letter_kind
from wiz.letters.models import Letter
from wiz.people.models import User

Outcome = ChildcareRequest.Outcome
EXTENDED, DATA_ASKED = "childcare-extended", "childcare-data-asked"
DECISION = {
    Outcome.GRANTED: "childcare-granted",
    Outcome.PARTLY: "childcare-partly",
    Outcome.REFUSED: "childcare-refused",
}

PLACES: Mapping[str, str | Promise] = {
    "received": _("the day the request came in"),
    "purpose": _("what the childcare is for"),
    "needed_from": _("from when childcare is needed"),
    "until": _("until when childcare is needed"),
    "granted": _("per child what is granted, one on a line"),
    "not_granted": _("per child what is not granted, one on a line"),
    "unmet": _("for which child there is no care of its age"),
    "reason": _("why it was decided so"),
    "payers": _("who pays what a month"),
    "advance": _("what is paid in advance"),
    "decide_by": _("on which day the decision comes at the latest"),
    "weeks": _("how many weeks more"),
    "what": _("what the client has to hand in"),
    "respond_by": _("on which day the client answers at the latest"),
}
SAMPLE: Mapping[str, str] = {
    "received": "2 november 2026",
    "purpose": "uw traject: jobhunting",
    "needed_from": "4 januari 2027",
    "until": "4 juli 2027",
    "granted": "Sami: dagopvang (De Vlieger), maandag en dinsdag van 8.00 tot 16.30 uur",
    "not_granted": "Yara: opvang na school (De Vlieger)",
    "unmet": "Bilal: opvang na school",
    "reason": "U begint op 4 januari met uw traject. Uw zoon van drie kan dan niet alleen thuis zijn.",
    "payers": "Dienst Toeslagen € 300,00, de gemeente € 80,00, u zelf € 32,00",
    "advance": "€ 412,00",
    "decide_by": "28 december 2026",
    "weeks": "vier weken",
    "what": "Een kopie van de offerte van de kinderopvang",
    "respond_by": "23 november 2026",
}
ALWAYS = ("received", "purpose", "needed_from")
DECIDED = (*ALWAYS, "until", "reason", "unmet")
MONEY = ("payers", "advance")
KINDS = {
    DECISION[Outcome.GRANTED]: (
        _("Childcare: granted"),
        (*DECIDED, "granted", *MONEY),
        ("until", "reason", "unmet", *MONEY),
    ),
    DECISION[Outcome.PARTLY]: (
        _("Childcare: partly granted"),
        (*DECIDED, "granted", "not_granted", *MONEY),
        ("until", "unmet", *MONEY),
    ),
    DECISION[Outcome.REFUSED]: (
        _("Childcare: refused"),
        (*DECIDED, "not_granted"),
        ("until", "unmet", "not_granted"),
    ),
    EXTENDED: (_("Childcare: more time to decide"), (*ALWAYS, "reason", "weeks", "decide_by"), ()),
    DATA_ASKED: (_("Childcare: data asked for"), (*ALWAYS, "what", "respond_by"), ()),
}
for key, (title, names, optional) in KINDS.items():
    letter_kind(
        key,
        title,
        {name: PLACES[name] for name in names},
        {name: SAMPLE[name] for name in names},
        optional=optional,
    )

# As the client reads it; a letter is in Dutch.
WEEKS = {1: "een week", 2: "twee weken", 3: "drie weken", 4: "vier weken", 6: "zes weken", 8: "acht weken"}
CARE = {
    ChildcareNeed.Kind.DAY_CARE: "dagopvang",
    ChildcareNeed.Kind.PLAYGROUP: "peuteropvang",
    ChildcareNeed.Kind.BEFORE_SCHOOL: "opvang voor school",
    ChildcareNeed.Kind.DURING_SCHOOL: "overblijven op school",
    ChildcareNeed.Kind.AFTER_SCHOOL: "opvang na school",
    ChildcareNeed.Kind.HOST_PARENT: "opvang bij een gastouder",
    ChildcareNeed.Kind.FAMILY: "opvang door familie of vrienden",
    ChildcareNeed.Kind.OTHER_PARENT: "opvang door de andere ouder",
    ChildcareNeed.Kind.SCHOOL: "geen opvang nodig, want de school is lang genoeg",
}
PAYERS = {
    "pays_tax_office": "Dienst Toeslagen",
    "pays_employer": "uw werkgever",
    "pays_municipality": "de gemeente",
    "pays_parent": "u zelf",
}


def decision_letter(
    request: ChildcareRequest, needs: Iterable[ChildcareNeed], *, by: User, at: datetime.datetime
) -> Letter:
    """Make the letter that tells the client what was decided, per child, and why."""
    needs = list(needs)
    with translation.override("nl"):
        told = {
            "reason": request.decision_reason,
            "granted": _children(need for need in needs if need.granted),
            "not_granted": _children(need for need in needs if not need.granted and not need.unmet),
            "unmet": "; ".join(_child(need) for need in needs if need.unmet),
            "payers": ", ".join(
                f"{words} {_euros(getattr(request, name))}"
                for name, words in PAYERS.items()
                if getattr(request, name)
            ),
            "advance": _euros(request.advance_amount) if request.advance_amount else "",
        }
    return _make(request, DECISION[Outcome(request.outcome)], told, by=by, at=at)


def extension_letter(request: ChildcareRequest, *, by: User, at: datetime.datetime) -> Letter:
    """Make the letter that says the decision takes longer, why, and until when (Awb 4:14)."""
    weeks = request.extension_weeks
    told = {"reason": request.extension_reason, "weeks": WEEKS.get(weeks, f"{weeks} weken")}
    return _make(request, EXTENDED, told | {"decide_by": _day(request.decide_by)}, by=by, at=at)


def data_letter(
    request: ChildcareRequest, suspension: Suspension, *, by: User, at: datetime.datetime
) -> Letter:
    """Make the letter that asks for what is missing, with the day to answer by (Awb 4:5, 4:15)."""
    told = {"what": suspension.what, "respond_by": _day(suspension.respond_by)}
    return _make(request, DATA_ASKED, told, by=by, at=at)


def _make(
    request: ChildcareRequest, key: str, told: dict[str, str], *, by: User, at: datetime.datetime
) -> Letter:
    facts = {
        "received": _day(request.received_on),
        "needed_from": _day(request.needed_from),
        "until": _day(request.until),
        "purpose": _purpose(request),
    } | told
    names = KINDS[key][1]
    return make_letter(
        request.client, key, {name: facts[name] for name in names}, subject=request, by=by, at=at
    )


def _purpose(request: ChildcareRequest) -> str:
    own = "uw werk" if request.purpose == ChildcareRequest.Purpose.WORK else "uw traject"
    return f"{own}: {request.activity.title}" if request.activity else own


def _children(needs: Iterable[ChildcareNeed]) -> str:
    return "\n".join(_child(need) for need in needs)


def _child(need: ChildcareNeed) -> str:
    words = f"{need.child.first_name or 'een kind'}: {CARE[ChildcareNeed.Kind(need.kind)]}"
    if need.facility:
        words += f" ({need.facility})"
    hours = say_hours(kept_week(need.care_hours.all()))
    return f"{words}, {hours}" if hours else words


def _day(day: datetime.date | None) -> str:
    with translation.override("nl"):
        return date_format(day, "j F Y") if day else ""


def _euros(amount: Decimal) -> str:
    return f"€ {number_format(amount, 2, use_l10n=True, force_grouping=True)}"
