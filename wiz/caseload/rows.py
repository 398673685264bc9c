"""The rows of the caseload as HTML.

Not a template: a page has a hundred rows of eight cells, and in a template they took longer than all its queries.
"""

from collections.abc import Callable, Sequence

from django.urls import reverse
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wiz.caseload.query import NAME
from wiz.clients.columns import Cell, Column
from wiz.clients.models import Client
from wiz.templatetags.wiz_ui import badge

TICK = (
    '<td class="wiz-tick"><input class="utrecht-checkbox" type="checkbox" name="clients" value="{}"'
    ' aria-label="{}"></td>'
)


def drawn(columns: Sequence[Column], *, with_ticks: bool) -> Callable[[Client, Sequence[Cell]], SafeString]:
    """Return how a row of these columns is drawn; what is the same in every row is said and reversed once."""
    tick = escape(_("Tick %(name)s")) if with_ticks else ""
    before, _zero, after = reverse("client", args=[0]).rpartition("0")
    heads = [
        (
            column.key == NAME,
            f'<td class="wiz-cell--{column.key}"',
            f' data-label="{escape(str(column.title))}"',
        )
        for column in columns
    ]

    def row(client: Client, cells: Sequence[Cell]) -> SafeString:
        parts = [TICK.format(client.pk, tick % {"name": escape(client.name)})] if tick else []
        for (is_name, opening, label), cell in zip(heads, cells, strict=True):
            if is_name:
                name = f'<a href="{before}{client.pk}{after}">{escape(cell.words)}</a>'
                parts.append(f'<th scope="row">{name}</th>')
            else:
                said = _said(cell)
                parts.append(f"{opening}{label if said else ''}>{said}</td>")
        return SafeString("".join(parts))

    return row


def _said(cell: Cell) -> str:
    parts = [str(badge(*cell.badge))] if cell.badge else []
    if cell.words:
        parts.append(escape(cell.words))
    if cell.note:
        parts.append(f'<span class="wiz-muted">{escape(cell.note)}</span>')
    return " ".join(parts)
