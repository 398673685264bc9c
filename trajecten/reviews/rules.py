"""What a reviewer's judgement must say. Who may judge, and when, stands with the other moves of an exemption."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trajecten.exemptions.models import ExemptionReview
from trajecten.exemptions.rules import check_reason
from wiz.actions import Refused


@dataclass(frozen=True)
class Judgement:
    """What a reviewer says every time: both questions, a reason, and perhaps a lesson that names nobody."""

    lawful: str
    falls_short: bool
    reason: str
    short_of: str = ""
    lesson: str = ""


def check_judgement(outcome: str, judgement: Judgement) -> None:
    """Both questions have an answer and the decision a reason; what is not lawful is not granted."""
    if outcome not in ExemptionReview.Outcome.values:
        raise Refused(_("Choose a decision."))
    if judgement.lawful not in ExemptionReview.Lawful.values:
        raise Refused(_("Say whether it is lawful."), field="lawful")
    if judgement.falls_short and not judgement.short_of.strip():
        raise Refused(_("Say what the client falls short of."), field="short_of")
    if outcome == ExemptionReview.Outcome.GRANTED and judgement.lawful == ExemptionReview.Lawful.NO:
        raise Refused(_("What is not lawful cannot be granted."), field="lawful")
    check_reason(judgement.reason)
