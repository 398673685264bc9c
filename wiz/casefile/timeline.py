"""The timeline of a case: which part of it is asked for, and what it can be narrowed to."""

import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import MATTERS, kinds_of
from wiz.casefile.models import Event
from wiz.clients.models import Client
from wiz.people.models import Organisation, User
from wiz.terms import start_of
from wiz.ui.forms import DateField

A_PAGE = 50
DAY = datetime.timedelta(days=1)


class TimelineForm(forms.Form):
    """What is asked for. Anything not well formed counts as not asked."""

    soort = forms.ChoiceField(label=_("About"), required=False)
    wie = forms.ChoiceField(label=_("Who"), required=False)
    van = DateField(label=_("From"), required=False, help_text="")
    tot = DateField(label=_("Up to and including"), required=False, help_text="")

    def __init__(self, *args: Any, events: QuerySet[Event], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds, partners, people = _offered(events)
        soort: Any = self.fields["soort"]
        soort.choices = [("", _("Everything")), *kinds]
        wie: Any = self.fields["wie"]
        wie.choices = [
            ("", _("Everybody")),
            *((f"o-{each.pk}", each.name) for each in partners),
            *((f"p-{each.pk}", each.name) for each in people),
        ]
        self._who = {f"p-{each.pk}": Q(by=each) for each in people} | {
            # What a partner's people did, and what was done towards that partner.
            f"o-{each.pk}": Q(by__organisation=each) | Q(facts__bureau=each.name)
            for each in partners
        }

    def narrow(self, events: QuerySet[Event]) -> QuerySet[Event]:
        """Return the events that were asked for."""
        self.is_valid()
        asked = self.cleaned_data
        if asked.get("soort"):
            events = events.filter(kind__in=kinds_of(asked["soort"]))
        if asked.get("wie"):
            events = events.filter(self._who[asked["wie"]])
        if asked.get("van"):
            events = events.filter(at__gte=start_of(asked["van"]))
        if asked.get("tot"):
            events = events.filter(at__lt=start_of(asked["tot"] + DAY))
        return events


def _offered(events: QuerySet[Event]) -> tuple[list[Any], list[Organisation], list[User]]:
    """Return the matters, the partners and the people that occur in these events."""
    plain = events.order_by()
    known = set(plain.values_list("kind", flat=True).distinct())
    kinds = [(key, each.label) for key, each in MATTERS.items() if known & set(kinds_of(key))]
    people = list(User.objects.filter(pk__in=plain.values("by")))
    names = set(plain.filter(facts__has_key="bureau").values_list("facts__bureau", flat=True).distinct())
    partners = Organisation.objects.filter(
        Q(name__in=names) | Q(pk__in={person.organisation_id for person in people}),
        kind=Organisation.Kind.BUREAU,
    )
    return kinds, list(partners), people


def page_with(events: QuerySet[Event], event: Event) -> int:
    """Return the number of the page of the whole timeline on which an event stands."""
    later = events.filter(Q(at__gt=event.at) | Q(at=event.at, pk__gt=event.pk))
    return later.count() // A_PAGE + 1


def events_of(client: Client) -> QuerySet[Event]:
    return Event.objects.filter(client=client).select_related("by")
