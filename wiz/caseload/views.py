"""The caseload: a list of clients that can be narrowed, sorted, kept as a view, acted upon and taken along."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from wiz.actions import Refused
from wiz.caseload.actions import change_view, overwrite_view, record_export, remove_view, save_view
from wiz.caseload.forms import ViewForm
from wiz.caseload.models import SavedView
from wiz.caseload.query import (
    NAME,
    PAGE,
    SHOWN,
    SIZE,
    SIZES,
    VIEW,
    WHOSE,
    Choice,
    Offered,
    as_data,
    cell,
    columns_of,
    found,
    in_batches,
    offered_to,
    page_of,
    read,
)
from wiz.caseload.rows import drawn
from wiz.clients.columns import BULKS, COLUMNS, Column
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can, Role
from wiz.terms import day_of, now, today
from wiz.ui.navigation import address
from wiz.ui.refusals import refuse
from wiz.ui.sheets import CSV, XLSX, write_csv, write_xlsx

# Who needs more clients in a file than this asks the administrator for figures, not for names.
EXPORTED_AT_MOST = 10_000


@require_GET
@needs(Can.WORK_CASES)
def caseload(request: UserRequest) -> HttpResponse:
    """Show a page of clients. Without anything in the address the user's default view opens, if she has one."""
    views = list(SavedView.objects.visible_to(request.user))
    offered = offered_to(request.user)
    default = next((view for view in views if view.is_default), None)
    if default and not request.GET:
        return redirect(_view_address(default))
    day = today()
    choice = read(request.GET, request.user, offered)
    columns = columns_of(choice, request.user)
    page, clients = page_of(choice, columns, request.user, day, request.GET.get(PAGE))
    bulks = [bulk for bulk in _by_place(BULKS) if request.user.can(bulk.needs) and address(bulk.name)]
    row = drawn(columns, with_ticks=bool(bulks))
    context = {
        "page": page,
        "rows": [row(client, [cell(column, client, day) for column in columns]) for client in clients],
        "clients": clients,
        "headings": _headings(choice, columns),
        "bulks": bulks,
        "on_page": ",".join(str(client.pk) for client in clients),
        "today": day,
        **_controls(choice, columns, request.user, offered),
        **_views(choice, views, request.GET.get(VIEW, "")),
    }
    return render(request, "caseload/caseload.html", context)


@require_GET
@needs(Can.WORK_CASES)
def caseload_export(request: UserRequest) -> HttpResponse:
    """Give all clients a choice finds, with its columns, as a file; and record for each that she was in it."""
    user, at = request.user, now()
    day = day_of(at)
    choice = read(request.GET, user, offered_to(user))
    count = found(choice, user, day).count()
    if not 0 < count <= EXPORTED_AT_MOST:
        sentence = _("Choose at most %(n)d clients: narrow the list with a filter.") % {"n": EXPORTED_AT_MOST}
        messages.error(request, sentence if count else _("There are no clients to put in a file."))
        return redirect(_address(choice))
    columns = columns_of(choice, user)
    clients = list(in_batches(choice, columns, user, day, at_most=EXPORTED_AT_MOST))
    record_export(clients, by=user, at=at)
    headings = [str(column.title) for column in columns]
    rows = ([column.value(client, day) for column in columns] for client in clients)
    if request.GET.get("als") == "csv":
        return _file(write_csv(headings, rows), f"caseload-{day:%Y-%m-%d}.csv", CSV)
    file = write_xlsx(_("Caseload"), headings, [column.width for column in columns], rows)
    return _file(file, f"caseload-{day:%Y-%m-%d}.xlsx", XLSX)


def _file(content: bytes, name: str, content_type: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type=content_type, headers=headers)


