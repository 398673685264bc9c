"""Who may do what: the whole table, for everybody to read and review.

What somebody may do is here; to which rows it applies is `Model.objects.visible_to(user)`.
What is not in the table is not allowed.
"""

from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    CONSULTANT = "consultant", _("WIZ consultant")
    BUREAU_WORKER = "bureau_worker", _("Bureau worker")
    TEAM_LEAD = "team_lead", _("Team lead")
    ADMINISTRATOR = "administrator", _("Administrator")


class Can(StrEnum):
    WORK_CASES = "work cases"  # read and write clients, plans, orders; answer reports; chase bureaus
    REASSIGN = "reassign"  # give anybody's client to another consultant; one's own needs WORK_CASES only
    REVIEW = "review"  # decide on exemptions somebody else asked for
    DECIDE = "decide"  # decide on childcare of which somebody else is the owner
    REPORT = "report"  # write the reports of the own bureau's orders
    IMPORT = "import"  # add clients from a file; read none of them
    ADMINISTER = "administer"  # users, bureaus, the service's data, policy; no client


PERMISSIONS: dict[str, frozenset[Can]] = {
    Role.CONSULTANT: frozenset({Can.WORK_CASES}),
    Role.TEAM_LEAD: frozenset({Can.WORK_CASES, Can.REASSIGN, Can.REVIEW, Can.DECIDE}),
    Role.BUREAU_WORKER: frozenset({Can.REPORT}),
    Role.ADMINISTRATOR: frozenset({Can.ADMINISTER, Can.IMPORT}),
}

# Who works cases; an owner or a colleague of another role is one no more.
CASE_ROLES = tuple(str(role) for role, may in PERMISSIONS.items() if Can.WORK_CASES in may)
# The roles of the service's own people, and those of a partner.
SERVICE_ROLES = (Role.CONSULTANT, Role.TEAM_LEAD, Role.ADMINISTRATOR)
BUREAU_ROLES = (Role.BUREAU_WORKER,)
