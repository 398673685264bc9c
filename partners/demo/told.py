"""What a told case is made of. The cases themselves stand in `partners.demo.texts.stories`.

Time is counted from the demo's day: months or days ago, negative ahead.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Weighed:
    """A factor by its name in the list, and how heavily it weighs to the client and to the consultant, 1 to 5."""

    factor: str
    client: int | None
    consultant: int | None
    words: str = ""


@dataclass(frozen=True)
class Move:
    months: int
    position: int  # of the rung on the service's own ladder; the same as before is progress
    reason: str


@dataclass(frozen=True)
class Step:
    """A goal of the plan: who does it, by when (months from now), and what came of it."""

    text: str
    who: str  # client, consultant, bureau, other
    due: float
    state: str = "open"  # open, reached, dropped
    reason: str = ""


@dataclass(frozen=True)
class Promise:
    """An agreement made at a talk."""

    text: str
    who: str  # client, consultant, or somebody else by name
    due: int  # days from now
    done: bool = False


@dataclass(frozen=True)
class Talk:
    days: int  # ago; negative is planned
    kind: str  # phone, office, home, three_way, consultation, message
    text: str  # the note, or what it is about when it is planned
    state: str = "held"
    view: str = ""  # of what she takes part in: good, mixed, bad, no_contact
    words: str = ""
    promises: tuple[Promise, ...] = ()
    moment: str = ""  # of a consultation


@dataclass(frozen=True)
class Ordered:
    """An order: by the sign-in or name of its bureau, with the fate of the report that is due now."""

    bureau: str
    instrument: str
    months: int  # ago it began
    length: int
    fate: str = ""
    question: str = ""


@dataclass(frozen=True)
class Story:
    woman: bool
    age: int
    children: tuple[float, ...]  # ages in years
    household: str
    benefit: float  # years; none for who has no benefit
    wish: str
    weighed: tuple[Weighed, ...]
    moves: tuple[Move, ...]
    kind: str  # of the plan; none when there is no plan
    end_goal: str
    steps: tuple[Step, ...]
    talks: tuple[Talk, ...]
    orders: tuple[Ordered, ...] = ()
    direction: str = ""  # the work reports speak of, by its name in `partners.demo.texts.plans`
    hours: int | None = None
    language: str = ""
    name_like: str = ""  # a first name of the pool hers is drawn from
    help_with_forms: bool = False
    extra_care: tuple[int, ...] = ()  # which of the children, counted from the oldest
    care: str = ""
    alone: str = "sometimes"
    load: str = ""
    capacity: tuple[int | None, str, str, int, int] | None = (
        None  # hours, words, source, months ago, valid months
    )
    other_parent: str = "not_there"
    other_parent_note: str = ""
    supporters: tuple[tuple[str, str], ...] = ()
    advices: tuple[tuple[str, str, int, int], ...] = ()  # giver, words, months ago, valid months
    refused: tuple[str, str, int] | None = None  # training, reason, months ago
    handed_over: tuple[int, str] | None = None  # months ago, the note
    signed: int | None = 6  # months ago; None: offered and not signed
    intake: int = 14  # months ago
