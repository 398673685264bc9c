"""The shape of what is typed about a client. What is true of it is for the actions to decide."""

from __future__ import annotations

import json
import uuid
from typing import Any

from crispy_forms.layout import Fieldset, Layout, Row
from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wiz.clients import bsn
from wiz.clients.actions import ChildRow
from wiz.clients.models import Child, Client
from wiz.people.models import Municipality, User
from wiz.ui.forms import DateField, WizFormHelper


class ClientForm(forms.ModelForm):
    """A client's data. The BSN is typed, never shown again; without one the known number stays."""

    number = forms.CharField(label=_("Client number"), max_length=20, required=False)
    birth_date = DateField(label=_("Birth date"), required=False)
    benefit_since = DateField(label=_("On benefit since"), required=False)
    bsn = forms.CharField(
        label=_("BSN"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "data-keep-not": ""}),
    )

    class Meta:
        model = Client
        fields = [
            "number",
            "first_name",
            "prefix",
            "last_name",
            "birth_date",
            "phone",
            "email",
            "street",
            "postcode",
            "city",
            "language",
            "needs_help_with_forms",
            "household",
            "benefit_since",
            "municipality",
            "lead_benefit",
        ]
        error_messages = {
            "first_name": {"required": _("Fill in the first name.")},
            "last_name": {"required": _("Fill in the last name.")},
            "municipality": {"required": _("Choose the municipality.")},
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        for field in self.fields.values():
            # On a shared computer the browser should not offer one client's data for another's.
            field.widget.attrs["autocomplete"] = "off"
        self.fields["prefix"].widget.attrs["class"] = "wiz-short"
        household: Any = self.fields["household"]
        household.choices = [("", _("Not known")), *Client.Household.choices]
        municipality: Any = self.fields["municipality"]
        municipality.empty_label = _("Choose")
        municipalities = list(Municipality.objects.all()[:2])
        if len(municipalities) == 1 and not self.instance.municipality_id:
            self.initial["municipality"] = municipalities[0].pk
        self.helper = WizFormHelper()
        self.helper.layout = Layout(
            Fieldset(
                _("Person"),
                Row("first_name", "prefix", "last_name"),
                Row("birth_date", "bsn", "number"),
                "household",
            ),
            Fieldset(
                _("Contact"),
                Row("phone", "email"),
                Row("street", "postcode", "city"),
                Row("language", "needs_help_with_forms"),
            ),
            Fieldset(_("At the service"), Row(*self.service_fields)),
        )

    @property
    def service_fields(self) -> list[str]:
        return ["benefit_since", "municipality", "lead_benefit"]

    def validate_unique(self) -> None:
        """Nothing here: the second of two clicks has a number that is taken, by its own first click."""

    def clean_bsn(self) -> str | None:
        typed = self.cleaned_data["bsn"]
        if not typed:
            return None
        digits = bsn.normalise(typed)
        if digits is None:
            raise forms.ValidationError(_("This is not a valid BSN. Check the digits."))
        return digits

    def values(self) -> dict[str, Any]:
        """Return the client's fields as the actions take them."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class AddClientForm(ClientForm):
    form_key = forms.UUIDField(widget=forms.HiddenInput)

    class Meta(ClientForm.Meta):
        fields = [*ClientForm.Meta.fields, "consultant"]

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["number"].help_text = _("Leave it empty and it follows by itself.")
        consultants: Any = self.fields["consultant"]
        consultants.queryset = User.objects.consultants()
        consultants.empty_label = _("Nobody yet")
        self.initial.setdefault("consultant", user.pk)
        self.initial.setdefault("form_key", uuid.uuid4())

    @property
    def service_fields(self) -> list[str]:
        return ["benefit_since", "municipality", "consultant", "lead_benefit"]


def _as_seen(value: Any) -> str:
    """Return a value as the page remembers it; a choice of a row by its key."""
    return "" if value is None else str(getattr(value, "pk", value))


def _seen(text: str) -> Any:
    """Return what a page says that it held; nothing when it says nothing that can be read."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


class ChangeClientForm(ClientForm):
    """Who the consultant is, is not changed here: that takes a reason, see `wiz.handover`.

    What the fields held when the page was made goes along. Only what she changed is written, so that what a colleague
    changed meanwhile is not put back.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = {name: _as_seen(self.initial[name]) for name in self.Meta.fields}
        self.initial["seen"] = json.dumps(held)
        self.fields["number"].required = True
        self.fields["number"].error_messages["required"] = _("Fill in the client number.")
        if self.instance.masked_bsn:
            self.fields["bsn"].help_text = _("Known: %(bsn)s. Leave empty to keep it.") % {
                "bsn": self.instance.masked_bsn
            }

    def values(self) -> dict[str, Any]:
        """Return the fields that were changed on the page; all of them when it does not say what it held."""
        seen = _seen(self.cleaned_data["seen"])
        if not isinstance(seen, dict):
            return super().values()
        return {name: value for name, value in super().values().items() if _as_seen(value) != seen.get(name)}


CHILD = ("first_name", "birth_date", "extra_care")


class ChildForm(forms.Form):
    """One row: a child that is there already, or an empty row for another."""

    child = forms.IntegerField(required=False, widget=forms.HiddenInput)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)  # as on the form of the client
    first_name = forms.CharField(
        label=_("First name"), max_length=60, required=False, widget=forms.TextInput({"autocomplete": "off"})
    )
    birth_date = DateField(label=_("Birth date"), required=False, help_text="")
    extra_care = forms.BooleanField(label=_("Needs extra care"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("first_name") and not data.get("birth_date") and "birth_date" not in self.errors:
            self.add_error("birth_date", _("Fill in the birth date, or empty the whole row."))
        return data

    @property
    def says_something_new(self) -> bool:
        typed = [_as_seen(self.cleaned_data.get(name)) for name in CHILD]
        return bool(typed != _seen(self.cleaned_data.get("seen", "")))


BaseChildRows = forms.formset_factory(ChildForm, extra=3)


class ChildRows(BaseChildRows):  # type: ignore[misc, valid-type]
    """The children as rows, with three to spare. A row that is emptied takes its child off."""

    def __init__(self, *args: Any, children: QuerySet[Child] | None = None, **kwargs: Any) -> None:
        self.children = {child.pk: child for child in children or ()}
        held = [{name: getattr(child, name) for name in CHILD} for child in self.children.values()]
        initial = [
            {"child": pk, "seen": json.dumps([_as_seen(value) for value in row.values()]), **row}
            for pk, row in zip(self.children, held, strict=True)
        ]
        super().__init__(*args, initial=initial, prefix="children", **kwargs)

    def rows(self) -> list[ChildRow]:
        """Return the rows she changed as the actions take them; a child of somebody else is nobody's."""
        return [
            (
                self.children.get(form.cleaned_data.get("child")),
                form.cleaned_data.get("first_name", ""),
                form.cleaned_data.get("birth_date"),
                form.cleaned_data.get("extra_care", False),
            )
            for form in self.forms
            if form.says_something_new
        ]


class FindForm(forms.Form):
    q = forms.CharField(required=False)

    def clean_q(self) -> str:
        """Return what was typed or pasted, as far as anybody's name goes."""
        return str(self.cleaned_data["q"])[:100]
