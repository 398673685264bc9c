"""Who was whose consultant since when, and what was written down when that changed."""

import datetime
import random

from partners.demo.clock import DAY, between, moment
from partners.demo.diligence import is_left
from partners.demo.people import Town
from partners.demo.rows import Case
from partners.demo.texts import handover as words
from wiz.clients.models import Assignment


def add_assignments(case: Case, town: Town, rng: random.Random, today: datetime.date) -> None:
    """Add a consultant's time with the client, and before it the one of who handed her over."""
    first = case.happenings[0].at.date()
    client = case.client
    if case.former:
        former, changed = case.former
        case.more.append(Assignment(client=client, consultant=former, start=first, until=changed, by=former))
        note = "" if is_left(case, town, "handover", changed, today) else _note(rng)
        later = Assignment(
            client=client,
            consultant=case.consultant,
            start=changed,
            by=town.lead_of(case.consultant),
            note=note,
            note_by=former if note else None,
        )
        if (
            note and rng.random() < 0.5 and changed + 2 * DAY < today
        ):  # not on the day itself: remembered later
            written = between(rng, changed + DAY, min(changed + 10 * DAY, today - DAY))
            case.happened("client-handover-note", moment(rng, written), former, client)
    else:
        later = Assignment(client=client, consultant=case.consultant, start=first, by=case.consultant)
    if client.consultant is None:  # nobody looks after her since a day ago
        later.until = max(later.start, today - DAY)
    case.more.append(later)
    for order in case.orders:
        recent = case.former is not None and today - later.start < datetime.timedelta(days=25)
        unseen = recent and rng.random() < 0.6 and case.former is not None
        order.contact_seen = case.former[0] if unseen and case.former else client.consultant


def _note(rng: random.Random) -> str:
    parts = [rng.choice(words.OPENINGS), rng.choice(words.RUNNING)]
    if rng.random() < 0.5:
        parts.append(rng.choice(words.WARNINGS))
    return "\n".join(parts)
