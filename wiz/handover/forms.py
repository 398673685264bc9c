"""The shape of a hand-over. Who may hand over what, the actions decide."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from wiz.people.models import User

NOTE_AT_MOST = 4000


def with_client_count(people: QuerySet[User]) -> QuerySet[Any]:
    """Return people with how many clients each has, by name: a query that counts forgets the order of its model."""
    return people.annotate(client_count=Count("clients")).order_by("sort_name", "pk")


class ConsultantField(forms.ModelChoiceField):
    """A consultant to choose, with how many clients she has: who hands over wants to see that."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("empty_label", _("Choose"))
        kwargs["error_messages"] = {
            "required": _("Choose a consultant."),
            "invalid_choice": _("Choose a consultant who works here."),
        }
        super().__init__(User.objects.none(), **kwargs)

    def label_from_instance(self, person: Any) -> str:
        words = ngettext("%(name)s (%(n)d client)", "%(name)s (%(n)d clients)", person.client_count)
        return words % {"name": person.name, "n": person.client_count}


class HandOverForm(forms.Form):
    """To whom, and what she must know. `seen` is what the page showed: client:consultant, by commas."""

    consultant = ConsultantField(label=_("New consultant"))
    note = forms.CharField(
        label=_("Hand-over note"),
        help_text=_("What must the new consultant know? Without a note a flag stands until one is written."),
        max_length=NOTE_AT_MOST,
        required=False,
        widget=forms.Textarea({"rows": 6}),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, without: int | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        consultants: Any = self.fields["consultant"]
        consultants.queryset = with_client_count(User.objects.consultants().exclude(pk=without))

    def clean_seen(self) -> dict[int, int | None]:
        """Return per client the consultant who was shown; what cannot be read was not shown."""
        seen = {}
        for pair in self.cleaned_data["seen"].split(","):
            client, _colon, consultant = pair.partition(":")
            if client.isdecimal() and len(client) < 19:
                seen[int(client)] = (
                    int(consultant) if consultant.isdecimal() and len(consultant) < 19 else None
                )
        return seen


class WholeCaseloadForm(forms.Form):
    van = ConsultantField(label=_("Whole caseload of"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whose: Any = self.fields["van"]
        # Also who left: her clients are still hers, and must go to somebody.
        whose.queryset = with_client_count(User.objects.all()).filter(client_count__gt=0)


class NoteForm(forms.Form):
    note = forms.CharField(
        label=_("What must the new consultant know?"),
        max_length=NOTE_AT_MOST,
        widget=forms.Textarea({"rows": 8}),
        error_messages={"required": _("Write down what the new consultant must know.")},
    )
