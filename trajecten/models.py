"""The models of the client's way, from their folders."""

from trajecten.agreements.models import Agreement, AgreementReminder
from trajecten.childcare.models import (
    AwayHours,
    CareHours,
    CareNotNeeded,
    ChildcareNeed,
    ChildcareRequest,
    SchoolHours,
    Suspension,
)
from trajecten.exemptions.models import (
    Exemption,
    ExemptionDocument,
    ExemptionReview,
    Meanwhile,
    PeerOpinion,
)
from trajecten.help.models import FollowUp, Referral
from trajecten.intake.models import ExpertAdvice, Factor, Intake, Supporter, Weighing
from trajecten.ladder.models import Ladder, Placement, Rung
from trajecten.meetings.models import Addition, Experience, Meeting
from trajecten.plans.models import Activity, Goal, Plan, PlanReview, PlanVersion, TrainingRefusal

__all__ = [
    "Activity",
    "Addition",
    "Agreement",
    "AgreementReminder",
    "AwayHours",
    "CareHours",
    "CareNotNeeded",
    "ChildcareNeed",
    "ChildcareRequest",
    "Exemption",
    "ExemptionDocument",
    "ExemptionReview",
    "Experience",
    "ExpertAdvice",
    "Factor",
    "FollowUp",
    "Goal",
    "Intake",
    "Ladder",
    "Meanwhile",
    "Meeting",
    "PeerOpinion",
    "Placement",
    "Plan",
    "PlanReview",
    "PlanVersion",
    "Referral",
    "Rung",
    "SchoolHours",
    "Supporter",
    "Suspension",
    "TrainingRefusal",
    "Weighing",
]
