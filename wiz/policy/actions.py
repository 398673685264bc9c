"""Every write on policy."""

import datetime

from django.db import transaction

from wiz.people.actions import check_administer
from wiz.people.models import User
from wiz.policy.models import PolicyValue


@transaction.atomic
def set_policy(*, key: str, valid_from: datetime.date, value: int, source: str, by: User) -> PolicyValue:
    """Let a parameter have a value from a day on; a second value for the same day replaces the first."""
    check_administer(by)
    row, _made = PolicyValue.objects.update_or_create(
        key=key, valid_from=valid_from, defaults={"value": value, "source": source.strip()}
    )
    return row
