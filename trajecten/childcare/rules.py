"""Who may do what with a request for childcare, and when: its whole way in one table.

    received → offer asked → offer received → granted / partly granted → started → ended
                                            → refused
    and withdrawn by the client, as long as nothing has started

An offer is not always needed (the grandmother looks after them), so each of the first three may be decided on.

Who decides: the request's owner, who is the consultant; whoever covers for her while she is away; and a team lead. The
duty to decide lies with the college, within four weeks, and the complaint was that the way there is long and raises
the threshold (Raaff, Kosten en moeite 2, §2.2). The consultant weighs care against work for her client and knows the
facts; a second signature would lengthen the way without adding any. An exemption is another matter: it takes a duty
away, so somebody else looks at it. A team lead may decide when the owner cannot, for the term runs on.
"""

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trajecten.childcare.models import ChildcareNeed, ChildcareRequest
from wiz.absence.models import Absence
from wiz.actions import Refused
from wiz.clients.models import Child
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.templatetags.wiz_ui import money
from wiz.terms import age_on

S = ChildcareRequest.State
WAITING = {S.RECEIVED, S.OFFER_ASKED, S.OFFER_RECEIVED}
DECIDED = gettext_lazy("This request has been decided on already.")

# Who: anybody who works cases, or who decides (see above). By move: who, in which states, and the sentence for others.
ANY, DECIDER = "any", "decider"
MOVES: dict[str, tuple[str, set[Any], Any]] = {
    "change": (ANY, WAITING, DECIDED),
    "ask_offer": (ANY, {S.RECEIVED}, gettext_lazy("An offer was asked for already.")),
    "receive_offer": (ANY, WAITING, DECIDED),
    "ask_data": (ANY, WAITING, DECIDED),
    "receive_data": (ANY, WAITING, DECIDED),
    "extend": (DECIDER, WAITING, DECIDED),
    "decide": (DECIDER, WAITING, DECIDED),
    "pay_advance": (
        ANY,
        WAITING | {S.GRANTED, S.PARTLY, S.STARTED},
        gettext_lazy("Nothing is paid in advance for a request that is over."),
    ),
    "start": (ANY, {S.GRANTED, S.PARTLY}, gettext_lazy("Only care that was granted can start.")),
    "end": (ANY, {S.STARTED}, gettext_lazy("Only care that has started can end.")),
    "withdraw": (
        ANY,
        WAITING | {S.GRANTED, S.PARTLY},
        gettext_lazy("This request cannot be withdrawn any more."),
    ),
    "give": (
        ANY,
        WAITING | {S.GRANTED, S.PARTLY, S.STARTED},
        gettext_lazy("This request is over: it needs no owner."),
    ),
}


def check_childcare(user: User) -> None:
    """Requests are the municipality's and the client's; a bureau hears where one stands, and no more."""
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_move(user: User, request: ChildcareRequest, move: str, *, owns: bool) -> None:
    """Refuse a move that this user may not make, or that does not fit the request's state.

    `owns`: the request is hers to see to, or she covers for who has to.
    """
    check_childcare(user)
    who, states, sentence = MOVES[move]
    if request.state not in states:
        raise Refused(sentence)
    if who == DECIDER and not owns and not user.can(Can.DECIDE):
        raise Refused(_("The owner of this request decides, or a team lead."))


def owns(user: User, request: ChildcareRequest, day: datetime.date) -> bool:
    """Say whether a request is somebody's to see to on a day: her own, or of a colleague she covers for then."""
    owner = request.owner_now
    if owner is None or owner.pk == user.pk:
        return owner is not None
    return Absence.objects.on(day).filter(person=owner, covered_by=user).exists()


def check_owner(owner: User | None) -> None:
    if owner is not None and not (owner.is_active and owner.can(Can.WORK_CASES)):
        raise Refused(_("Choose a colleague who works with clients."), field="owner")


# What is typed


def check_request(
    received_on: datetime.date, needed_from: datetime.date, until: datetime.date | None, today: datetime.date
) -> None:
    if received_on > today:
        raise Refused(_("The day of receipt must not lie in the future."), field="received_on")
    if until and until < needed_from:
        raise Refused(_("The last day must not come before the first."), field="until")


def check_needs(needs: Iterable[Any]) -> None:
    """At least one child, and nothing twice; `needs` have a `child` and a `kind`."""
    kinds = [(need.child.pk, need.kind) for need in needs]
    if not kinds:
        raise Refused(_("Say for at least one child what care is needed."))
    if len(kinds) != len(set(kinds)):
        raise Refused(
            _("The same kind of care is there twice for one child. Put the hours together in one row.")
        )


