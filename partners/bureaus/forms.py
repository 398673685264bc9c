"""The administrator's forms on bureaus and the catalogue."""

from typing import Any

from crispy_forms.layout import Layout, Row
from django import forms
from django.utils.translation import gettext_lazy as _

from partners.bureaus.models import Bureau, Instrument
from wiz.actions import Refused
from wiz.policy.actions import check_value
from wiz.ui.forms import WizFormHelper
from wiz.ui.refusals import refuse


class BureauForm(forms.Form):
    name = forms.CharField(label=_("Name"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "---------"), *Bureau.Kind.choices])
    phone = forms.CharField(label=_("Phone"), max_length=30, required=False)
    report_interval = forms.IntegerField(
        label=_("Reports every so many months"),
        required=False,
        help_text=_("Leave empty for the service's own rule. Holds for orders made from now on."),
    )
    active = forms.BooleanField(
        label=_("Gets new orders"),
        required=False,
        initial=True,
        help_text=_("Untick this when the contract ends. Running orders and their reports go on."),
    )

    def __init__(self, *args: Any, adding: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = WizFormHelper()
        self.helper.layout = Layout("name", Row("kind", "phone"), "report_interval")
        if adding:
            del self.fields["active"]  # no bureau is added that gets no orders
        else:
            self.helper.layout.append("active")

    def clean(self) -> dict[str, Any]:
        interval = self.cleaned_data.get("report_interval")
        try:
            if interval is not None:
                check_value("report_interval", interval)
        except Refused as error:
            refuse(self, error, "report_interval")
        return self.cleaned_data


class InstrumentForm(forms.Form):
    name = forms.CharField(label=_("Name of the instrument"), max_length=80)


class InstrumentStateForm(forms.Form):
    """The button behind an instrument. It says which state it is to have: a second click changes nothing."""

    instrument = forms.ModelChoiceField(queryset=Instrument.objects.all())
    active = forms.BooleanField(required=False)
