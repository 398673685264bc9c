"""Cases the known sign-ins certainly meet: those of the two known coaches, about half of them the known consultant's.

They are ordinary cases in every other way; nothing in the rows tells them apart.
"""

from dataclasses import dataclass

from partners.demo import signins

A, B = signins.COACH.email, signins.OTHER_COACH.email


@dataclass(frozen=True)
class Show:
    coach: str
    fate: str = ""  # of the report due `age` days ago (or in as many days, when negative)
    age: int = 0
    stage: str = ""  # or else the stage of the order
    periods: int = 2  # which report of the order it is
    months: int = 9  # how long an order of a stage is planned for
    is_hers: bool = True  # the known consultant's; otherwise of a colleague in her team


SHOWS: tuple[Show, ...] = (
    Show(A, "late", 3, periods=1, is_hers=False),
    Show(A, "soon", -6),
    Show(A, "sent_back_fresh", 12, is_hers=False),
    Show(A, "waiting", 20, is_hers=False),
    Show(A, "answered", 25),
    Show(B, "late", 11, is_hers=False),
    Show(B, "draft", -4, periods=1, is_hers=False),
    Show(B, "sent_back_late", 40),
    Show(B, "waiting", 34, periods=3, is_hers=False),
    Show(B, "answered", 30, periods=1, is_hers=False),
    Show(A, stage="past_end", months=26),  # longer than an order may last, too
    Show(A, "thin", 9),
    Show(B, "rosy", 16),
    Show(A, "late", 26, periods=3, is_hers=False),
    Show(B, "waiting", 6, is_hers=False),
    Show(A, "blocked", 15, is_hers=False),
    Show(B, "redelivered", 28),
    Show(A, "notified", 13),  # accepted as it is, but its notice still waits
    Show(B, stage="paused_now"),
    Show(A, stage="planned", is_hers=False),
    Show(B, stage="ended"),
    Show(A, "moved", 5, is_hers=False),
    Show(B, "thin", 17, periods=1, is_hers=False),
    Show(A, "waiting", 4, is_hers=False),
    Show(B, "late", 2, periods=3, is_hers=False),
    Show(A, "draft", -9, is_hers=False),
)
