"""A child's week as the page shows it: in words, as a drawing, and as a table that says the same.

No queries. The drawing has a row for each day: above, when the client is away and on her way; below, who is with the
child, and when nobody is. Across it is placed in percentages, so that words keep their size; percentages are
strings, because a page in Dutch would write a comma.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from trajecten.childcare.hours import ChildWeek, Day, Gap, Span, Spans, Why, without
from trajecten.childcare.hours_text import clock_span, day_name, days_line, joined

HOUR = 60
LEFT, RIGHT = 9.0, 99.0  # of the width; the names of the days stand left of it
TOP, ROW, LANE = 20, 46, 18  # pixels: the hours above, a day, and one of its two lanes
# How many pixels the hours get on a phone and on a desk, and a letter: a word that doesn't fit is left out.
NARROW, WIDE, LETTER, PADDING = 300, 560, 7, 6

KINDS = {
    "away": gettext_lazy("away"),
    "travel": gettext_lazy("on the way"),
    "school": pgettext_lazy("a child's week", "school"),
    "care": pgettext_lazy("a child's week", "care"),
    "gap": pgettext_lazy("a child's week", "nobody"),
}
PATTERNED = ("travel", "care", "gap")
WHY = {
    Why.NOBODY: gettext_lazy("no school and no care"),
    Why.BEFORE_SCHOOL: gettext_lazy("before school"),
    Why.AFTER_SCHOOL: gettext_lazy("after school"),
    Why.LUNCH: gettext_lazy("at lunch time"),
    Why.CARE_LATE: gettext_lazy("care opens too late"),
    Why.CARE_EARLY: gettext_lazy("care closes too early"),
    Why.BETWEEN: gettext_lazy("between school and care"),
}


# In words


def hours_words(minutes: int) -> str:
    """Return minutes as hours, in hundredths as childcare is reckoned: “2,75”."""
    hours = (Decimal(minutes) / HOUR).quantize(Decimal("0.01"))
    return number_format(hours.normalize() + 0, use_l10n=True)


@dataclass(frozen=True)
class GapLine:
    """Days with the same gap: “ma, di en do”, “7.30–8.30 en 14.45–17.30”, and why."""

    days: str
    hours: str
    why: str

    def __str__(self) -> str:
        return _("%(days)s %(hours)s: nobody") % {"days": self.days, "hours": self.hours}


def gap_lines(week: ChildWeek) -> list[GapLine]:
    """Return the gaps, days on which they are the same taken together, in the order of the week."""
    same: dict[tuple[tuple[Span, Why, bool], ...], list[int]] = {}
    for day in week.days:
        if day.gaps:
            same.setdefault(tuple((g.span, g.why, g.on_the_way) for g in day.gaps), []).append(day.weekday)
    return [
        GapLine(
            days_line(days),
            joined([clock_span(span) for span, _why, _way in gaps]),
            joined(list(dict.fromkeys(_reason(why, on_the_way) for _span, why, on_the_way in gaps))),
        )
        for gaps, days in same.items()
    ]


def _reason(why: Why, on_the_way: bool) -> str:
    return _("%(why)s (on the way)") % {"why": WHY[why]} if on_the_way else str(WHY[why])


def misjudged_line(week: ChildWeek) -> str:
    """Return on which days the activity lies within school hours and travelling still leaves a gap, and when.

    Nothing when there is no such day. A request was refused then, although women must leave early to fetch the child
    (Raaff c.s., Kosten en moeite 3, on childcare).
    """
    days = week.misjudged
    if not days:
        return ""
    missing = ChildWeek(tuple(days))
    return _(
        "On %(days)s the activity lies within school hours, but travel does not: %(gaps)s. "
        "School hours are no reason to refuse here."
    ) % {
        "days": joined([str(DAY_NAMES[day.weekday]) for day in days]),
        "gaps": "; ".join(str(line) for line in gap_lines(missing)),
    }


# As a drawing


@dataclass(frozen=True)
class Block:
    """Hours of one kind. `word` is left out where it doesn't fit; `is_wide`: it fits on a desk only."""

    kind: str
    x: str
    width: str
    middle: str
    y: int
    title: str
    word: str
    is_wide: bool

    @property
    def is_patterned(self) -> bool:
        return self.kind in PATTERNED


