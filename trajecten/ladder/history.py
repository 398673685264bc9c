"""A client's placements as the pages show them, in one query for all her ladders."""

import datetime
from dataclasses import dataclass

from trajecten.ladder.models import Ladder, Placement, Rung
from trajecten.ladder.picture import Picture, draw
from wiz.clients.models import Client
from wiz.people.models import User


@dataclass(frozen=True)
class Step:
    """A row of the table: from where to where."""

    placement: Placement
    before: Rung | None


@dataclass(frozen=True)
class History:
    ladder: Ladder
    steps: list[Step]  # the latest first
    picture: Picture | None

    @property
    def current(self) -> Placement | None:
        return self.steps[0].placement if self.steps else None

    @property
    def first(self) -> Placement | None:
        return self.steps[-1].placement if self.steps else None

    @property
    def since(self) -> datetime.date | None:
        """Since when the client stands on this rung; progress within it does not count as another rung."""
        since = None
        for step in self.steps:
            since = step.placement.on
            if step.placement.kind != Placement.Kind.PROGRESS:
                break
        return since


# Nobody moves so often: past this, a page and its picture show the latest, and the timeline all of them.
PLACEMENTS = 200


def placements_of(client: Client, user: User, *people: str) -> list[Placement]:
    """Return the placements of a client, the earliest first, on whatever ladder; of very many the latest.

    `people`: who of them is named beside a placement.
    """
    latest = (
        Placement.objects.visible_to(user)
        .filter(client=client)
        .select_related("ladder", "rung", *people)
        .order_by("-on", "-pk")[:PLACEMENTS]
    )
    return list(latest)[::-1]


def history(ladder: Ladder, placements: list[Placement], today: datetime.date) -> History:
    """Return what happened on one ladder; the rungs of the ladder are one query unless they were prefetched."""
    rows = [placement for placement in placements if placement.ladder_id == ladder.pk]
    before = [None, *(row.rung for row in rows)]
    steps = [Step(row, rung) for row, rung in zip(rows, before, strict=False)]
    return History(ladder, steps[::-1], draw(rows, ladder.rungs.all(), today))


def main_ladder(placements: list[Placement]) -> Ladder | None:
    """Return the ladder to show when one is enough: the service's own, or else the one used last."""
    best = max(placements, key=lambda row: (row.ladder.is_default, row.on, row.pk), default=None)
    return best.ladder if best else None
