"""What every action needs: the one refusal, the question a button asks before it is shown, and the second click."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _


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


def check_same_form(earlier: object, typed: object) -> None:
    """A second click says the same as the first; a page used again for something else must lose nothing."""
    if earlier != typed:
        raise Conflict(_("You saved this page before, with another text. Save again to add this as well."))
