"""Who may hand clients over, and to whom."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from wiz.actions import Conflict, Refused
from wiz.clients.models import Assignment, Client
from wiz.people.models import User
from wiz.people.roles import Can, Role


def check_hand_over(user: User, clients: Iterable[Client]) -> None:
    """A consultant hands over her own clients, a team lead anybody's, also those nobody looks after."""
    if user.can(Can.REASSIGN):
        return
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))
    if any(client.consultant_id != user.pk for client in clients):
        raise Refused(_("You can hand over your own clients. A team lead hands over those of others."))


def check_successor(consultant: User) -> None:
    if consultant.role != Role.CONSULTANT or not consultant.is_active:
        raise Refused(_("Choose a consultant who works here."), field="consultant")


def check_note(user: User, assignment: Assignment) -> None:
    """Whoever works cases may write down what is still missing; what was written stays as the other side read it."""
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))
    if assignment.note:
        raise Conflict(_("There is a hand-over note already."))
