"""Typing the hours of a week in one line, the way people write them: “ma, di, do 8.30–14.45; wo 8.30–12.15”.

    away = HoursField(label=_("When is the client away?"))
    school = HoursField(label=_("School hours"), required=False, initial=earlier)    # a Week

`cleaned_data["away"]` is a `Week` (`trajecten.childcare.hours`); `rows_of(week)` gives the rows to keep,
`week_of(rows)` makes a week of `values_list("weekday", "start", "end")`, and a Week as `initial` is written out as its
line again. Rows have `start < end`; the end of the day is kept as 23:59 (see there). An empty field is an empty week.
What is not understood is said at the field, and what was typed stays as it was.

One line and not a grid of boxes, because it stands in the form three times for each child: days and times are typed
as quickly as said, with one stop of the Tab key, on a phone too, and without JavaScript. The page draws what was
understood.
"""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from trajecten.childcare.hours import Week
from trajecten.childcare.hours_text import NotUnderstood, read_hours, write_hours

LONGEST = 300


class HoursInput(forms.TextInput):
    """A line of hours. A week that isn't typed yet is written out."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(
            {"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"} | (attrs or {})
        )

    def format_value(self, value: Any) -> str | None:
        return value if isinstance(value, str) or value is None else write_hours(value)


class HoursField(forms.Field):
    """The hours of a week in one line; gives a `Week`, an empty one for an empty field."""

    widget = HoursInput
    default_error_messages = {
        "required": _("Type days and times, like mon, tue 8:30–14:45."),
        "too_long": _("This line is too long."),
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", _("For example: mon, tue, thu 8:30–14:45; wed 8:30–12:15"))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Week:
        line = (value or "").strip()
        if len(line) > LONGEST:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        try:
            return read_hours(line)
        except NotUnderstood as error:
            raise ValidationError(str(error), code="invalid") from error

    def validate(self, value: Week) -> None:
        if self.required and not value:
            raise ValidationError(self.error_messages["required"], code="required")

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return read_hours(data or "") != (initial or {})
        except NotUnderstood:
            return True
