"""Who may write, send and drop a letter, and when; what a text and a colour must be."""

import datetime
import re

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from wiz.actions import Conflict, Refused
from wiz.letters.kinds import LetterKind
from wiz.letters.models import Letter
from wiz.letters.texts import BODY_AT_MOST, SUBJECT_AT_MOST, problems
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms.working_days import next_working_day

COLOUR = re.compile(r"#[0-9a-f]{6}")
OBJECTION = datetime.timedelta(weeks=6)  # by law, so no policy: Awb 6:7
CONTRAST = 4.5  # WCAG 2.2, 1.4.3


def check_work(user: User) -> None:
    """Letters are between the municipality and the client."""
    if not user.can(Can.WORK_CASES):
        raise Refused(_("Only the municipality can do this."))


def check_sent_on(letter: Letter, sent_on: datetime.date, today: datetime.date) -> None:
    if sent_on > today:
        raise Refused(_("This day is still to come."), field="on")
    if sent_on < letter.made_on:
        raise Refused(_("The letter was only made on %(day)s.") % {"day": _day(letter.made_on)}, field="on")


def check_to_be_sent(user: User, letter: Letter) -> None:
    """Only a letter that waits can be sent or dropped."""
    check_work(user)
    if letter.dropped_at is not None:
        raise Conflict(_("This letter was dropped meanwhile: it is not going to be sent."))
    if letter.sent_on is not None:
        raise Conflict(
            _("It has been recorded already that this letter was sent on %(day)s.")
            % {"day": _day(letter.sent_on)}
        )


def check_sent(user: User, letter: Letter) -> None:
    """How and when a letter was sent can only be corrected when it was."""
    check_work(user)
    if letter.sent_on is None:
        raise Refused(_("This letter has not been sent yet."))


def objection_until(letter: Letter, extra: frozenset[datetime.date] = frozenset()) -> datetime.date | None:
    """Return the last day on which the client can object: six weeks from the day after a decision was sent.

    Awb 6:7 and 6:8; a Saturday, Sunday or holiday moves it to the next working day (Algemene termijnenwet, 1).
    Nothing for a letter that was not sent.
    """
    if letter.sent_on is None:
        return None
    return next_working_day(letter.sent_on + OBJECTION, extra)


def check_text(kind: LetterKind, subject: str, body: str) -> None:
    """A text says what its kind must say, and names no place that is not there."""
    if not body.strip():
        raise Refused(_("Write the text of the letter."), field="body")
    if len(body) > BODY_AT_MOST or len(subject) > SUBJECT_AT_MOST:
        raise Refused(_("This text is too long."), field="body")
    if kind.is_snippet == bool(subject.strip()):
        raise Refused(_("Write what the letter is about."), field="subject")
    for field, sentence in problems(kind, subject, body):
        raise Refused(sentence, field=field)


def check_colour(colour: str) -> None:
    """A colour in which words stand on white paper is dark enough to be read (WCAG 2.2, 1.4.3)."""
    if not COLOUR.fullmatch(colour):
        raise Refused(_("Type a colour as six signs after a hash, like #1f4e79."), field="accent")
    if contrast_on_white(colour) < CONTRAST:
        raise Refused(
            _("This colour is too light to be read on white paper. Choose a darker one."), field="accent"
        )


def contrast_on_white(colour: str) -> float:
    """Return how much a colour (`#rrggbb`) stands out from white, from 1 to 21, as WCAG 2.2 counts it."""
    parts = (int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _day(day: datetime.date) -> str:
    return date_format(day, "j F Y")
