"""The shape of an import."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from wiz.ui.forms import WizFormHelper


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        error_messages={
            "required": _("Choose the file."),
            "empty": _("This file is empty."),
        },
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
    )
    good_rows_only = forms.BooleanField(
        label=_("Leave bad rows out and import the rest"),
        help_text=_("Otherwise one bad row stops the whole file."),
        required=False,
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.use_required_attribute = False
        self.fields["file"].widget.attrs["data-max-bytes"] = settings.WIZ_IMPORT_MAX_BYTES
        self.helper = WizFormHelper()