@dataclass(frozen=True)
class Hour:
    x: str
    text: str


@dataclass
class Grid:
    height: int
    hours: list[Hour]
    days: list[tuple[int, str]]  # where the name of the day stands
    lines: list[int]  # between the days
    blocks: list[Block] = field(default_factory=list)
    lane: int = LANE
    left: str = f"{LEFT:.2f}%"
    right: str = f"{RIGHT:.2f}%"


def draw(week: ChildWeek) -> Grid | None:
    """Return the drawing of a week, from its earliest to its latest hour; nothing when she is never away."""
    used = [day for day in week.days if day.needed or day.school or day.care]
    if not week.needed:
        return None
    edges = [
        edge
        for day in used
        for spans in (day.needed, day.school, day.care)
        for span in spans
        for edge in span
    ]
    first, last = min(edges) // HOUR, -(-max(edges) // HOUR)
    days = shown_days(week)
    bottom = TOP + ROW * len(days)
    grid = Grid(
        height=bottom + 1,
        hours=_hours(first, last),
        days=[(TOP + ROW * n + ROW // 2 + 4, day_name(day.weekday)) for n, day in enumerate(days)],
        lines=[TOP + ROW * n for n in range(len(days) + 1)],
    )
    for number, day in enumerate(days):
        grid.blocks += _blocks(day, TOP + ROW * number + (ROW - 2 * LANE) // 2, first * HOUR, last * HOUR)
    return grid


def shown_days(week: ChildWeek) -> list[Day]:
    """Return Monday to Friday, and of the weekend what is used."""
    return [day for day in week.days if day.weekday < 5 or day.needed or day.school or day.care]


def _hours(first: int, last: int) -> list[Hour]:
    step = -(-(last - first) // 12)
    return [
        Hour(_across(hour * HOUR, first * HOUR, last * HOUR), str(hour))
        for hour in range(first, last + 1, step)
    ]


def _share(minute: int, first: int, last: int) -> float:
    return LEFT + (RIGHT - LEFT) * (minute - first) / (last - first)


def _across(minute: int, first: int, last: int) -> str:
    return f"{_share(minute, first, last):.2f}%"


def _blocks(day: Day, y: int, first: int, last: int) -> Iterator[Block]:
    lanes: list[tuple[str, Spans, int]] = [
        ("travel", day.travel, y),
        ("away", day.away, y),
        ("school", day.school, y + LANE),
        ("care", without(day.care, day.school), y + LANE),
        ("gap", tuple(gap.span for gap in day.gaps), y + LANE),
    ]
    for kind, spans, top in lanes:
        for span in spans:
            yield _block(kind, span, day.weekday, top, first, last)


def _block(kind: str, span: Span, weekday: int, y: int, first: int, last: int) -> Block:
    word = str(KINDS[kind])
    part = (span.end - span.start) / (last - first)
    needs = len(word) * LETTER + PADDING
    return Block(
        kind=kind,
        x=_across(span.start, first, last),
        width=f"{part * (RIGHT - LEFT):.2f}%",
        middle=_across((span.start + span.end) // 2, first, last),
        y=y,
        title=f"{day_name(weekday)} {clock_span(span)}: {word}",
        word=word if part * WIDE >= needs else "",
        is_wide=part * NARROW < needs,
    )


# As a table


@dataclass(frozen=True)
class Row:
    """One day in words; an empty text is nothing."""

    day: str
    away: str
    needed: str
    school: str
    care: str
    gaps: str


def table(week: ChildWeek) -> list[Row]:
    """Return a row for each day that is drawn."""
    return [
        Row(
            day=str(DAY_NAMES[day.weekday]),
            away=_spans(day.away),
            needed=_spans(day.needed),
            school=_spans(day.school),
            care=_spans(day.care),
            gaps=joined([_gap(gap) for gap in day.gaps]),
        )
        for day in shown_days(week)
    ]


def _spans(spans: Spans) -> str:
    return joined([clock_span(span) for span in spans])


def _gap(gap: Gap) -> str:
    return f"{clock_span(gap.span)} ({_reason(gap.why, gap.on_the_way)})"
