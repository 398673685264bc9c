"""Small words and small pieces of the pages. No query, no rule."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import forms, template
from django.forms import BaseForm, BaseFormSet, BoundField
from django.forms.boundfield import BoundWidget
from django.forms.formsets import DELETION_FIELD_NAME
from django.template import Context
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

register = template.Library()

# A state is always a sign and a word, never a colour alone.
SIGNS = {"late": "✖", "soon": "◔", "info": "●", "ok": "✓"}
SOON = 7
# From here on people count in weeks.
WEEKS_FROM = 28


# Badges and days


@register.simple_tag
def badge(kind: str, text: Any) -> SafeString:
    """`{% badge "late" "12 days late" %}`; kinds: late, soon, info, ok, and plain (no sign)."""
    # Not a template of its own: a list has hundreds, and a template for each took a tenth of the page.
    sign = format_html('<span aria-hidden="true">{}</span> ', SIGNS[kind]) if kind in SIGNS else ""
    return format_html('<span class="wiz-badge wiz-badge--{}">{}{}</span>', kind, sign, text)


@register.simple_tag
def sign(kind: str) -> str:
    """The sign of a state alone, where something else than a badge is drawn."""
    return SIGNS.get(kind, "○")


@register.filter
def days_words(days: int | None) -> str:
    """How far away: -12 → “12 days late”, 0 → “today”, 3 → “3 days left”, 35 → “5 weeks left”."""
    if days is None:
        return ""
    if days == 0:
        return _("today")
    count, weeks = abs(days), abs(days) // 7
    if days < 0:
        if count >= WEEKS_FROM:
            return ngettext("%(n)d week late", "%(n)d weeks late", weeks) % {"n": weeks}
        return ngettext("%(n)d day late", "%(n)d days late", count) % {"n": count}
    if count >= WEEKS_FROM:
        return ngettext("%(n)d week left", "%(n)d weeks left", weeks) % {"n": weeks}
    return ngettext("%(n)d day left", "%(n)d days left", count) % {"n": count}


@register.simple_tag
def days_badge(days: int) -> SafeString:
    """`{% days_badge -12 %}`: the days in words, with the sign that belongs to them."""
    return badge("late" if days < 0 else "soon" if days <= SOON else "info", days_words(days))


@register.filter
def day(value: datetime.date | None, today: datetime.date | None = None) -> str:
    """A day as people say it: “Tue 24 Nov”, with the year only if it is another year than today's."""
    if not value:
        return ""
    value = _local_day(value)
    this_year = (today or timezone.localdate()).year
    # Translated, because Dutch writes months small: "D j b".
    return _written(value, _("D j M") if value.year == this_year else _("D j M Y"), get_language())


@lru_cache(maxsize=1000)
def _written(value: datetime.date, form: str, language: str | None) -> str:
    """`date_format`, kept: a list names the same few days a hundred times."""
    return date_format(value, form)


@register.filter
def long_day(value: datetime.date | None) -> str:
    """“Tuesday 24 November”, for the line beside a page title."""
    return date_format(_local_day(value), "l j F") if value else ""


@register.filter
def period(start: datetime.date | None, end: datetime.date | None) -> str:
    """“9 Aug – 9 Nov 2026”; an open end is said."""
    if not start:
        return ""
    if not end:
        return _("since %(day)s") % {"day": date_format(start, _("j M Y"))}
    first = _("j M") if start.year == end.year else _("j M Y")
    return f"{date_format(start, first)} – {date_format(end, _('j M Y'))}"


@register.filter
def iso_day(value: str) -> str:
    """A day kept as text, 2026-08-09, as people say it."""
    return day(datetime.date.fromisoformat(value)) if value else ""


@register.filter
def hours_a_week(hours: Decimal | str | None) -> str:
    """“1 hour a week”, “7.5 hours a week”; nothing for none. As text: 2.5, whatever the language."""
    if hours is None or hours == "":
        return ""
    number = Decimal(hours).normalize()
    words = ngettext("%(n)s hour a week", "%(n)s hours a week", 1 if number == 1 else 2)
    return words % {"n": number_format(number, use_l10n=True)}


@register.filter
def money(amount: Any) -> str:
    """An amount in euros: € 1.250,00, in English €1,250.00; nothing for none."""
    if amount is None or amount == "":
        return ""
    number = number_format(Decimal(amount), 2, use_l10n=True, force_grouping=True)
    return _("€%(amount)s") % {"amount": number}


