"""What further matters add to a case of the demo: one function each, called when the orders and reports stand.

Each has a chance of its own, drawn from the seed and the client's number: a matter that is added, or draws more
often, leaves the others as they were. Rows go into `case.more`, unsaved, and events through `case.happened`.
"""

import datetime
import random
from collections.abc import Callable

from django.db import models

from partners.demo.childcare import add_childcare
from partners.demo.exemptions import add_exemptions
from partners.demo.handover import add_assignments
from partners.demo.help import add_help
from partners.demo.intake import add_intake
from partners.demo.ladder import add_ladder
from partners.demo.meetings import add_meetings
from partners.demo.odds import add_odds
from partners.demo.people import Town
from partners.demo.plan_versions import add_plans
from partners.demo.rows import Case
from partners.demo.stories import TELLERS
from partners.demo.upkeep import keep_up
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
from trajecten.exemptions.models import Exemption, ExemptionReview, Meanwhile, PeerOpinion
from trajecten.help.models import FollowUp, Referral
from trajecten.intake.models import ExpertAdvice, Intake, Supporter, Weighing
from trajecten.ladder.models import Placement
from trajecten.meetings.models import Addition, Experience, Meeting
from trajecten.plans.models import PlanReview, PlanVersion, TrainingRefusal
from wiz.clients.models import Assignment

Maker = Callable[[Case, Town, random.Random, datetime.date], None]

# By the name of the matter; called in this order.
MATTERS: dict[str, Maker] = {
    "assignments": add_assignments,
    "intake": add_intake,
    "ladder": add_ladder,
    "plans": add_plans,
    "meetings": add_meetings,
    "exemptions": add_exemptions,
    "help": add_help,
    "childcare": add_childcare,
    "upkeep": keep_up,
    "odds": add_odds,
}
# What they make, parents before what points to them.
MODELS: tuple[type[models.Model], ...] = (
    Assignment,
    Intake,
    Weighing,
    Supporter,
    ExpertAdvice,
    Placement,
    PlanVersion,
    PlanReview,
    TrainingRefusal,
    Meeting,
    Experience,
    Addition,
    Agreement,
    AgreementReminder,
    Referral,
    FollowUp,
    Exemption,
    Meanwhile,
    PeerOpinion,
    ExemptionReview,
    ChildcareRequest,
    ChildcareNeed,
    AwayHours,
    SchoolHours,
    CareHours,
    Suspension,
    CareNotNeeded,
)


def add_matters(case: Case, town: Town, seed: int, today: datetime.date) -> None:
    """Let every matter add its rows to a case."""
    makers = MATTERS | TELLERS if case.story else MATTERS
    for name, make in makers.items():
        make(case, town, random.Random(f"{seed} {name} {case.client.number}"), today)
