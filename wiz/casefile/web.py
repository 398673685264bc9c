"""Where everything stands in the drawing of a client's web.

The client is in the middle. The first party stands above her, the others left and right of her, and one below when
the sides would grow too long. What is said on a thread stands near the party's box, so that threads may come
together at the client without anything lying on anything else. Lengths are those of the drawing, not of the screen.
"""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from django.utils.translation import gettext as _

from wiz.casefile.threads import Thread

AT_MOST = 12  # boxes; what is calm is summed up first
SIDE = 5  # boxes on one side, before one goes below the client

BOX = (222, 58)
LABEL = (190, 42)
RADIUS = 52
WIDTH = 1036
GAP = 6  # between a box and what is said on its thread
PITCH = 76  # from one box to the next under it
# How wide a letter is, on the average and in a wide font: of a name, of what stands on a thread, of small print.
NAME_LETTER, STATE_LETTER, SMALL_LETTER = 8.7, 8.2, 7.4
PADDING = 10
SIGN = 16


class Area(NamedTuple):
    """A rectangle by its top left corner."""

    x: float
    y: float
    width: float
    height: float

    def meets(self, other: "Area") -> bool:
        return (
            self.x < other.x + other.width
            and other.x < self.x + self.width
            and self.y < other.y + other.height
            and other.y < self.y + self.height
        )

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2


@dataclass(frozen=True)
class Spot:
    """Where one party stands, where its thread is labelled, and where the thread leaves its box."""

    box: Area
    label: Area
    start: tuple[float, float]


@dataclass(frozen=True)
class Layout:
    width: int
    height: int
    centre: tuple[float, float]
    spots: list[Spot]


def layout(parties: int) -> Layout:
    """Return where so many parties stand, 0 to `AT_MOST`, in their order.

    Above, then left and right by turns, then below.
    """
    above = min(parties, 1)
    below = 1 if parties > 1 + 2 * SIDE else 0
    sides = parties - above - below
    left, right = (sides + 1) // 2, sides // 2
    room = BOX[1] + GAP + LABEL[1] + GAP + RADIUS  # for a box and its label over or under the client
    up = max(room * above, (left - 1) * PITCH / 2 + BOX[1] / 2, RADIUS + 4)
    down = max(room * below, (left - 1) * PITCH / 2 + BOX[1] / 2, RADIUS + 4)
    centre = (WIDTH / 2, up + 2)
    spots = []
    if above:
        spots.append(_over_or_under(centre, -1, up))
    for n in range(sides):
        column = left if n % 2 == 0 else right
        spots.append(_beside(centre, -1 if n % 2 == 0 else 1, n // 2 - (column - 1) / 2))
    if below:
        spots.append(_over_or_under(centre, 1, down))
    return Layout(WIDTH, round(up + down + 4), centre, spots)


def _over_or_under(centre: tuple[float, float], way: int, reach: float) -> Spot:
    x, y = centre
    edge = y + way * (reach - BOX[1])  # of the box, on the client's side
    label_edge = edge - way * (GAP + LABEL[1])
    box = Area(x - BOX[0] / 2, min(edge, edge + way * BOX[1]), *BOX)
    label = Area(x - LABEL[0] / 2, min(label_edge, label_edge + way * LABEL[1]), *LABEL)
    return Spot(box, label, (x, edge))


def _beside(centre: tuple[float, float], way: int, row: float) -> Spot:
    x, y = centre
    edge = x + way * (WIDTH / 2 - BOX[0] - 1)
    box_y = y + row * PITCH
    middle = edge - way * (GAP + LABEL[0] / 2)
    # On the straight line from the box to the client.
    label_y = box_y + (y - box_y) * abs(middle - edge) / abs(x - edge)
    box = Area(min(edge, edge + way * BOX[0]), box_y - BOX[1] / 2, *BOX)
    label = Area(middle - LABEL[0] / 2, label_y - LABEL[1] / 2, *LABEL)
    return Spot(box, label, (edge, box_y))


# How soon a thread may be left out of a drawing that is full.
CALM = ("plain", "ok", "info", "soon", "late")


def fitting(threads: Sequence[Thread]) -> tuple[list[Thread], int]:
    """Return the threads that are drawn, in their order, and how many of the calmest are not."""
    if len(threads) <= AT_MOST:
        return list(threads), 0
    # The last box says how many more there are.
    ranked = sorted(enumerate(threads), key=lambda pair: (-CALM.index(pair[1].kind), pair[0]))
    kept = sorted(ranked[: AT_MOST - 1])
    return [thread for _place, thread in kept], len(threads) - len(kept)


@dataclass(frozen=True)
class Drawn:
    """One party as it is drawn: its words cut to what fits; the whole words stand in the table."""

    thread: Thread | None  # none: the box that says how many more there are
    spot: Spot
    name: str
    about: str = ""
    state: str = ""
    move: str = ""


def draw(threads: Sequence[Thread], today: datetime.date) -> tuple[Layout, list[Drawn]]:
    """Return the drawing of these threads: the paper, and every party on it."""
    shown, left_out = fitting(threads)
    plan = layout(len(shown) + bool(left_out))
    drawn = [_drawn(thread, spot, today) for thread, spot in zip(shown, plan.spots, strict=False)]
    if left_out:
        drawn.append(Drawn(None, plan.spots[-1], _("and %(n)d more") % {"n": left_out}))
    return plan, drawn


def _drawn(thread: Thread, spot: Spot, today: datetime.date) -> Drawn:
    inside = BOX[0] - 2 * PADDING
    state = cut(thread.state, LABEL[0] - PADDING - SIGN, STATE_LETTER)
    move = _move(thread, today, LABEL[0] - PADDING)
    width = max(len(state) * STATE_LETTER + SIGN, len(move) * SMALL_LETTER) + PADDING
    return Drawn(
        thread=thread,
        spot=replace(spot, label=_shrunk(spot.label, min(width, LABEL[0]), lines=2 if move else 1)),
        name=cut(thread.party, inside, NAME_LETTER),
        about=cut(thread.about, inside, SMALL_LETTER),
        state=state,
        move=move,
    )


def _move(thread: Thread, today: datetime.date, width: float) -> str:
    """Return whose move it is; where the day does not fit it is left out, for half a day says nothing."""
    words = cut(thread.whose_move(today), width, SMALL_LETTER)
    if not words.endswith("…"):
        return words
    return cut(replace(thread, by=None).whose_move(today), width, SMALL_LETTER)


def _shrunk(label: Area, width: float, *, lines: int) -> Area:
    """Return a smaller label on the same middle: as wide as its words, half as high when it has one line."""
    height = label.height * (lines + 0.2) / 2.2
    x, y = label.middle
    return Area(x - width / 2, y - height / 2, width, height)


def cut(words: str, width: float, letter: float) -> str:
    """Return words shortened with an ellipsis to what fits."""
    room = int(width / letter)
    return words if len(words) <= room else words[: room - 1].rstrip() + "…"
