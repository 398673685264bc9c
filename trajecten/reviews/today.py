"""On Today of who covers for a team lead: that requests for exemptions wait for her."""

import datetime
from typing import Any

from trajecten.exemptions.models import Exemption
from trajecten.exemptions.rules import asked_by
from wiz.absence.models import Absence
from wiz.flags.asked import question
from wiz.people.models import User
from wiz.people.roles import Role


def rows(user: User, today: datetime.date) -> list[dict[str, Any]]:
    """Return for each absent lead she covers for how many requests wait; nothing when none does."""
    if user.role == Role.TEAM_LEAD:  # it stands in her menu
        return []
    away = Absence.objects.on(today).filter(covered_by=user, person__role=Role.TEAM_LEAD)
    leads = [absence.person for absence in away.select_related("person")]
    if not leads:
        return []
    n = Exemption.objects.waiting().exclude(asked_by(user)).count()
    return [{"lead": lead, "count": n} for lead in leads if n]


question("reviews/_covering.html", rows=rows)
