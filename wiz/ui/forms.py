"""What every form of the house shares. Shape of input only: rules live in the actions."""

from __future__ import annotations

from typing import Any

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


class WizFormHelper(FormHelper):
    """The page writes `<form>` and the token itself, so that one form element can hold several forms."""

    form_tag = False
    disable_csrf = True
    include_media = False
    # Hidden fields and fields a layout forgot are posted too.
    render_hidden_fields = True


class DateInput(forms.DateInput):
    """A typed date. No native picker: each browser has another, and typing is quicker all day long."""

    def __init__(self, attrs: dict[str, Any] | None = None, format: str | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off"} | (attrs or {}), format)


class DateField(forms.DateField):
    """A day as Dutch people type it: dd-mm-yyyy, d-m-yy and yyyy-mm-dd (see `config/formats`)."""

    widget = DateInput
    default_error_messages = {"invalid": _("This is not a date. Type it like 24-11-2026.")}

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("dd-mm-yyyy"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        day = super().to_python(value.replace(" ", "") if isinstance(value, str) else value)
        # A slip of the finger such as 24-11-0206 is a date to Python.
        if day is not None and not 1900 <= day.year <= 2199:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return day


class TextField(forms.CharField):
    """A longer text. A browser counts the end of a line as one sign and sends two, so what it let through fits."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(value.replace("\r\n", "\n") if isinstance(value, str) else value)