def past_care(child: Child, day: datetime.date, last_age: int) -> bool:
    """Say whether a child is past the age up to which childcare is arranged: from its next birthday on."""
    return age_on(child.birth_date, day) > last_age


def split(cost: Decimal | None, payers: dict[str, Decimal | None]) -> dict[str, Decimal | None]:
    """Return who pays what of a month's cost, `payers` by the names of the fields.

    Nothing filled in stays unknown. Else what is left is the client's, unless her part was given too. Refuses parts
    without a cost, or that do not come to it.
    """
    if all(part is None for part in payers.values()):
        return payers
    if cost is None:
        raise Refused(_("Fill in the cost a month: then the parts can be added up."), field="cost")
    parts = {name: part or Decimal(0) for name, part in payers.items()}
    left = cost - sum(parts.values())
    if payers["pays_parent"] is None and left > 0:
        parts["pays_parent"] = left
    elif left:
        sentence = _("Together the parts are not the cost a month: the difference is %(euros)s.")
        raise Refused(sentence % {"euros": money(abs(left))}, field="pays_parent")
    return dict(parts)


def check_advance(
    needed: bool, amount: Decimal | None, paid_on: datetime.date | None, today: datetime.date
) -> None:
    if amount is not None and not needed:
        raise Refused(_("Tick that an advance is needed, or empty its amount."), field="amount")
    if paid_on and amount is None:
        raise Refused(_("Fill in how much was paid."), field="amount")
    if paid_on and paid_on > today:
        raise Refused(_("The day of payment must not lie in the future."), field="paid_on")


def check_day(day: datetime.date, earliest: datetime.date, today: datetime.date, *, field: str) -> None:
    """A day on which something happened: not before what came first, nor after today."""
    if day > today:
        raise Refused(_("This day must not lie in the future."), field=field)
    if day < earliest:
        raise Refused(_("This day comes before the day it can have been at the earliest."), field=field)


# The term


def check_extension(request: ChildcareRequest, reason: str, today: datetime.date) -> None:
    """Once, with a reason, and before the term ends: the client must know by then (Awb 4:14)."""
    if request.extended_on is not None:
        raise Refused(_("The term was extended once already. There is no second time."))
    if not request.extension_weeks:
        raise Refused(_("This term cannot be extended."))
    if request.decide_by is not None and today > request.decide_by:
        raise Refused(_("The term is over. It can only be extended before it ends."))
    if not reason.strip():
        raise Refused(_("Say why more time is needed. The client reads it."), field="reason")


def check_asking(
    request: ChildcareRequest,
    what: str,
    asked_on: datetime.date,
    respond_by: datetime.date,
    today: datetime.date,
) -> None:
    """Data are asked for in writing, with a term, while the term to decide still runs (Awb 4:5 and 4:15)."""
    if not what.strip():
        raise Refused(_("Say what the client has to hand in."), field="what")
    check_day(asked_on, request.received_on, today, field="asked_on")
    if respond_by <= asked_on or respond_by < today:
        raise Refused(_("Give the client a day to answer by that is still to come."), field="respond_by")
    if request.decide_by is not None and asked_on >= request.decide_by:
        raise Refused(
            _("The term to decide ends. Asking for data does not stop it any more."), field="asked_on"
        )


# The decision


def check_decision(
    outcome: str, reason: str, granted: dict[int, bool], needs: Iterable[ChildcareNeed]
) -> None:
    """The outcome is what the children got together; a refusal, also in part, says why (Awb 3:46, 3:48).

    `granted` by the number of the need. What there is no care for cannot be granted.
    """
    needs = list(needs)
    asked = [need for need in needs if not need.unmet]
    if any(granted.get(need.pk) for need in needs if need.unmet):
        raise Refused(_("There is no care for this age: it is kept as an unmet need and cannot be granted."))
    given = [need for need in asked if granted.get(need.pk)]
    if outcome == ChildcareRequest.Outcome.REFUSED and given:
        raise Refused(
            _("You refuse, but a child is ticked. Take the tick away, or grant in part."), field="outcome"
        )
    if outcome != ChildcareRequest.Outcome.REFUSED and not given:
        raise Refused(_("Tick for which child you grant care, or refuse."), field="outcome")
    if outcome == ChildcareRequest.Outcome.GRANTED and len(given) < len(asked):
        raise Refused(_("Not every child is ticked: that is granted in part."), field="outcome")
    if outcome != ChildcareRequest.Outcome.GRANTED and not reason.strip():
        raise Refused(_("Say why. The client reads this in the letter."), field="reason")


def check_reason(reason: str) -> None:
    if not reason.strip():
        raise Refused(_("Give a reason."), field="reason")
