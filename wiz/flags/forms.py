from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.ui.forms import DateField, DateInput


class SnoozeForm(forms.Form):
    until = DateField(
        label=_("Put off until"),
        widget=DateInput({"autofocus": True}),
        error_messages={"required": _("Choose a day.")},
    )
    reason = forms.CharField(
        label=_("Why can it wait?"), max_length=300, error_messages={"required": _("Say why it can wait.")}
    )
