"""Birthdays in the calendar: those at which childcare, or the weight of an exemption, changes."""

import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wiz.calendar.sources import Entry, Kind, Scope, calendar_source
from wiz.clients.flags import turning
from wiz.clients.models import Child


def birthdays(scope: Scope, first: datetime.date, last: datetime.date) -> list[Entry]:
    children = turning(first, last).filter(scope.hers())
    return [_entry(child, child.waited_for) for child in children]  # type: ignore[attr-defined]


def _entry(child: Child, birthday: datetime.date) -> Entry:
    words = {"child": child.first_name or _("Child"), "age": birthday.year - child.birth_date.year}
    return Entry(
        day=birthday,
        client_id=child.client_id,
        what=_("%(child)s turns %(age)d") % words,
        kind=Kind.BIRTHDAY,
        url=reverse("client", args=[child.client_id]),
    )


calendar_source("kinderen", gettext_lazy("Children's birthdays"), birthdays, on_today=False)
