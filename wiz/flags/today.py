"""What stands on somebody's page today: flags grouped by client, most urgent first, with whose move it is."""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import BigIntegerField, Count, F, Func, Min, Q, QuerySet
from django.db.models.expressions import Combinable
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wiz.absence.models import Absence
from wiz.casefile.frame import steps_of
from wiz.clients.models import Client
from wiz.flags.models import Flag, Side, awake, consultants_page, leads_page
from wiz.flags.rules import RULES, FlagRule
from wiz.lookups import AnyOf
from wiz.people.models import User
from wiz.people.roles import Role
from wiz.templatetags import wiz_ui
from wiz.templatetags.wiz_ui import SOON, days_words
from wiz.terms import age_on

CLIENTS_A_PAGE = 25
LINES_AT_ONCE = 3  # of one client; the rest is folded away under them
LINES_AT_MOST = 25  # of one client, the folded ones too
# What the page reads of a flag and of whom it concerns: each column costs, on a page of a hundred flags.
SHOWN = (
    *("rule", "subject_id", "side", "since", "due", "snoozed_until", "snooze_reason"),
    *("client__number", "client__first_name", "client__prefix", "client__last_name"),
    *("client__consultant__name", "organisation__name", "snoozed_by__name"),
)


def how_long(rule: FlagRule, days: int) -> tuple[str, str]:
    """Return the badge: its kind, and in words how late it is, how long is left, or since when it is so."""
    if rule.has_term:
        return "late" if days < 0 else "soon" if days <= SOON else "info", days_words(days)
    if days == 0:
        return "soon", _("since today")
    return "soon", ngettext("%(n)d day already", "%(n)d days already", -days) % {"n": -days}


@dataclass
class Line:
    """One thing that waits, with all flags that stand on it; the most urgent one speaks."""

    flag: Flag
    rule: FlagRule
    subject: Any
    today: datetime.date
    others: list[FlagRule] = field(default_factory=list)
    template: str = ""

    @cached_property
    def days(self) -> int:
        """How many until it is due; negative when late."""
        return (self.flag.due - self.today).days

    @cached_property
    def how_long(self) -> tuple[str, str]:
        return how_long(self.rule, self.days)

    @property
    def why(self) -> str:
        """Since when it is so and whose move it is, in words."""
        since = _("So since %(day)s.") % {"day": wiz_ui.day(self.flag.since, self.today)}
        return since + " " + _("The next move is with: %(who)s.") % {"who": self.waits_for}

    @property
    def waits_for(self) -> str:
        """Whose move it is, in words."""
        if self.rule.side == Side.BUREAU and self.flag.organisation:
            return str(self.flag.organisation)
        return str(Side(self.rule.side).label)


@dataclass
class Group:
    client: Client
    lines: list[Line]
    ages: list[int]

    @cached_property
    def first(self) -> list[Line]:
        """What is read at once; one line more is not worth folding away."""
        return self.lines if len(self.lines) <= LINES_AT_ONCE + 1 else self.lines[:LINES_AT_ONCE]

    @cached_property
    def rest(self) -> list[Line]:
        return self.lines[len(self.first) : LINES_AT_MOST]

    @property
    def folded(self) -> int:
        """How many are not read at once: the `rest`, and those `beyond` it that only her own page shows."""
        return len(self.lines) - len(self.first)

    @property
    def beyond(self) -> int:
        return max(len(self.lines) - LINES_AT_MOST, 0)

    @property
    def steps(self) -> list[dict[str, str]]:
        """What can be done to this client at once."""
        return steps_of(self.client)


@dataclass
class Tab:
    key: str
    count: int
    flags: QuerySet[Flag]


def tabs_for(user: User, day: datetime.date, whose: str = "") -> dict[str, Tab]:
    """Return the lists of flags a case worker has, each with its number, from one counting query.

    `mine`: on her page now. `bureau`: the bureau's move, not late enough to be hers. `lead`: also on the team lead's
    page. `snoozed`: put off. A team lead's own page is what escalated to the leads, and what nobody looks after;
    `whose` narrows it to one consultant (an id) or to nobody's clients ("niemand").
    """
    everything, conditions = _lists(user, day, whose)
    counts = everything.annotate(matter=_matter()).aggregate(
        **{key: Count("matter", filter=condition, distinct=True) for key, condition in conditions.items()}
    )
    return {key: Tab(key, counts[key], everything.filter(condition)) for key, condition in conditions.items()}


