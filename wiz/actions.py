"""What every action needs: the one refusal, and the question a button asks before it is shown."""

from collections.abc import Callable
from typing import Any


class Refused(Exception):
    """A rule said no. Its text is the sentence the user reads, in her language."""

    def __init__(self, sentence: Any, *, field: str | None = None) -> None:
        super().__init__(str(sentence))
        self.sentence = sentence
        self.field = field  # what it is about, by the name the action knows it by


class Conflict(Refused):
    """Somebody else was first; what the user typed must be shown to her again, not thrown away."""


def allowed(check: Callable[..., None], *args: Any, **kwargs: Any) -> bool:
    """Say whether a `check_*` rule would let this pass; buttons ask it, actions call the rule itself."""
    try:
        check(*args, **kwargs)
    except Refused:
        return False
    return True
