"""The models of the client's way, from their folders."""

from trajecten.intake.models import ExpertAdvice, Factor, Intake, Supporter, Weighing
from trajecten.plans.models import Activity, Goal, Plan, PlanReview, PlanVersion, TrainingRefusal

__all__ = [
    "Activity",
    "ExpertAdvice",
    "Factor",
    "Goal",
    "Intake",
    "Plan",
    "PlanReview",
    "PlanVersion",
    "Supporter",
    "TrainingRefusal",
    "Weighing",
]
