"""Fills the slots of the texts for one client, so that one report speaks of one person and one direction."""

import functools
import random
import re
from dataclasses import dataclass, field

from partners.demo.names import Name
from partners.demo.texts.plans import DIRECTIONS

WEEKDAYS = ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag")
MONTHS = (
    "januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober",
    "november", "december",
)  # fmt: skip
HOURS = (8, 10, 12, 12, 16, 16, 18, 20, 24)
# Sentences with these words are not for who has no children.
FAMILY_LIFE = re.compile(
    r"kind|opvang|school|zoon|dochter|overblijf|gastouder|jongste|oudste|oma|gezin|zorg thuis|oorontsteking"
)
SENTENCE_START = re.compile(r"(?:^|(?<=[.?!] ))[a-zé]")
FAMILY = (
    "geen kinderen thuis",
    "één kind",
    "twee kinderen",
    "drie kinderen",
    "vier kinderen",
    "vijf kinderen",
)


@functools.cache
def _without_family(pool: tuple[str, ...]) -> tuple[str, ...]:
    return (
        tuple(text for text in pool if not FAMILY_LIFE.search(text.lower().replace("{gezin}", "gezin")))
        or pool
    )


@dataclass
class Voice:
    """One client's words: who she is, where she wants to go. `mention` draws new places and days."""

    name: Name
    age: int
    children: int
    rng: random.Random
    slots: dict[str, str] = field(default_factory=dict)
    direction: int = 0

    def __post_init__(self) -> None:
        self.direction = self.rng.randrange(len(DIRECTIONS))
        address, she = self.name.address, self.name.is_woman
        self.slots = {
            "M": address[0].upper() + address[1:],
            "m": address,
            "zij": "zij" if she else "hij",
            "Zij": "Zij" if she else "Hij",
            "haar": "haar" if she else "zijn",
            "hem": "haar" if she else "hem",
            "gezin": FAMILY[min(self.children, len(FAMILY) - 1)],
            "jaren": str(self.rng.randint(1, max(1, min(11, self.age - 18)))),
            "uur": str(self.rng.choice(HOURS)),
            "cursus": self.rng.choice(DIRECTIONS[self.direction][3]),
        }
        self.mention(1)

    def go_for(self, function: str) -> None:
        """Speak of this direction from now on, by the name of its work."""
        self.direction = next(n for n, known in enumerate(DIRECTIONS) if known[0] == function)
        self.slots["cursus"] = self.rng.choice(DIRECTIONS[self.direction][3])
        self.mention(1)

    def mention(self, month: int) -> None:
        """Draw other places, days and numbers: for another report, around a month of the year."""
        rng = self.rng
        function, sector, places, _courses = DIRECTIONS[self.direction]
        place, other = rng.sample(places, 2)
        first, second = sorted(rng.sample(range(5), 2))
        self.slots |= {
            "functie": function,
            "sector": sector,
            "plek": place,
            "plek2": other,
            "dag": WEEKDAYS[first],
            "dag2": WEEKDAYS[second],
            "maand": MONTHS[(month + rng.randint(0, 1)) % 12],
            "n": str(rng.randint(3, 9)),
        }

    def say(self, template: str, **more: str) -> str:
        text = template.format_map({**self.slots, **more})
        return SENTENCE_START.sub(lambda found: found[0].upper(), text)

    def one(self, pool: tuple[str, ...], **more: str) -> str:
        return self.say(self.rng.choice(self.fitting(pool)), **more)

    def some(self, pool: tuple[str, ...], number: int) -> str:
        """Return some different sentences of a pool as one text."""
        pool = self.fitting(pool)
        return " ".join(self.say(text) for text in self.rng.sample(pool, min(number, len(pool))) if text)

    def fitting(self, pool: tuple[str, ...]) -> tuple[str, ...]:
        return pool if self.children else _without_family(pool)
