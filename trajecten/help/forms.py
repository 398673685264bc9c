"""The shape of what is typed about help. No field asks what it is about."""

from __future__ import annotations

import datetime
import uuid
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trajecten.help.models import FollowUp, Referral
from wiz.people.models import User
from wiz.ui.forms import DateField

DAY_NEEDED = {"required": _("Choose a day.")}
INLINE = {"class": "wiz-inline"}


class OwnerForm(forms.Form):
    """Who sees to it: somebody outside by name, or a colleague."""

    owner_name = forms.CharField(
        label=_("Who helps"),
        help_text=_("An organisation or a person. Only the name: what the help is about is not kept here."),
        max_length=Referral._meta.get_field("owner_name").max_length,
        required=False,
        widget=forms.TextInput(attrs={"list": "helpers", "autocomplete": "off"}),
    )
    owner_user = forms.ModelChoiceField(
        label=_("Or a colleague who sees to it"),
        queryset=User.objects.none(),
        required=False,
        empty_label="–",
        error_messages={"invalid_choice": _("Choose a colleague from the list.")},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: Any, suggestions: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.suggestions = list(suggestions)
        self.fields["owner_name"].is_needed = True  # type: ignore[attr-defined]  # one of the two
        self.fields["owner_user"].queryset = User.objects.case_workers()  # type: ignore[attr-defined]


class ReferralForm(OwnerForm):
    """Kind, who, since and when to ask: all but who is filled in for what happens most."""

    kind = forms.ChoiceField(
        label=_("Kind of help"),
        choices=Referral.Kind.choices,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages={"required": _("Choose what kind of help it is.")},
    )
    start = DateField(label=_("Since"), error_messages=DAY_NEEDED)
    until = DateField(label=_("Until"), required=False)
    follow_up_on = DateField(label=_("Ask what came of it on"), error_messages=DAY_NEEDED)
    already_helped = forms.BooleanField(label=_("The client was being helped before we knew"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["initial"] = {"form_key": uuid.uuid4(), **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)


class FollowUpForm(forms.Form):
    """What came of it. The two days are filled in; only the one that goes with the answer counts."""

    outcome = forms.ChoiceField(
        label=_("What came of it?"),
        choices=FollowUp.Outcome.choices,
        widget=forms.RadioSelect(attrs=INLINE),
        error_messages={"required": _("Choose what came of it.")},
    )
    next_on = DateField(label=_("Ask again on"), required=False)
    ended_on = DateField(label=_("Ended on"), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, usual: datetime.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.usual = usual
        for name in ("next_on", "ended_on"):
            self.fields[name].is_needed = True  # type: ignore[attr-defined]  # the one that is shown
        self.fields["outcome"].widget.attrs["autofocus"] = True

    def clean(self) -> dict[str, Any]:
        """A button that only says "it runs on" means the usual term."""
        data = super().clean() or {}
        if data.get("outcome") == FollowUp.Outcome.RUNNING:
            data["ended_on"] = None
            self.errors.pop("ended_on", None)
            if "next_on" not in self.errors:
                data["next_on"] = data.get("next_on") or self.usual
        elif data.get("outcome"):
            data["next_on"] = None
            self.errors.pop("next_on", None)
            if data["outcome"] == FollowUp.Outcome.NOT_STARTED:
                data["ended_on"] = None
                self.errors.pop("ended_on", None)
            elif not data.get("ended_on") and "ended_on" not in self.errors:
                self.add_error("ended_on", gettext("Say on which day it ended."))
        return data
