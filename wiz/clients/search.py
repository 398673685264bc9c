"""Finding a client by anything somebody at the desk knows of her: name, number, birth date, BSN.

What is typed is taken apart: a date is a birth date, something with a digit the beginning of a number, all else parts
of a name, in any order. Names are looked for in rounds, each wider than the one before, until there are enough:
whole words, beginnings, pieces; then, said to be alike, one slip of the fingers, and names that mostly sound so.
Every round is answered by an index, also among a million clients (`tests/wiz/test_search.py`).
"""

import datetime
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import TrigramSimilarity
from django.db import connection
from django.db.models import F, Q, QuerySet, Value

from wiz.clients import bsn
from wiz.clients.models import Client
from wiz.lookups import Like
from wiz.people.models import User

# Nobody reads further: another letter of the name is quicker.
AT_MOST = 200
# As many are read of one round before they are sorted. A word as common as "van" has a hundred thousand.
READ_AT_MOST = 1000
# With as many exact hits nobody waits for what is only alike.
ENOUGH = 25
WORDS_AT_MOST = 6
# A longer word keeps enough of its three-letter pieces whatever slip was made, unless two letters were swapped.
SHORT = 8
# So common and so short that a slip in them would ask for half the city; the rest of the name finds her.
PREFIXES = frozenset("van der den het ter ten von del dos".split())  # noqa: SIM905

DATE = re.compile(
    r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})|(\d{4})-(\d{1,2})-(\d{1,2})|(\d{2})(\d{2})(\d{4})"
)

Clients = QuerySet[Client, Any]
Condition = Callable[[str], Q]


@dataclass
class Asked:
    """What was typed, taken apart. A token of eight digits may be a birth date or a number."""

    words: list[str] = field(default_factory=list)
    others: list[Q] = field(default_factory=list)
    numbers: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Found:
    """Ids, best first (what is alike: nearest first), her own clients first among equals.

    `clear`: the one she certainly meant.
    """

    exact: list[int]
    alike: list[int]
    clear: int | None = None


def find_clients(clients: Clients, text: str, *, user: User) -> Found:
    """Return which of `clients` somebody meant who typed `text`. A BSN is not looked for: see `by_bsn`."""
    asked = take_apart(text)
    for other in asked.others:
        clients = clients.filter(other)
    if not asked.words:
        rest = _round(clients, user) if asked.others else []
        same = [pk for pk, number in _numbers(clients, asked) if number in asked.numbers]
        return Found(rest, [], same[0] if len(same) == 1 else _only(rest))
    exact: list[int] = []
    for condition in (_whole, _beginning, _piece):
        if len(exact) <= AT_MOST:
            exact += [pk for pk in _round(_with(clients, asked.words, condition), user) if pk not in exact]
    alike: list[int] = []
    name = " ".join(asked.words)
    if len(exact) < ENOUGH:
        alike = [pk for pk in _round(_with(clients, asked.words, _slip), user, name) if pk not in exact]
    if not exact and not alike:
        # A single word had its slips already.
        widest = _slip_or_likeness if len(asked.words) > 1 else _likeness
        alike = _round(_with(clients, asked.words, widest), user, name)
    return Found(exact[: AT_MOST + 1], alike, _only(exact))


def by_bsn(clients: Clients, digits: str) -> Client | None:
    """Return the client with this BSN (nine digits). Who asks must have it recorded."""
    return clients.filter(bsn_fingerprint=bsn.fingerprint(digits)).first()


def bsn_in(text: str) -> str | None:
    """Return the BSN that was typed, if all of it is one; eight digits that are a date are a birth date."""
    digits = bsn.normalise(text)
    return None if digits is None or _days(re.sub(r"\s", "", text)) else digits


def take_apart(text: str) -> Asked:
    """Return what a search asks for: words of a name, made plain as names are, and conditions on the rest."""
    asked = Asked()
    rest = []
    if re.fullmatch(r"[\d\s]+", text):
        text = re.sub(r"\s", "", text)
    for token in text.split():
        born, has_digit = _days(token), re.search(r"\d", token)
        condition = Q(birth_date__in=born) if born else Q()
        if has_digit and not (born and re.search(r"[-/.]", token)):
            asked.numbers += [token, token.upper()]
            condition |= Q(number__startswith=token) | Q(number__startswith=token.upper())
        if condition:
            asked.others.append(condition)
        else:
            rest.append(token)
    if rest:
        # "v.d." and "vd" are how people write "van der", "van den" and "van de".
        parts = re.findall(r"[^\W_]+", plain(" ".join(rest)))
        words = [word for part in parts for word in (("v", "d") if part == "vd" else (part,))]
        asked.words = list(dict.fromkeys(words))[:WORDS_AT_MOST]
    if not asked.words and rest:  # only punctuation
        asked.others.append(Q(pk__in=[]))
    return asked


