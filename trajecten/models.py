"""The models of the client's way, from their folders."""

from trajecten.agreements.models import Agreement, AgreementReminder
from trajecten.intake.models import ExpertAdvice, Factor, Intake, Supporter, Weighing
from trajecten.ladder.models import Ladder, Placement, Rung
from trajecten.meetings.models import Addition, Experience, Meeting
from trajecten.plans.models import Activity, Goal, Plan, PlanReview, PlanVersion, TrainingRefusal

__all__ = [
    "Activity",
    "Addition",
    "Agreement",
    "AgreementReminder",
    "Experience",
    "ExpertAdvice",
    "Factor",
    "Goal",
    "Intake",
    "Meeting",
    "Ladder",
    "Placement",
    "Plan",
    "PlanReview",
    "PlanVersion",
    "Rung",
    "Supporter",
    "TrainingRefusal",
    "Weighing",
]
