from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.policy.models import PolicyValue
from wiz.policy.parameters import PARAMETERS
from wiz.ui.forms import DateField


class PolicyForm(forms.Form):
    key = forms.ChoiceField(
        label=_("Rule"), choices=lambda: [("", "---------")] + [(p.key, p.label) for p in PARAMETERS.values()]
    )
    value = forms.IntegerField(
        label=_("New value"), help_text=_("In the unit of the rule: days, weeks or months.")
    )
    valid_from = DateField(
        label=_("From"),
        help_text=_("dd-mm-yyyy. A second value from the same day replaces the first."),
    )
    source = forms.CharField(
        label=_("Source"),
        max_length=PolicyValue._meta.get_field("source").max_length,
        help_text=_("The decision or rule this rests on."),
    )
