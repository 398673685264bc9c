"""Who may do what with an exemption, and when.

    draft → submitted ⇄ returned          (submitted) → granted / refused          granted → revoked
    draft, submitted, returned → withdrawn

*When* is in MOVES; *who* is one of three: who works cases, the reviewer, or the peer who was asked. A reviewer is a
team lead, or who covers for an absent one, and never who asked for this exemption herself.
"""

import datetime
from decimal import Decimal

from django.db.models import Exists, OuterRef, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trajecten.exemptions.models import MOST_HOURS, Exemption, Meanwhile, PeerOpinion
from wiz.absence.models import Absence
from wiz.actions import Refused
from wiz.casefile.models import Event
from wiz.people.models import User
from wiz.people.roles import Can, Role
from wiz.terms import add_months

S = Exemption.State

# By move: in which states, and the sentence for all others.
MOVES = {
    "change": (
        {S.DRAFT, S.RETURNED},
        gettext_lazy("This request has been submitted. Take it back before you change it."),
    ),
    "submit": ({S.DRAFT, S.RETURNED}, gettext_lazy("This request has been submitted already.")),
    "take_back": ({S.SUBMITTED}, gettext_lazy("This request does not lie with the reviewers.")),
    "withdraw": ({S.DRAFT, S.SUBMITTED, S.RETURNED}, gettext_lazy("This request has been dealt with.")),
    "ask_peer": (
        {S.DRAFT, S.SUBMITTED, S.RETURNED},
        gettext_lazy("This has been decided: an opinion comes too late."),
    ),
    "answer_peer": (
        {S.DRAFT, S.SUBMITTED, S.RETURNED},
        gettext_lazy("This has been decided: an opinion comes too late."),
    ),
    "review": ({S.SUBMITTED}, gettext_lazy("This request does not wait for a review.")),
    "revoke": ({S.GRANTED}, gettext_lazy("Only a granted exemption is revoked.")),
    "settle": (
        {S.GRANTED, S.REVOKED},
        gettext_lazy("What came of an agreement is kept once the exemption was granted."),
    ),
    "agree": ({S.GRANTED}, gettext_lazy("Agreements are added to an exemption that was granted.")),
    "renew": ({S.GRANTED, S.REVOKED}, gettext_lazy("Only what was granted is renewed.")),
    "look_again": ({S.GRANTED}, gettext_lazy("Only an exemption that was granted is looked at again.")),
    "let_end": ({S.GRANTED}, gettext_lazy("Only a granted exemption ends by itself.")),
}
# The moves of a reviewer; all others are for who works cases, an answer only for the peer who was asked.
REVIEWER = {"review", "revoke"}


def reviews(user: User, day: datetime.date) -> bool:
    """Say whether somebody reviews exemptions on a day: a team lead, or who covers for one who is away."""
    if user.can(Can.REVIEW):
        return True
    away = Absence.objects.on(day).filter(
        covered_by=user, person__role=Role.TEAM_LEAD, person__is_active=True
    )
    return user.can(Can.WORK_CASES) and away.exists()


def check_exemptions(user: User) -> None:
    """Exemptions are the municipality's: a bureau neither asks for one nor reads one."""
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_move(user: User, exemption: Exemption, move: str, day: datetime.date) -> None:
    """Refuse a move that this user may not make, or that does not fit the state of the exemption."""
    check_exemptions(user)
    if move in REVIEWER:
        check_reviewer(user, exemption, day)
    states, sentence = MOVES[move]
    if exemption.state not in states:
        raise Refused(sentence)
    if move == "revoke" and exemption.granted_until is not None and exemption.granted_until < day:
        said = _("It ended on %(day)s: there is nothing left to revoke.")
        raise Refused(said % {"day": date_format(exemption.granted_until, "j F Y")})


def submitted_before(user: User) -> Exists:
    """As a condition on exemptions: she put it before the reviewers in some round, whoever did so last."""
    return Exists(
        Event.objects.filter(
            client=OuterRef("client"),
            kind="exemption-submitted",
            subject_type="exemption",
            subject_id=OuterRef("pk"),
            by=user,
        )
    )


def asked_by(user: User) -> Q:
    """As a condition on exemptions: she asked for it, in this round or an earlier one, and so does not decide on it."""
    return Q(made_by=user) | Q(submitted_by=user) | Q(submitted_before(user))


