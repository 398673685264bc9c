"""What an action refused, shown where the user can do something about it."""

from django.forms import BaseForm

from wiz.actions import Refused


def refuse(form: BaseForm, error: Refused, field: str | None = None) -> None:
    """Put the sentence of a refusal on the form: at `field`, or the one it names, when the form has it."""
    field = field or error.field
    form.add_error(field if field in form.fields else None, str(error))