# Saved views


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def view_add(request: UserRequest) -> HttpResponse:
    """Keep what the posted (or given) address asks for under a name."""
    offered = offered_to(request.user)
    choice = read(QueryDict(request.POST.get("query", request.GET.urlencode())), request.user, offered)
    form = ViewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            view = save_view(**form.cleaned_data, query=choice.stored(), by=request.user)
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("View kept."))
            return redirect(_view_address(view))
    context = {
        "form": form,
        "query": choice.query(),
        "back": _address(choice),
        "active": _active(choice, offered),
    }
    return render(request, "caseload/view_add.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def view_change(request: UserRequest, pk: int) -> HttpResponse:
    view = _view(request, pk)
    back = _view_address(view)
    form = ViewForm(request.POST or None, instance=_view(request, pk))
    if request.method == "POST" and form.is_valid():
        try:
            change_view(view, **form.cleaned_data, by=request.user)
        except Refused as error:
            refuse(form, error, "name")
        else:
            messages.success(request, _("Saved."))
            return redirect(back)
    context = {"form": form, "view": view, "back": back}
    return render(request, "caseload/view_change.html", context, status=422 if form.errors else 200)


@require_POST
@needs(Can.WORK_CASES)
def view_overwrite(request: UserRequest, pk: int) -> HttpResponse:
    """Let a view stand for what the posted address asks for."""
    view, offered = _view(request, pk), offered_to(request.user)
    choice = read(QueryDict(request.POST.get("query", "")), request.user, offered)
    try:
        overwrite_view(view, query=choice.stored(), by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("View kept."))
    return redirect(_address(choice, view))


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def view_remove(request: UserRequest, pk: int) -> HttpResponse:
    """Ask whether a view may go; then it goes."""
    view = _view(request, pk)
    if request.method == "GET":
        back = reverse("view_change", args=[pk])
        return render(request, "caseload/view_remove.html", {"view": view, "back": back})
    try:
        remove_view(view, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("View removed. The clients in it stay where they are."))
    return redirect("caseload")


def _view(request: UserRequest, pk: int) -> SavedView:
    return get_object_or_404(SavedView.objects.visible_to(request.user), pk=pk)


# What the page reads


def _address(choice: Choice, view: SavedView | None = None) -> str:
    """Return the address of a choice. It is never empty: that would open the default view."""
    said = choice.stored() | {VIEW: str(view.pk) if view else "0"}
    return f"{reverse('caseload')}?{as_data(said).urlencode()}"


def _view_address(view: SavedView) -> str:
    """Return the address of a view with all it keeps, so that the page can say what of it no longer exists."""
    return f"{reverse('caseload')}?{as_data({**view.query, VIEW: str(view.pk)}).urlencode()}"


def _headings(choice: Choice, columns: list[Column]) -> list[dict[str, Any]]:
    """Return per column its title, where a click on it leads, and how the list is sorted by it now."""
    return [
        {
            "key": column.key,
            "title": column.title,
            "query": choice.sorted_by(column).query() if column.sort else "",
            "sorted": ("descending" if choice.down else "ascending") if column.key == choice.sort else "",
        }
        for column in columns
    ]


def _active(choice: Choice, offered: Offered) -> list[dict[str, str]]:
    """Return the filters that are on, in words, and the address of the list without each."""
    return [
        {
            "title": str(offered[key][0].title),
            "label": offered[key][1][value],
            "query": choice.without(key).query(),
        }
        for key, value in choice.filters
    ]


def _controls(choice: Choice, columns: list[Column], user: User, offered: Offered) -> dict[str, Any]:
    chosen = dict(choice.filters)
    rest = {key: value for key, value in choice.stored().items() if key not in chosen}
    shown = {column.key for column in columns}
    return {
        "choice": choice,
        "query": choice.query(),
        "filters": [
            {
                "key": key,
                "title": declared.title,
                "none": _none(key, user),
                "choices": [
                    (value, label, value == chosen.get(key))
                    for value, label in choices.items()
                    if key != WHOSE or user.role != Role.TEAM_LEAD or value != "alle"
                ],
            }
            for key, (declared, choices) in offered.items()
            if choices
        ],
        # What a form must hand on: it sends its own fields only.
        "kept_by_filters": _fields(rest),
        "kept_by_columns": _fields({k: v for k, v in choice.stored().items() if k not in (SHOWN, SIZE)}),
        "active": _active(choice, offered),
        "left_out": [offered[key][0].title for key in choice.left_out],
        "columns": [(c.key, c.title, c.key in shown) for c in _by_place(COLUMNS) if c.key != NAME],
        "sizes": [(size, size == choice.size) for size in SIZES],
    }


def _none(key: str, user: User) -> str:
    """Return what it means that a filter is off."""
    if key == WHOSE:
        return _("Everybody's") if user.role == Role.TEAM_LEAD else _("Mine")
    return _("All")


def _fields(stored: dict[str, Any]) -> list[tuple[str, str]]:
    return [(key, value) for key, values in as_data(stored).lists() for value in values]


def _views(choice: Choice, views: list[SavedView], current: str) -> dict[str, Any]:
    """Return the tabs, which of them is open, and whether the list has been changed since."""
    opened = next((view for view in views if str(view.pk) == current), None)
    if opened is None:
        opened = next((view for view in views if view.query and view.query == choice.stored()), None)
    return {
        "views": [(view, _view_address(view)) for view in views],
        "view": opened,
        "is_changed": opened is not None and opened.query != choice.stored(),
        "is_plain": not choice.stored(),
    }


def _by_place(registered: dict[str, Any]) -> list[Any]:
    return sorted(registered.values(), key=lambda one: one.place)