def mine(user: User, day: datetime.date) -> QuerySet[Any, Any]:
    """Return what counts as `mine`, a row for each thing that waits: the number in the menu of every page."""
    everything, conditions = _lists(user, day)
    return everything.filter(conditions["mine"]).annotate(matter=_matter()).values("matter").distinct()


def _lists(user: User, day: datetime.date, whose: str = "") -> tuple[QuerySet[Flag], dict[str, Q]]:
    """Return all flags of somebody's lists, and the condition of each list."""
    known = Flag.objects.open().filter(AnyOf(F("rule"), list(RULES)))
    asleep = Q(snoozed_until__gt=day)
    if user.role == Role.TEAM_LEAD:
        everything = known.visible_to(user)
        if whose == "niemand":
            everything = everything.filter(client__consultant__isnull=True)
        elif whose.isdecimal():
            everything = everything.filter(client__consultant=int(whose))
        # What a consultant puts off does not disappear from her team lead's page.
        return everything, {"mine": leads_page(day), "snoozed": asleep}
    # Her own clients, and those of whom she covers for today. One step: not whom those cover for.
    covered = Absence.objects.on(day).filter(covered_by=user).order_by().values("person")
    # A union, not an OR: that would look at the flags of all clients.
    hers = User.objects.filter(pk=user.pk).order_by().values("pk").union(covered)
    return known.visible_to(user).filter(client__consultant__in=hers), {
        "mine": consultants_page(day) & awake(day),
        "bureau": Q(side=Side.BUREAU)
        & (Q(consultant_from__gt=day) | Q(consultant_from__isnull=True))
        & awake(day),
        "lead": Q(lead_from__lte=day),
        "snoozed": asleep,
    }


def _matter() -> Combinable:
    """Return a number per thing that waits, equal for all flags on it: a tab counts lines, as people see them."""
    kinds = list(dict.fromkeys(rule.subjects for rule in RULES.values()))
    # One CASE on the rule, written out: as conditions of the ORM it took longer to build than to answer, on every page.
    whens = "".join(f" WHEN '{name}' THEN {kinds.index(rule.subjects)}" for name, rule in RULES.items())
    kind = Func(F("rule"), template=f"CASE %(expressions)s{whens} END", output_field=BigIntegerField())
    return F("subject_id") * len(kinds) + kind


def groups(flags: QuerySet[Flag], page: Any, day: datetime.date) -> tuple[Page, list[Group]]:
    """Return one page of clients with their lines, the client whose matter waits longest first."""
    clients = flags.order_by().values("client").annotate(first=Min("due")).order_by("first", "client")
    current = Paginator(clients, CLIENTS_A_PAGE).get_page(page)
    ids = [row["client"] for row in current]
    rows = list(
        flags.filter(client__in=ids)
        .select_related("client__consultant", "organisation", "snoozed_by")
        .only(*SHOWN)
        .prefetch_related("client__children")
        .order_by("due", "pk")
    )
    lines = lines_of(rows, day)
    by_client: dict[int, list[Line]] = {pk: [] for pk in ids}
    for line in lines:
        by_client[line.flag.client_id].append(line)  # type: ignore[index]
    return current, [
        Group(found[0].flag.client, found, _ages(found[0].flag.client, day))  # type: ignore[arg-type]
        for found in by_client.values()
        if found
    ]


def lines_of(flags: list[Flag], day: datetime.date) -> list[Line]:
    """Return a line per subject, with one query per kind of subject."""
    wanted: dict[Any, list[int]] = {}
    for flag in flags:
        wanted.setdefault(RULES[flag.rule].subjects, []).append(flag.subject_id)
    loaded = {loader: loader(ids) for loader, ids in wanted.items()}
    lines: dict[tuple[Any, int], Line] = {}
    for flag in flags:
        rule = RULES[flag.rule]
        key = (rule.subjects, flag.subject_id)
        subject = loaded[rule.subjects].get(flag.subject_id)
        if subject is None:  # gone since the last sweep
            continue
        if key in lines:
            lines[key].others.append(rule)
        else:
            lines[key] = Line(flag, rule, subject, day, template=rule.template)
    return list(lines.values())


def _ages(client: Client, day: datetime.date) -> list[int]:
    return sorted(age_on(child.birth_date, day) for child in client.children.all())