def check_reviewer(user: User, exemption: Exemption, day: datetime.date) -> None:
    """A second pair of eyes: whoever asked does not decide, whatever her role."""
    if not reviews(user, day):
        raise Refused(_("A team lead decides on an exemption."))
    if (
        user.pk in exemption.requesters
        or Exemption.objects.filter(submitted_before(user), pk=exemption.pk).exists()
    ):
        raise Refused(_("You asked for this exemption yourself. Another team lead decides on it."))


def check_answer(user: User, opinion: PeerOpinion) -> None:
    """Only the colleague who was asked answers, once, as long as it was not withdrawn."""
    if user.pk != opinion.peer_id:
        raise Refused(_("This colleague was not asked for an opinion."))
    if opinion.withdrawn_at is not None:
        raise Refused(_("The question was withdrawn meanwhile."))
    if opinion.answered_at is not None:
        raise Refused(_("You gave your opinion already."))


def check_peer(asker: User, peer: User) -> None:
    if peer.pk == asker.pk:
        raise Refused(_("Choose a colleague, not yourself."), field="peers")
    if not (peer.is_active and peer.can(Can.WORK_CASES)):
        raise Refused(_("Choose a colleague who works with clients."), field="peers")


def check_extent(extent: str, hours: Decimal | None) -> None:
    """A partial exemption says how many hours a week remain; a full one leaves none."""
    if extent == Exemption.Extent.FULL:
        if hours is not None:
            raise Refused(_("A full exemption leaves no hours: choose partial."), field="hours")
    elif hours is None:
        raise Refused(_("Say how many hours a week remain."), field="hours")
    elif not 0 < hours <= MOST_HOURS:
        raise Refused(
            _("The hours a week that remain lie between 0 and %(most)s.") % {"most": MOST_HOURS},
            field="hours",
        )


def check_period(start: datetime.date, end: datetime.date, longest: int) -> None:
    """An exemption has an end, and within bounds: `longest` is the policy's number of calendar months."""
    if end < start:
        raise Refused(_("The end comes before the start."), field="end")
    if end >= add_months(start, longest):
        sentence = ngettext(
            "An exemption lasts at most %(n)s month.", "An exemption lasts at most %(n)s months.", longest
        )
        raise Refused(sentence % {"n": longest}, field="end")


def check_look_again(look_again_on: datetime.date, start: datetime.date, end: datetime.date) -> None:
    if not start <= look_again_on <= end:
        raise Refused(_("The day to look at it again lies within the exemption."), field="look_again_on")


def check_reason(reason: str) -> None:
    """No exemption without a reason of this client (Raaff, Kosten en moeite 3, 2006, §2.1)."""
    if not reason.strip():
        raise Refused(_("Say why, for this client."), field="reason")


def check_submission(exemption: Exemption, today: datetime.date) -> None:
    """What is put before a reviewer is still to come or runs: nothing is exempted afterwards as a whole."""
    if exemption.end < today:
        raise Refused(_("This period is past already. Choose another end."), field="end")


def check_granted(
    exemption: Exemption, start: datetime.date, end: datetime.date, extent: str, hours: Decimal | None
) -> None:
    """A reviewer grants what was asked, or less: not longer, and not for fewer hours a week left than were asked."""
    check_extent(extent, hours)
    if end < start:
        raise Refused(_("The end comes before the start."), field="end")
    if start < exemption.start or end > exemption.end:
        raise Refused(
            _("Grant it within the period that was asked for, or return it with advice."), field="end"
        )


def check_revocation(
    exemption: Exemption, last_day: datetime.date, reason: str, today: datetime.date
) -> None:
    """It ends on a day that is not past, before its own end: rights she had are not taken away afterwards."""
    if not reason.strip():
        raise Refused(_("Say why the exemption is revoked."), field="reason")
    if last_day < today - datetime.timedelta(days=1):
        raise Refused(_("An exemption cannot be revoked for days that are past."), field="last_day")
    if exemption.granted_until is not None and last_day >= exemption.granted_until:
        raise Refused(_("It ends by itself by then. Choose an earlier day."), field="last_day")


def check_outcome(outcome: str) -> None:
    if outcome not in Meanwhile.Outcome.values:
        raise Refused(_("Choose what came of it."), field="outcome")
