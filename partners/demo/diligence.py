"""What consultants leave undone: some of what came up lately, the one more than the other, and nothing for ever."""

import datetime
import random

from partners.demo.clock import days
from partners.demo.people import Town
from partners.demo.rows import Case

LONGEST = days(84)  # what waits longer than that has been seen to, in a service that works
OF_THE_KNOWN = 1  # of each matter the known consultant leaves so many undone: of everything something
NOBODYS = 0.9
BEFORE_LEAVE = 0.1  # of who is away and handed her work over


def is_left(case: Case, town: Town, matter: str, since: datetime.date, today: datetime.date) -> bool:
    """Return whether something of a case that waits since a day has been left undone."""
    if since < today - LONGEST:
        return False
    consultant = case.client.consultant
    if consultant is town.consultants[0]:
        town.turns[matter] += 1
        return town.turns[matter] <= OF_THE_KNOWN
    share = random.Random(f"{consultant.email} leaves").uniform(0.15, 0.75) if consultant else NOBODYS
    if consultant is town.covered_for:
        share = BEFORE_LEAVE
    return random.Random(f"{case.client.form_key} {matter} {since}").random() < share
