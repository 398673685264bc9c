"""Every write on policy."""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.people.actions import check_administer
from wiz.people.models import User
from wiz.policy.models import PolicyValue
from wiz.policy.parameters import PARAMETERS

# Beyond these it is a slip of the finger. "Every 0 months" would never end.
LIMITS = {
    "days": (0, 3660),
    "working days": (0, 260),
    "weeks": (1, 52),
    "months": (1, 120),
    "years": (1, 120),
}


def check_value(key: str, value: int) -> None:
    """A value must be possible in the unit of its parameter. Raises KeyError for an unknown parameter."""
    lowest, highest = LIMITS[PARAMETERS[key].unit]
    if not lowest <= value <= highest:
        limits = {"lowest": lowest, "highest": highest}
        raise Refused(_("Type a number from %(lowest)d to %(highest)d.") % limits)


@transaction.atomic
def set_policy(*, key: str, valid_from: datetime.date, value: int, source: str, by: User) -> PolicyValue:
    """Let a parameter have a value from a day on; a second value for the same day replaces the first.

    Raises Refused for a value that cannot be (`check_value`).
    """
    check_administer(by)
    check_value(key, value)
    row, _made = PolicyValue.objects.update_or_create(
        key=key, valid_from=valid_from, defaults={"value": value, "source": source.strip()}
    )
    return row
