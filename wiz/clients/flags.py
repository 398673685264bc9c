"""The flag about a child's birthday that changes what can be asked of the parent, or what care there is."""

import datetime
from typing import Any

from django.db.models import Case, DateField, F, Func, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from wiz.clients.models import Child
from wiz.flags.models import Side
from wiz.flags.rules import flag_rule, plus
from wiz.policy.models import Policy

# To school; no longer "to five"; off primary school; past the age up to which childcare comes before work.
AGES = (4, 5, 12, 13)


class Birthday(Func):
    """The day somebody turns an age. Born on 29 February, that is 1 March: PostgreSQL would say 28 February."""

    template = (
        "((%(expressions)s + interval '%(years)s years')::date"
        " + (extract(day from %(expressions)s + interval '%(years)s years')"
        " <> extract(day from %(expressions)s))::int)"
    )
    output_field = DateField()

    def __init__(self, birth_date: str, years: int) -> None:
        super().__init__(F(birth_date), years=int(years))


def load_children(ids: list[int]) -> dict[int, Any]:
    return Child.objects.order_by().in_bulk(ids)


@flag_rule(
    "child-threshold",
    side=Side.MUNICIPALITY,
    title=_("Child turns 4, 5, 12 or 13"),
    sentence=_("A child soon reaches an age at which childcare, or the weight of an exemption, changes."),
    closes=_("The birthday passes. Put it off once you have looked at what changes."),
    subjects=load_children,
    client="client",
)
def child_threshold(today: datetime.date, policy: Policy) -> QuerySet[Child]:
    before = policy.days("child_threshold")
    return turning(today, today + before).annotate(
        counts_from=F("waited_for"), since=plus("waited_for", -before)
    )


def turning(first: datetime.date, last: datetime.date) -> QuerySet[Child]:
    """Return the children who reach one of the ages from `first` to `last`, with that birthday as `waited_for`."""
    birthdays = {f"turns_{age}": Birthday("birth_date", age) for age in AGES}
    near = {name: Q(**{f"{name}__gte": first, f"{name}__lte": last}) for name in birthdays}
    # The first that comes: with a long term a child can be near two at once, and is one line.
    soonest = Case(*[When(near[name], then=F(name)) for name in birthdays], output_field=DateField())
    children = Child.objects.filter(_about(first, last)).annotate(**birthdays).annotate(waited_for=soonest)
    return children.filter(waited_for__isnull=False)


def _about(first: datetime.date, last: datetime.date) -> Q:
    """Return roughly who is near an age: the index on birth dates finds them, the exact day is asked of those."""
    near = Q()
    for age in AGES:
        days = datetime.timedelta(days=round(age * 365.25))
        slack = datetime.timedelta(days=3)
        near |= Q(birth_date__gte=first - days - slack, birth_date__lte=last - days + slack)
    return near
