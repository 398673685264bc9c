"""What an action refused, shown where the user can do something about it."""

import uuid
from typing import Any

from django.forms import BaseForm

from wiz.actions import Refused


def refuse(form: BaseForm, error: Refused, field: str | None = None) -> None:
    """Put the sentence of a refusal on the form: at `field`, or the one it names, when the form has it."""
    field = field or error.field
    form.add_error(field if field in form.fields else None, str(error))


def renew_key(form: BaseForm) -> None:
    """Give a form that was refused another `form_key`, if it has one: what is sent next is something else."""
    if "form_key" in form.fields:
        data: Any = form.data
        data = data.copy()
        data[form.add_prefix("form_key")] = str(uuid.uuid4())
        form.data = data
