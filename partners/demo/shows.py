"""Cases the known sign-ins certainly meet: the consultant's, spread over the two known coaches.

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


SHOWS: tuple[Show, ...] = (
    Show(A, "late", 3, periods=1),
    Show(A, "soon", -6),
    Show(A, "sent_back_fresh", 12),
    Show(A, "waiting", 20),
    Show(A, "answered", 25),
    Show(B, "late", 11),
    Show(B, "draft", -4, periods=1),
    Show(B, "sent_back_late", 40),
    Show(B, "waiting", 34, periods=3),
    Show(B, "answered", 30, periods=1),
    Show(A, stage="past_end", months=26),  # longer than an order may last, too
    Show(A, "thin", 9),
    Show(B, "rosy", 16),
    Show(A, "late", 26, periods=3),
    Show(B, "waiting", 6),
    Show(A, "blocked", 15),
    Show(B, "redelivered", 28),
    Show(A, "accepted", 13),
    Show(B, stage="paused_now"),
    Show(A, stage="planned"),
    Show(B, stage="ended"),
    Show(A, "moved", 5),
    Show(B, "thin", 17, periods=1),
    Show(A, "waiting", 4),
    Show(B, "late", 2, periods=3),
    Show(A, "draft", -9),
)
