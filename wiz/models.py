"""The models of the office, from their folders."""

from wiz.absence.models import Absence
from wiz.casefile.models import Event
from wiz.caseload.models import SavedView
from wiz.clients.models import Assignment, Child, Client
from wiz.files.models import StoredFile
from wiz.flags.models import Flag, Sweep
from wiz.letters.models import HouseStyle, Letter, LetterText
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.policy.models import PolicyValue
from wiz.terms.models import ExtraHoliday
from wiz.trust.models import Change, Look

__all__ = [
    "Absence",
    "Assignment",
    "Change",
    "Child",
    "Client",
    "Event",
    "ExtraHoliday",
    "Flag",
    "HouseStyle",
    "Letter",
    "LetterText",
    "Look",
    "Municipality",
    "Organisation",
    "PolicyValue",
    "SavedView",
    "StoredFile",
    "Sweep",
    "Team",
    "User",
]
