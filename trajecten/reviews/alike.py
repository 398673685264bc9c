"""Earlier decisions on the same ground, so that judgement grows without a protocol.

Without names and without the text of a reason: how much, how long, what was decided, and a reviewer's lesson line.
"""

import datetime
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trajecten.exemptions.models import Exemption, ExemptionReview
from wiz.people.models import User
from wiz.terms import add_months

LATEST = 200  # decisions looked at
KINDS = 6  # kinds of decision shown
LESSONS = 5
BAND = 8  # hours a week that count as alike


@dataclass(frozen=True)
class Alike:
    """One kind of decision and how often it was made."""

    outcome: str
    extent: str
    duration: str
    count: int


@dataclass(frozen=True)
class Earlier:
    kinds: list[Alike]
    lessons: list[tuple[str, str]]  # each once, with what was decided
    count: int


def earlier_decisions(exemption: Exemption, user: User) -> Earlier:
    """Return what was decided lately on the ground of this request; one query.

    The lessons come from the decisions nearest in length and extent first.
    """
    reviews = ExemptionReview.objects.visible_to(user).filter(asked__ground=exemption.ground)
    fields = ("outcome", "extent", "hours", "start", "end", "asked", "lesson")
    rows = list(reviews.exclude(exemption=exemption).order_by("-at").values(*fields)[:LATEST])
    found = Counter((row["outcome"], *_shape(row)) for row in rows)
    mine = exemption.extent, months_between(exemption.start, exemption.end)
    near = sorted((row for row in rows if row["lesson"]), key=lambda row: _distance(row, mine))
    lessons = {row["lesson"]: str(ExemptionReview.Outcome(row["outcome"]).label) for row in reversed(near)}
    return Earlier(
        [
            Alike(str(ExemptionReview.Outcome(outcome).label), extent, duration, count)
            for (outcome, extent, duration), count in found.most_common(KINDS)
        ],
        list(lessons.items())[: -LESSONS - 1 : -1],
        len(rows),
    )


def _terms(row: dict[str, Any]) -> tuple[str, float, datetime.date, datetime.date]:
    """Return extent, hours and period: as granted, or else as it was asked."""
    if row["start"]:
        return row["extent"], float(row["hours"] or 0), row["start"], row["end"]
    asked = row["asked"]
    day = datetime.date.fromisoformat
    return asked["extent"], float(asked["hours"] or 0), day(asked["start"]), day(asked["end"])


def _shape(row: dict[str, Any]) -> tuple[str, str]:
    extent, hours, start, end = _terms(row)
    months = months_between(start, end)
    duration = ngettext("%(n)s month", "%(n)s months", months) % {"n": months}
    return _extent_words(extent, hours), duration


def _extent_words(extent: str, hours: float) -> str:
    if extent == Exemption.Extent.FULL:
        return _("full")
    low = int(max(hours - 0.5, 0) // BAND * BAND)
    return _("%(low)s–%(high)s hours") % {"low": number_format(low), "high": number_format(low + BAND)}


def months_between(start: datetime.date, end: datetime.date) -> int:
    """Return the number of calendar months a period lasts, rounded up; half a month is one."""
    after = end + datetime.timedelta(days=1)
    months = max((after.year - start.year) * 12 + after.month - start.month, 0)
    return max(months + (add_months(start, months) < after), 1)


def _distance(row: dict[str, Any], mine: tuple[str, int]) -> tuple[bool, int]:
    extent, _hours, start, end = _terms(row)
    return extent != mine[0], abs(months_between(start, end) - mine[1])
