"""What the administrator makes before anybody can work: on her pages until all of it is there."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from wiz.clients.models import Client
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.people.roles import Role
from wiz.ui.navigation import address


@dataclass(frozen=True)
class Step:
    """What must exist, and where to make it."""

    label: str
    url: str
    done: bool


def first_steps() -> list[Step]:
    """Return the steps of setting up, or nothing once they are all done."""
    people, organisations = User.objects.active(), Organisation.objects
    steps = [
        Step(_("Add a municipality"), address("organisation"), Municipality.objects.exists()),
        Step(_("Add a team"), address("organisation"), Team.objects.exists()),
        Step(_("Add consultants"), address("user_add"), people.consultants().exists()),
        Step(_("Add a team lead"), address("user_add"), people.filter(role=Role.TEAM_LEAD).exists()),
        Step(
            _("Add bureaus"),
            address("bureau_add"),
            organisations.filter(kind=Organisation.Kind.BUREAU).exists(),
        ),
        Step(
            _("Add the bureaus' coaches"),
            address("bureaus"),
            people.filter(role=Role.BUREAU_WORKER).exists(),
        ),
        Step(
            _("Import the clients, or let the consultants add them"),
            address("client_import"),
            Client.objects.exists(),
        ),
    ]
    return [] if all(step.done for step in steps) else steps
