"""The models of the client's way, from their folders."""

from trajecten.plans.models import Activity, Goal, Plan, PlanReview, PlanVersion, TrainingRefusal

__all__ = ["Activity", "Goal", "Plan", "PlanReview", "PlanVersion", "TrainingRefusal"]
