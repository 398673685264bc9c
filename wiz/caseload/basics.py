"""What the caseload shows of a client's own data, and by which of them it can be narrowed."""

import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.fields import DateField
from django.db.models.functions import Least, NullIf
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiz.caseload.query import CONSULTANT, FIRST_SORT, NAME, WHOSE
from wiz.clients.columns import DEADLINES, Badge, Cell, Clients, caseload_filter, column
from wiz.clients.models import Child, Client
from wiz.people.models import Municipality, Team, User
from wiz.people.names import Alphabetical
from wiz.people.roles import Can
from wiz.templatetags.wiz_ui import day as as_people_say
from wiz.terms import age_on


def nothing(clients: Clients, day: datetime.date) -> Clients:
    """Annotate nothing: the client's own row has it."""
    return clients


# Columns


def with_children(clients: Clients, day: datetime.date) -> Clients:
    born = Child.objects.filter(client=OuterRef("pk")).order_by("-birth_date").values("birth_date")
    today = Value(day, output_field=DateField())
    return clients.annotate(kinderen_born=ArraySubquery(born), kinderen_youngest=today - Subquery(born[:1]))


def ages(client: Client, day: datetime.date) -> str:
    """Return the children's ages, the youngest first."""
    born: list[datetime.date] = client.kinderen_born  # type: ignore[attr-defined]
    return ", ".join(str(age_on(birth_date, day)) for birth_date in born)


def whose_client(client: Client, day: datetime.date) -> str | Badge:
    return str(client.consultant) if client.consultant else ("late", _("no consultant"))


def with_deadlines(clients: Clients, day: datetime.date) -> Clients:
    """Annotate the earliest deadline of every kind, and the earliest of all."""
    each = {f"termijn_{kind.key}": kind.first(day) for kind in DEADLINES.values()}
    # LEAST leaves out what is not there; it wants two.
    nowhere = Value(None, output_field=DateField())
    return clients.annotate(**each, termijn_first=Least(nowhere, nowhere, *(F(name) for name in each)))


def soonest(clients: Clients, day: datetime.date, down: bool, n: int) -> set[int] | None:
    """Return the clients with the `n` earliest deadlines, and who is equal to the last of them.

    Each kind gives its first rows by its own index. What they say holds up to the day on which the first kind stops.
    """
    if down:
        return None
    for rows in (4 * n, 16 * n):
        first, *others = (kind.soonest(clients, day)[:rows] for kind in DEADLINES.values())
        of_kind: dict[str, list[datetime.date]] = {}
        of_client: dict[int, datetime.date] = {}
        for key, client, due in first.union(*others, all=True):
            of_kind.setdefault(key, []).append(due)
            of_client[client] = min(due, of_client.get(client, due))
        stops = min((max(days) for days in of_kind.values() if len(days) == rows), default=None)
        sure = sorted(due for due in of_client.values() if stops is None or due < stops)
        if len(sure) >= n:
            return {client for client, due in of_client.items() if due <= sure[n - 1]}
    return None


def deadline_of(client: Client, day: datetime.date) -> Cell:
    first = client.termijn_first  # type: ignore[attr-defined]
    kinds = [kind for kind in DEADLINES.values() if first and getattr(client, f"termijn_{kind.key}") == first]
    return Cell(as_people_say(first, day), note=str(kinds[0].title) if kinds else "")


column(
    NAME, gettext_lazy("Client"), place=0, annotate=nothing, width=28,
    show=lambda client, day: client.name, value=lambda client, day: client.name, sort=["sort_name"],
)  # fmt: skip
column(
    "nummer", gettext_lazy("Number"), place=5, annotate=nothing, width=12,
    show=lambda client, day: client.number, value=lambda client, day: client.number, sort=["number"],
)  # fmt: skip
column(
    "kinderen", gettext_lazy("Children"), place=10, annotate=with_children, show=ages, value=ages,
    sort=["kinderen_youngest"],
)  # fmt: skip
column(
    FIRST_SORT, gettext_lazy("Next deadline"), place=80, annotate=with_deadlines, show=deadline_of,
    value=lambda client, day: client.termijn_first,
    sort=["termijn_first"], foremost=soonest,
)  # fmt: skip
column(
    CONSULTANT, gettext_lazy("Consultant"), place=95, by_default=False, width=24,
    annotate=lambda clients, day: clients.select_related("consultant"),
    show=whose_client, value=lambda client, day: str(client.consultant or ""), sort=["consultant__sort_name"],
)  # fmt: skip
column(
    "gemeente", gettext_lazy("Municipality"), place=96, by_default=False, width=20,
    annotate=lambda clients, day: clients.select_related("municipality"),
    show=lambda client, day: str(client.municipality), value=lambda client, day: str(client.municipality),
    sort=[Alphabetical("municipality__name")],
)  # fmt: skip
column(
    "uitkering", gettext_lazy("On benefit since"), place=15, by_default=False, annotate=nothing,
    show=lambda client, day: as_people_say(client.benefit_since, day),
    value=lambda client, day: client.benefit_since, sort=["benefit_since"],
)  # fmt: skip
column(
    "taal", gettext_lazy("Language"), place=16, by_default=False, annotate=nothing,
    show=lambda client, day: client.language, value=lambda client, day: client.language,
    sort=[NullIf(Alphabetical("language"), Value(""))],
)  # fmt: skip
column(
    "telefoon", gettext_lazy("Phone"), place=97, by_default=False, width=16, annotate=nothing,
    show=lambda client, day: client.phone, value=lambda client, day: client.phone,
)  # fmt: skip


# Filters


def whose_choices(user: User) -> list[tuple[str, str]]:
    colleagues = User.objects.consultants().visible_to(user).exclude(pk=user.pk)
    return [
        ("alle", _("Everybody's")),
        ("niemand", _("Without a consultant")),
        *((str(pk), name) for pk, name in colleagues.values_list("pk", "name")),
    ]


def of_whom(clients: Clients, value: str, day: datetime.date) -> Clients:
    if value == "alle":
        return clients
    return clients.filter(consultant=None if value == "niemand" else int(value))


def municipalities(user: User) -> list[tuple[str, str]]:
    found = [(str(pk), name) for pk, name in Municipality.objects.values_list("pk", "name")]
    return found if len(found) > 1 else []


caseload_filter(WHOSE, gettext_lazy("Whose"), place=0, choices=whose_choices, apply=of_whom)
caseload_filter(
    "gemeente", gettext_lazy("Municipality"), place=80, choices=municipalities,
    apply=lambda clients, value, day: clients.filter(municipality=int(value)),
)  # fmt: skip
caseload_filter(
    "team", gettext_lazy("Team"), place=5, needs=Can.REASSIGN,
    choices=lambda user: [(str(pk), name) for pk, name in Team.objects.values_list("pk", "name")],
    apply=lambda clients, value, day: clients.filter(consultant__team=int(value)),
)  # fmt: skip