def _local_day(value: datetime.date) -> datetime.date:
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


# Forms: used by the templates in `nlds`

CONTROLS: list[tuple[type[forms.Widget], str]] = [
    (forms.Textarea, "utrecht-textarea"),
    (forms.Select, "utrecht-select"),
    (forms.CheckboxInput, "utrecht-checkbox"),
    (forms.FileInput, "wiz-file"),
    (forms.DateInput, "utrecht-textbox wiz-short"),
    (forms.NumberInput, "utrecht-textbox wiz-short"),
    (forms.Widget, "utrecht-textbox"),
]


@register.filter
def is_group(field: BoundField) -> bool:
    """Radio buttons and rows of checkboxes: one question, several controls, so a fieldset."""
    return isinstance(field.field.widget, forms.RadioSelect)


@register.filter
def is_lone_checkbox(field: BoundField) -> bool:
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.simple_tag
def control(field: BoundField) -> SafeString:
    """The control of a field with the class of its kind.

    By type and not by name of the widget, so that a subclass looks like its parent without a setting.
    """
    widget = field.field.widget
    own = next(css for kind, css in CONTROLS if isinstance(widget, kind))
    invalid = f"{own.split()[0]}--invalid" if field.errors else ""
    # Placeholders vanish on typing; what is worth saying stands in the hint.
    widget.attrs.pop("placeholder", None)
    attrs: dict[str, str | bool] = {
        "class": " ".join(filter(None, [own, invalid, widget.attrs.get("class")]))
    }
    if described := field.aria_describedby:
        attrs["aria-describedby"] = described
    return field.as_widget(attrs=attrs)


@register.simple_tag
def option(choice: BoundWidget) -> SafeString:
    """One radio button or checkbox of a group."""
    attrs = choice.data["attrs"]
    radio = choice.data["type"] == "radio"
    attrs["class"] = "utrecht-radio-button" if radio else "utrecht-checkbox"
    if radio:
        # The group is wrong, not one of its buttons: ARIA knows no invalid radio button.
        attrs.pop("aria-invalid", None)
    return choice.tag()


@register.filter
def focus_id(field: BoundField) -> str:
    """The id a link in the error summary leads to: something that can be focused.

    Radio buttons and checkboxes have no element with the field's own id; their first option is meant.
    """
    if field.is_hidden or not field.auto_id:
        return ""
    widget = field.field.widget
    if isinstance(widget, forms.RadioSelect):
        return field.subwidgets[0].id_for_label if field.subwidgets else ""
    if isinstance(widget, forms.MultiWidget):
        return f"{field.auto_id}_0"
    return field.id_for_label


@register.simple_tag(takes_context=True)
def page_errors(context: Context) -> list[dict[str, str]]:
    """Every error of the page's forms: `form`, `formset` and the list `forms` in the context."""
    found: list[dict[str, str]] = []
    for one in [context.get("form"), context.get("formset"), *(context.get("forms") or [])]:
        if isinstance(one, BaseFormSet):
            found += _formset_errors(one)
        elif isinstance(one, BaseForm):
            found += _form_errors(one)
    return found


def _form_errors(form: BaseForm, row: str = "") -> Iterator[dict[str, str]]:
    if not form.is_bound:
        return
    for message in form.non_field_errors():
        yield {"text": f"{row}: {message}" if row else str(message), "target": ""}
    for field in form:
        where = ", ".join(filter(None, [row, str(field.label)]))
        where = where if where.endswith("?") else f"{where}:"
        for message in field.errors:
            yield {"text": f"{where} {message}", "target": focus_id(field)}


def _formset_errors(formset: BaseFormSet) -> Iterator[dict[str, str]]:
    if not formset.is_bound:
        return
    for message in formset.non_form_errors():
        yield {"text": str(message), "target": ""}
    for number, form in enumerate(formset.forms, start=1):
        # What is wrong in a row that is being removed does not matter.
        if not getattr(form, "cleaned_data", {}).get(DELETION_FIELD_NAME):
            yield from _form_errors(form, _("Row %(n)d") % {"n": number})


@register.filter
def turns(child: Any, birthday: datetime.date) -> int:
    """The age somebody with a `birth_date` reaches on a birthday."""
    return birthday.year - child.birth_date.year


@register.filter
def absence_of(away: dict[int, Any] | None, person: Any) -> Any:
    """Somebody's absence among those of a day (`wiz.absence.models.away_on`), or nothing."""
    return (away or {}).get(person.pk) if person else None
