"""All goals, and which go with which instrument."""

from partners.demo.texts.goals_life import LIFE
from partners.demo.texts.goals_work import WORK

GOALS = WORK | LIFE
BY_INSTRUMENT: dict[str, tuple[str, ...]] = {
    "Aanbodversterking": ("rhythm", "cv", "travel", "language"),
    "Arbeidsbemiddeling": ("hunting", "cv", "apply", "childcare"),
    "Begeleid werken": ("trial", "rhythm", "workplaces", "travel"),
    "Coaching": ("rhythm", "workplaces", "childcare", "energy", "cv"),
    "Diagnose": ("diagnosis", "workplaces", "energy"),
    "Groepstraining": ("rhythm", "out", "cv", "language"),
    "Jobhunting": ("hunting", "apply", "workplaces", "childcare"),
    "Leer-werktraject": ("course", "trial", "rhythm", "childcare"),
    "Nazorg": ("keep", "childcare", "travel"),
    "Opleiding of cursus": ("course", "language", "childcare"),
    "Proefplaatsing": ("trial", "hunting", "travel"),
    "Schuldhulp": ("debts", "energy"),
    "Sociale activering": ("out", "rhythm", "energy", "language", "travel"),
    "Sollicitatietraining": ("apply", "cv", "workplaces"),
    "Stage": ("trial", "workplaces", "course"),
    "Vrijwilligerswerk": ("volunteer", "out", "rhythm"),
}
