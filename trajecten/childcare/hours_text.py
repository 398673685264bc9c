"""Hours of a week as people write them: read from a line, and written out again.

    read_hours("ma-vr 8.30-14.45, wo 8.30-12.15")    # a Week, see trajecten.childcare.hours
    write_hours(week)                                # “ma, di, do, vr 8.30–14.45; wo 8.30–12.15”

What is written out reads as the same week. Dutch and English names of days are both read, whatever the page speaks.
"""

import re
from collections.abc import Iterator
from typing import Any

from django.utils.dates import WEEKDAYS as DAY_NAMES
from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import get_format
from django.utils.translation import gettext as _

from trajecten.childcare.hours import DAY, WEEKDAYS, Span, Spans, Week, both, union

# Always both languages. “vrij” is no Friday: who writes “wo vrij” means a day off.
NAMES = (
    "ma maa maandag maandags mo mon monday mondays",
    "di din dinsdag dinsdags tu tue tues tuesday tuesdays",
    "wo woe woensdag woensdags we wed wednesday wednesdays",
    "do don donderdag donderdags th thu thur thurs thursday thursdays",
    "vr vrijdag vrijdags fr fri friday fridays",
    "za zat zaterdag zaterdags sa sat saturday saturdays",
    "zo zon zondag zondags su sun sunday sundays",
)
DAY_OF = {name: weekday for weekday, names in enumerate(NAMES) for name in names.split()}
WORKING_DAYS = {"werkdagen", "doordeweeks", "weekdays"}
UP_TO = {"-", "tot", "to", "till", "until", "through"}
BESIDE = {".", ",", ";", "/", "+", "&", "en", "and", ":", "van", "from", "op", "on", "uur", "u", "h"}

# As one dash first, so that only single words and signs are left to read.
RANGE_WORDS = re.compile(r"tot en met|t\s*/\s*m\b|\btm\b|[‐‑‒–—−]")
TOKEN = re.compile(r"\s*(?:(\d+(?:[.:u]\d+)*)|([^\W\d_]+)\.?|(\S))")
TIME = re.compile(r"(\d{1,2})(?:[.:u]?(\d{2}))?")


class NotUnderstood(ValueError):
    """The line can't be read; carries the sentence for who typed it."""


def read_hours(line: str) -> Week:
    """Return the week somebody typed: days, then times, then other days with other times.

    Times are 8.30, 8:30, 830 or 8; the end of a day is 24 or 0. A day that is named again among fewer days is the
    exception to the rule before it: of “ma–vr 8.30–14.45, wo 8.30–12.15” Wednesday is the short day. Hours that don't
    overlap the earlier ones come on top. Raises NotUnderstood rather than guess.
    """
    days: set[int] = set()
    spans: list[Span] = []
    found: dict[int, tuple[int, Spans]] = {}
    for item in _parts(list(_tokens(line))):
        if isinstance(item, Span):
            if not days:
                raise NotUnderstood(_("On which days is that? Begin with the days: mon, tue 8:30–14:45."))
            spans.append(item)
        elif spans:  # other days begin
            _keep(found, days, spans)
            days, spans = set(item), []
        else:
            days |= item
    if days and not spans:
        names = ", ".join(day_name(weekday) for weekday in sorted(days))
        raise NotUnderstood(_("From when till when on %(days)s?") % {"days": names})
    _keep(found, days, spans)
    return {weekday: found[weekday][1] for weekday in sorted(found)}


def _keep(found: dict[int, tuple[int, Spans]], days: set[int], spans: list[Span]) -> None:
    """Add hours to each of these days; kept with them is among how many days they were named."""
    hours = union(spans)
    for weekday in days:
        among, earlier = found.get(weekday, (7, ()))
        if not both(earlier, hours):
            found[weekday] = min(among, len(days)), union((*earlier, *hours))
        elif len(days) < among:
            found[weekday] = len(days), hours
        else:
            words = _("%(day)s is there twice, with hours that overlap.")
            raise NotUnderstood(words % {"day": day_name(weekday)})


def _tokens(line: str) -> Iterator[tuple[str, int | str]]:
    """Yield what stands in a line: ("time", minutes), ("day", weekday), ("days", …) or ("to", "-")."""
    for match in TOKEN.finditer(RANGE_WORDS.sub("-", line.lower())):
        time, word, sign = match.groups()
        if time:
            yield "time", _minutes(time)
        elif word in DAY_OF:
            yield "day", DAY_OF[word]
        elif word in WORKING_DAYS:
            yield "days", word
        elif (word or sign) in UP_TO:
            yield "to", "-"
        elif (word or sign) not in BESIDE:
            raise NotUnderstood(_not_understood(word or sign))


def _not_understood(part: str) -> str:
    return _("“%(part)s” is not understood. Type it like: %(example)s") % {"part": part, "example": example()}


