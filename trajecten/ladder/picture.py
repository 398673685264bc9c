"""Where a client stood over the years, as a drawing: a step line, placed in percentages so that words keep their size.

Geometry only; the template draws it. Percentages are strings, because a page in Dutch would write a comma.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from trajecten.ladder.models import Placement, Rung

Across = Callable[[datetime.date], float]

LEFT, RIGHT = 9.0, 97.0  # of the width; the marks of the rungs stand left of it
TOP, ROW, BOTTOM = 22, 26, 24  # pixels: above the highest rung, a rung, and the years below
# Nearer than this (in hundredths of the width) two words at the axis would touch.
APART = 13.0
NOTE, LETTER = 30, 2.35  # letters of a note at most, and the width of one in a narrow picture


@dataclass(frozen=True)
class Mark:
    at: str
    text: str
    anchor: str = "middle"


@dataclass(frozen=True)
class Line:
    x1: str
    y1: int
    x2: str
    y2: int
    kind: str = ""  # "down" for a step back


@dataclass(frozen=True)
class Dot:
    x: str
    y: int
    kind: str
    text: str


@dataclass
class Picture:
    height: int
    axis: int  # where the years stand
    marks: list[tuple[int, str]]  # of the rungs, with their height
    left: str = f"{LEFT:.1f}%"
    right: str = f"{RIGHT:.1f}%"
    years: list[Mark] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    note: Mark | None = None
    note_y: int = 0


def draw(placements: Sequence[Placement], rungs: Iterable[Rung], today: datetime.date) -> Picture | None:
    """Return the drawing of one ladder's placements, the earliest first, or nothing when there are none."""
    if not placements:
        return None
    rungs = list(rungs)
    height = TOP + ROW * (len(rungs) - 1)
    levels = {rung.pk: height - ROW * number for number, rung in enumerate(rungs)}
    first, last = placements[0].on, max(today, placements[-1].on)
    span = max((last - first).days, 1)

    def x(day: datetime.date) -> float:
        return LEFT + (RIGHT - LEFT) * (day - first).days / span

    picture = Picture(height + BOTTOM, height + BOTTOM - 6, [(levels[r.pk], r.mark) for r in rungs])
    picture.years = _years(first, last, x)
    before = None
    for placement in placements:
        here, level = x(placement.on), levels[placement.rung_id]
        if before is not None and before != level:
            kind = "down" if placement.kind == Placement.Kind.DOWN else ""
            picture.lines.append(Line(_percent(here), before, _percent(here), level, kind))
        end = x(placement.until) if placement.until else RIGHT
        picture.lines.append(Line(_percent(here), level, _percent(end), level))
        picture.dots.append(Dot(_percent(here), level, placement.kind, _words(placement)))
        before = level
    _note(picture, placements, levels, x)
    return picture


def _years(first: datetime.date, last: datetime.date, x: Across) -> list[Mark]:
    """Return the years at their first of January, as many as fit, between the year it began and now."""
    step = max(1, -(-(last.year - first.year) // 6))
    marks: list[Mark] = []
    taken = LEFT
    # A last month of a year needs no name of its own: the next year stands close by.
    if x(datetime.date(first.year + 1, 1, 1)) - LEFT >= APART or last.year == first.year:
        marks.append(Mark(_percent(LEFT), str(first.year), "start"))
    else:
        taken -= APART
    for year in range(first.year + 1, last.year + 1):
        at = x(datetime.date(year, 1, 1))
        if at - taken >= APART and RIGHT - at >= APART and (year - first.year) % step == 0:
            marks.append(Mark(_percent(at), str(year)))
            taken = at
    return [*marks, Mark(_percent(RIGHT), _("now"), "end")]


def _note(picture: Picture, placements: Sequence[Placement], levels: Mapping[int, int], x: Across) -> None:
    """Write the reason beside the latest step back: that is what somebody who looks wants to know first."""
    falls = [placement for placement in placements if placement.kind == Placement.Kind.DOWN]
    if not falls:
        return
    at = x(falls[-1].on)
    text = falls[-1].reason
    short = text if len(text) <= NOTE else f"{text[: NOTE - 1].rstrip()}…"
    picture.note = _beside(at + 1, short)
    before = placements[placements.index(falls[-1]) - 1]
    picture.note_y = levels[before.rung_id] - 7


def _beside(at: float, text: str) -> Mark:
    """Return a text right or left of a place, or around it: between the marks of the rungs and the edge."""
    wide = len(text) * LETTER
    if at + wide <= RIGHT:
        return Mark(_percent(at), text, "start")
    if at - wide >= LEFT:
        return Mark(_percent(min(at, RIGHT)), text, "end")
    return Mark(_percent(min(max(at, LEFT + wide / 2), RIGHT - wide / 2)), text)


def _words(placement: Placement) -> str:
    return f"{placement.on:%d-%m-%Y}: {placement.rung} ({placement.get_kind_display()}). {placement.reason}"


def _percent(value: float) -> str:
    return f"{value:.1f}%"
