"""The kinds of letter, registered by the matters that write them, and the places a text of each kind may use.

A place is a name between double braces, `{{ reason }}`: the fact of that name stands there in the letter. The default
text of a kind lies in `templates/letters/texts/<key>.txt`: a line `Onderwerp: …`, an empty line, the body. What may
stand in a text is told in `wiz.letters.texts`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(settings.BASE_DIR) / "templates" / "letters" / "texts"
SUBJECT = "Onderwerp:"

Words = str | Promise

# What every letter knows, whatever it is about. Never a BSN, nor a birth date.
COMMON: dict[str, Words] = {
    "name": _("the client's name"),
    "address": _("the client's address"),
    "client_number": _("the client number"),
    "date": _("the day the letter is made"),
    "municipality": _("the name of the municipality"),
    "consultant": _("the name of the consultant"),
    "consultant_phone": _("the phone number of the consultant"),
    "reference": _("our reference"),
    "objection_address": _("where an objection is sent, from the house style"),
}
# Somebody who does not exist, for the preview.
COMMON_SAMPLE: dict[str, str] = {
    "name": "Noor van der Meer",
    "address": "Lindelaan 12\n1234 AB Maasdal",
    "client_number": "20418",
    "date": "21 november 2026",
    "consultant": "Sanne de Groot",
    "consultant_phone": "043 123 45 67",
    "reference": "20418-3",
}


@dataclass(frozen=True)
class LetterKind:
    """What a letter is about: its own places, which of them its text must use, and invented values for the preview."""

    key: str
    title: Words
    places: Mapping[str, Words]
    sample: Mapping[str, str]
    optional: frozenset[str]
    is_snippet: bool = False

    @property
    def needed(self) -> list[str]:
        """The places its text must use: its own that are not optional, and the snippets of the default text."""
        from wiz.letters.texts import places_in

        used = places_in(default_text(self.key)[1])
        return [name for name in self.places if name not in self.optional] + [
            name for name in SNIPPETS if name in used
        ]


KINDS: dict[str, LetterKind] = {}
SNIPPETS: dict[str, LetterKind] = {}


def letter_kind(
    key: str,
    title: Words,
    places: Mapping[str, Words],
    sample: Mapping[str, str],
    *,
    optional: Iterable[str] = (),
) -> LetterKind:
    """Register a kind of letter and return it.

    `places`: the names of its own facts, each with what it is ("why it was decided"); the common ones and the
    snippets come by themselves. `sample`: an invented value for each. A text that leaves one out is refused, unless
    it is in `optional`; a fact may be empty, then a line that says nothing else falls away.
    """
    taken = set(places) & {*COMMON, *SNIPPETS}
    if taken or set(sample) != set(places) or not set(optional) <= set(places):
        raise ValueError(f"letter kind {key}: {sorted(taken) or 'places, sample and optional do not agree'}")
    KINDS[key] = LetterKind(key, title, dict(places), dict(sample), frozenset(optional))
    return KINDS[key]


def letter_snippet(key: str, title: Words) -> None:
    """Register a text that other texts take in by its key, alone on a line: `{{ objection }}`."""
    SNIPPETS[key] = LetterKind(key, title, {}, {}, frozenset(), is_snippet=True)


def text_kind(key: str) -> LetterKind:
    """Return the kind or the snippet of this key. Raises KeyError when there is none."""
    return KINDS.get(key) or SNIPPETS[key]


@cache
def default_text(key: str) -> tuple[str, str]:
    """Return the subject and the body a kind comes with; a snippet has no subject."""
    text = (FOLDER / f"{key}.txt").read_text(encoding="utf-8").strip()
    if not text.startswith(SUBJECT):
        return "", text
    first, _line, body = text.partition("\n")
    return first.removeprefix(SUBJECT).strip(), body.strip()


letter_snippet("objection", _("Objection: how the client can object to a decision"))
