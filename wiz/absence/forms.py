from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.absence.rules import may_be_recorded_by, may_cover
from wiz.people.models import User
from wiz.ui.forms import DateField, WizFormHelper


class AbsenceForm(forms.Form):
    """Who is away (a team lead chooses), from when up to and including when, and who covers."""

    person = forms.ModelChoiceField(
        label=_("Who is away"), queryset=User.objects.none(), empty_label=_("Choose")
    )
    first_day = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"))
    covered_by = forms.ModelChoiceField(
        label=_("Covered by"), queryset=User.objects.none(), empty_label=_("Choose")
    )

    def __init__(self, *args: Any, user: User, person: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        people = may_be_recorded_by(user)
        fields: Any = self.fields
        fields["person"].queryset = people
        if person is not None or not people.exclude(pk=user.pk).exists():
            del fields["person"]
        known = person or (None if "person" in fields else user)
        fields["covered_by"].queryset = may_cover(known)
        self.helper = WizFormHelper()
        self.helper.layout = Layout(
            Row(*[name for name in ("person", "first_day", "last_day", "covered_by") if name in fields])
        )