def _minutes(time: str) -> int:
    match = TIME.fullmatch(time)
    hour, minute = (int(part or 0) for part in match.groups()) if match else (0, 60)
    if minute > 59 or hour * 60 + minute > DAY:
        words = _("%(time)s is not a time. Type it like %(like)s.")
        raise NotUnderstood(words % {"time": time, "like": clock(510)})
    return hour * 60 + minute


def _parts(tokens: list[tuple[str, Any]]) -> Iterator[set[int] | Span]:
    """Yield sets of days and spans of time, a range of either taken together."""
    place = 0
    while place < len(tokens):
        kind, value = tokens[place]
        following = tokens[place + 1][0] if place + 1 < len(tokens) else ""
        last = tokens[place + 2] if following == "to" and place + 2 < len(tokens) else None
        if kind == "days":
            yield set(range(5))
            place += 1
        elif kind == "day" and last and last[0] == "day":
            yield _days(value, last[1])
            place += 3
        elif kind == "day" and following != "to":
            yield {value}
            place += 1
        elif kind == "time" and last and last[0] == "time":
            yield _span(value, last[1])
            place += 3
        elif kind == "time":
            raise NotUnderstood(
                _("Till when? After %(time)s comes a dash and the end.") % {"time": clock(value)}
            )
        else:
            raise NotUnderstood(_not_understood("–"))


def _days(first: int, last: int) -> set[int]:
    if last <= first:
        names = {"first": day_name(first), "last": day_name(last)}
        raise NotUnderstood(
            _("%(last)s does not come after %(first)s in the week. Type the days one by one.") % names
        )
    return set(range(first, last + 1))


def _span(start: int, end: int) -> Span:
    end = end or DAY
    if end <= start:
        example = {
            "start": clock(start), "end": clock(end), "day": clock(DAY), "midnight": clock(0)
        }  # fmt: skip
        raise NotUnderstood(
            _(
                "%(end)s does not come after %(start)s. Does it run past midnight? "
                "Then type two days: the first until %(day)s, the next from %(midnight)s."
            )
            % example
        )
    return Span(start, end)


# Writing it out again


def clock(minutes: int) -> str:
    """Return a time of day as people write it: 8.30 in Dutch, 8:30 in English; the end of the day is 24.00."""
    sign = "." if "." in str(get_format("TIME_FORMAT")) else ":"
    return f"{minutes // 60}{sign}{minutes % 60:02}"


def clock_span(span: Span) -> str:
    """Return hours as people write them: “8.30–14.45”."""
    return f"{clock(span.start)}–{clock(span.end)}"


def day_name(weekday: int) -> str:
    """Return the short name of a day of the week, as it is typed too: “ma”."""
    return str(WEEKDAYS_ABBR[weekday])


def example() -> str:
    """Return a line as it may be typed, in the language of the page."""
    week = dict.fromkeys((0, 1, 3), (Span(510, 885),)) | {2: (Span(510, 735),)}
    return write_hours(week)


def write_hours(week: Week) -> str:
    """Return a week as its line, which `read_hours` reads as the same week again."""
    return "; ".join(
        f"{days_line(days)} {', '.join(clock_span(span) for span in spans)}"
        for spans, days in _alike(week).items()
    )


def _alike(week: Week) -> dict[Spans, list[int]]:
    """Return the hours of a week, each with the days that have them."""
    same: dict[Spans, list[int]] = {}
    for weekday in WEEKDAYS:
        if spans := week.get(weekday):
            same.setdefault(spans, []).append(weekday)
    return same


def days_line(days: list[int]) -> str:
    """Return days of the week in a few letters: “ma, di, do”, three or more on end as “ma–vr”."""
    runs: list[list[int]] = []
    for weekday in days:
        if runs and weekday == runs[-1][-1] + 1:
            runs[-1].append(weekday)
        else:
            runs.append([weekday])
    written = [
        f"{day_name(run[0])}–{day_name(run[-1])}" if len(run) > 2 else ", ".join(map(day_name, run))
        for run in runs
    ]
    return ", ".join(written)


def say_hours(week: Week) -> str:
    """Return a week in whole words, for a letter: “maandag en donderdag van 14.45 tot 18.30 uur”."""
    return "; ".join(
        f"{joined([str(DAY_NAMES[weekday]) for weekday in days])} {joined([_say(span) for span in spans])}"
        for spans, days in _alike(week).items()
    )


def _say(span: Span) -> str:
    return _("from %(start)s till %(end)s") % {"start": clock(span.start), "end": clock(span.end)}


def joined(words: list[str]) -> str:
    """Return “a, b and c”."""
    if len(words) < 2:
        return "".join(words)
    return _("%(words)s and %(last)s") % {"words": ", ".join(words[:-1]), "last": words[-1]}
