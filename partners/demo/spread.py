"""Who has which client. The known people's are among the first, so that the others can be invented apart."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from partners.demo.clients import bsns_never_given_out
from partners.demo.people import Town, caseloads
from partners.demo.shows import SHOWS, Show
from partners.demo.texts.stories import STORIES
from partners.demo.told import Story
from wiz.clients.actions import FIRST_NUMBER
from wiz.people.models import User

# So many clients, with those of the known people among them, are one after the other by one chance.
FIRST = 1000


@dataclass(frozen=True)
class Place:
    """What is settled about a client before her case is invented."""

    number: int
    owner: User | None
    show: Show | None
    story: Story | None
    digits: str | None  # of her citizen service number; there are not enough for everybody


class Spread:
    """The clients of the town by their place, from 0 up to `clients`."""

    def __init__(self, town: Town, rng: random.Random, *, clients: int, seed: int) -> None:
        self.clients, self.known = clients, town.consultants[0]
        self.first = first = min(clients, FIRST)
        self.shows = dict(zip(rng.sample(range(first), min(len(SHOWS), first)), SHOWS, strict=False))
        self.told = self._told(random.Random(f"{seed} stories"))
        self.owners = self._owners(town, rng)
        self.bsns = list(bsns_never_given_out())

    def places(self, start: int, stop: int) -> Iterator[Place]:
        for n in range(start, min(stop, self.clients)):
            yield Place(
                FIRST_NUMBER + n,
                self.owners[n],
                self.shows.get(n),
                self.told.get(n),
                self.bsns[n] if n < len(self.bsns) else None,
            )

    def _told(self, rng: random.Random) -> dict[int, Story]:
        """Return which clients are the ones of the stories; they have a chance of their own, see `matters`."""
        free = [n for n in range(self.first) if n not in self.shows]
        return dict(zip(rng.sample(free, min(len(free), len(STORIES))), STORIES, strict=False))

    def _elsewhere(self, town: Town) -> dict[int, User]:
        """Return the owner of two in three stories, and of the shows that are not hers: a colleague."""
        colleagues = town.consultants[2:] or town.consultants[1:]
        told = {n: colleagues[k % len(colleagues)] for k, n in enumerate(self.told) if k % 3 != 2}
        team = [
            one for one in town.consultants[1:] if one.team is self.known.team and one is not town.covered_for
        ]
        shown = [n for n, show in self.shows.items() if not show.is_hers] if team else []
        return told | {n: team[k % len(team)] for k, n in enumerate(shown)}

    def _owners(self, town: Town, rng: random.Random) -> list[User | None]:
        """Return the consultant of every client, in no order; some have none."""
        special = len(self.shows) + len(self.told)
        elsewhere = self._elsewhere(town)
        small = town.consultants.index(town.covered_for)
        loads = caseloads(rng, self.clients, len(town.consultants), small)
        settled = Counter(elsewhere.get(n, self.known).email for n in [*self.shows, *self.told])
        owners: list[User | None] = []
        for consultant, load in zip(town.consultants, loads, strict=True):
            owners += [consultant] * (load - settled[consultant.email])  # none when it is less than none
        owners = owners[: self.clients - special]
        owners += [None] * (self.clients - special - len(owners))
        rng.shuffle(owners)
        if self.clients > FIRST:
            owners.sort(key=lambda owner: owner is not self.known)
            head = owners[: self.first - special]
            rng.shuffle(head)
            owners[: len(head)] = head
        drawn = iter(owners if self.clients > FIRST else reversed(owners))
        known = self.shows.keys() | self.told.keys()
        return [elsewhere.get(n, self.known) if n in known else next(drawn) for n in range(self.clients)]
