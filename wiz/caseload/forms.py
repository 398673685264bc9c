"""The shape of a view's name."""

from django import forms
from django.utils.translation import gettext_lazy as _

from wiz.caseload.models import SavedView


class ViewForm(forms.ModelForm):
    class Meta:
        model = SavedView
        fields = ["name", "is_default"]
        error_messages = {"name": {"required": _("Give the view a name.")}}

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.use_required_attribute = False
        self.fields["name"].widget.attrs["autocomplete"] = "off"
