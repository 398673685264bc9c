"""What the history of a client can be narrowed to. Anything not well formed counts as not asked."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wiz.people.models import User
from wiz.trust.history import HISTORIES
from wiz.trust.models import Change, Look


def _people(rows: QuerySet[Any, Any], name: str) -> list[Any]:
    found = User.objects.filter(pk__in=rows.order_by().values(name))
    return [("", _("Everybody")), *((str(each.pk), each.name) for each in found)]


class HistoryForm(forms.Form):
    """Which kind of row, and by whom."""

    soort = forms.ChoiceField(label=_("About"), required=False)
    wie = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, changes: QuerySet[Change], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        models = changes.order_by().values_list("model", flat=True).distinct()
        titles = sorted((str(HISTORIES[name].title), name) for name in models if name in HISTORIES)
        soort: Any = self.fields["soort"]
        soort.choices = [("", _("Everything")), *((name, title) for title, name in titles)]
        wie: Any = self.fields["wie"]
        wie.choices = _people(changes, "by")

    def narrow(self, changes: QuerySet[Change]) -> QuerySet[Change]:
        """Return the changes that were asked for."""
        self.is_valid()
        if model := self.cleaned_data.get("soort"):
            changes = changes.filter(model=model)
        if person := self.cleaned_data.get("wie"):
            changes = changes.filter(by=person)
        return changes


class LooksForm(forms.Form):
    """By whom."""

    wie = forms.ChoiceField(label=_("Who"), required=False)

    def __init__(self, *args: Any, looks: QuerySet[Look], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wie: Any = self.fields["wie"]
        wie.choices = _people(looks, "user")

    def narrow(self, looks: QuerySet[Look]) -> QuerySet[Look]:
        """Return the looks that were asked for."""
        self.is_valid()
        person = self.cleaned_data.get("wie")
        return looks.filter(user=person) if person else looks
