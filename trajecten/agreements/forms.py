"""The shape of what is said of an agreement that stands."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.ui.forms import DateField


class SmallForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False


class DoneForm(SmallForm):
    outcome = forms.CharField(label=_("What came of it"), max_length=300, required=False)


class DropForm(SmallForm):
    reason = forms.CharField(
        label=_("Why it is dropped"),
        max_length=300,
        error_messages={"required": _("Say why it is dropped.")},
    )


class MoveForm(SmallForm):
    due = DateField(label=_("New date"), error_messages={"required": _("Choose a day.")})
    reason = forms.CharField(
        label=_("Why"), max_length=300, error_messages={"required": _("Say why it gets another date.")}
    )
