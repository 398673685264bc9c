"""The administrator's forms on people. They ask the rules what may not be, to say it at the right field."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.actions import Refused
from wiz.people.actions import check_role, check_team
from wiz.people.models import Organisation, User
from wiz.people.names import Alphabetical
from wiz.ui.forms import DateField, WizFormHelper
from wiz.ui.refusals import refuse

NAME_TAKEN = _("There is an organisation with this name already.")


def organisations() -> Any:
    """Return every organisation, the service itself first."""
    return Organisation.objects.order_by("-kind", Alphabetical("name"))


class FindUserForm(forms.Form):
    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=120)
    organisation = forms.ModelChoiceField(
        label=_("Organisation"), queryset=Organisation.objects.none(), required=False, empty_label=_("All")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]
        self.fields["q"].widget.attrs["type"] = "search"
        for field in self.fields.values():
            field.is_needed = True  # type: ignore[attr-defined]  # nobody wonders what a search obliges to


class UserForm(forms.ModelForm):
    class Meta:
        model = User
        fields = [
            "name",
            "email",
            "role",
            "organisation",
            "team",
            "job_title",
            "phone",
            "working_days",
            "is_active",
        ]
        help_texts = {
            "team": _("Only for people of the social service."),
            "job_title": _("As others should read it, for example: coach."),
            "is_active": _("Untick this when somebody leaves. What was written by this person stays."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = WizFormHelper()
        self.helper.layout = Layout(
            "name",
            "email",
            Row("role", "organisation", "team"),
            Row("job_title", "phone", "working_days"),
        )
        if self.instance.pk:
            self.helper.layout.append("is_active")
        else:
            del self.fields["is_active"]  # nobody is added who may not sign in
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]
        for name in ("name", "email", "phone"):  # somebody else's: the browser must not fill in one's own
            self.fields[name].widget.attrs["autocomplete"] = "off"

    def clean_email(self) -> str:
        # Not left to the model: its constraint, which ignores case, has no sentence for people.
        email = self.cleaned_data["email"].lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is a user with this e-mail address already."))
        return email

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        role, organisation = data.get("role"), data.get("organisation")
        try:
            if role and organisation:
                check_role(role, organisation)
        except Refused as error:
            refuse(self, error, "organisation")
        try:
            if role:
                check_team(role, data.get("team"))
        except Refused as error:
            refuse(self, error, "team")
        return data


class ServiceForm(forms.ModelForm):
    live_since = DateField(
        label=_("In use since"),
        required=False,
        help_text=_("dd-mm-yyyy. What was already waiting on this day counts from this day."),
    )

    class Meta:
        model = Organisation
        fields = ["name", "phone", "live_since"]
        error_messages = {"name": {"unique": NAME_TAKEN}}


class MunicipalityForm(forms.Form):
    name = forms.CharField(label=_("Name of the municipality"), max_length=120)


class TeamForm(forms.Form):
    name = forms.CharField(label=_("Name of the team"), max_length=120)