def plain(text: str) -> str:
    """Return a text as names are searched, by the database's own function: here it could only differ."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT wiz_plain(%s)", [text])
        return str(cursor.fetchone()[0])


def slips(word: str) -> list[str]:
    """Return patterns of the words one slip away: two letters swapped; if it is short, one missing, extra or wrong.

    The first letter is believed, but for a swap; of a word of four the second too: too little would be left to go by.
    """
    if len(word) < 3 or word in PREFIXES:
        return []
    pairs = range(len(word) - 1)
    found = [word[:i] + word[i + 1] + word[i] + word[i + 2 :] for i in pairs if word[i] != word[i + 1]]
    inside = range(1, len(word))
    if len(word) <= SHORT:
        found += [f"{word[:i]}_{word[i:]}" for i in inside]
    if 3 < len(word) <= SHORT:
        found += [f"{word[:i]}{word[i + 1 :]}" for i in inside]
        found += [f"{word[:i]}_{word[i + 1 :]}" for i in inside if len(word) > 4 or i > 1]
    return list(dict.fromkeys(found))


def _days(token: str) -> list[datetime.date]:
    """Return the birth dates a token can mean: dd-mm-yyyy, yyyy-mm-dd, ddmmyyyy; two digits are either century."""
    match = DATE.fullmatch(token)
    if not match:
        return []
    one = match.groups()
    day, month, year = one[:3] if one[0] else (one[5], one[4], one[3]) if one[3] else one[6:]
    found = []
    for candidate in (year,) if len(year) == 4 else (f"19{year}", f"20{year}"):
        try:
            found.append(datetime.date(int(candidate), int(month), int(day)))
        except ValueError:
            continue
    return [each for each in found if 1900 <= each.year <= 2100]


# Conditions on one word. One or two letters must begin a part of the name: nearly every name holds an n somewhere.


def _like(pattern: str) -> Q:
    return Q(Like(F("plain_name"), pattern))


def _whole(word: str) -> Q:
    return _like(f"% {word} %")


def _beginning(word: str) -> Q:
    return _like(f"% {word}%")


def _piece(word: str) -> Q:
    return _like(f"%{word}%") if len(word) > 2 else _beginning(word)


def _slip(word: str) -> Q:
    condition = _piece(word)
    for pattern in slips(word):
        condition |= _like(f"% {pattern} %")
    return condition


def _likeness(word: str) -> Q:
    """Three in five of the word's three-letter pieces stand together in the name."""
    return Q(plain_name__trigram_word_similar=word) if len(word) > 3 else _piece(word)


def _slip_or_likeness(word: str) -> Q:
    return _slip(word) | _likeness(word)


def _with(clients: Clients, words: list[str], condition: Condition) -> Clients:
    """Narrow clients to whose name answers the condition for every word."""
    for word in words:
        clients = clients.filter(condition(word))
    return clients


def _round(clients: Clients, user: User, name: str = "") -> list[int]:
    """Return what one round finds: nearest to `name` first, if that is given; then her own first, each by name."""
    nearness = TrigramSimilarity("plain_name", name) if name else Value(0.0)
    found = clients.order_by().annotate(nearness=nearness)
    found = found.values_list("nearness", "consultant", "sort_name", "pk")
    rows = list(found[:READ_AT_MOST])
    if len(rows) == READ_AT_MOST:  # her own may be among the rest
        rows += found.filter(consultant=user)[:READ_AT_MOST]
    ranked = sorted(set(rows), key=lambda row: (-row[0], row[1] != user.pk, *row[2:]))
    return [row[-1] for row in ranked][: AT_MOST + 1]


def _numbers(clients: Clients, asked: Asked) -> Iterable[tuple[int, str]]:
    return clients.filter(number__in=asked.numbers).values_list("pk", "number") if asked.numbers else ()


def _only(pks: list[int]) -> int | None:
    return pks[0] if len(pks) == 1 else None
