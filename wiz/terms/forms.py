from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.terms.models import ExtraHoliday
from wiz.ui.forms import DateField


class ExtraHolidayForm(forms.Form):
    day = DateField(label=_("Day"))
    reason = forms.CharField(
        label=_("Decree"),
        max_length=ExtraHoliday._meta.get_field("reason").max_length,
        help_text=_("Its name, or where it was published."),
    )
