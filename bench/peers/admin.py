"""The caseload as Django's admin shows it: the same rows, columns, filters, order and rights.

Twice: once given the caseload's own query and annotations, the best there is, so that only the drawing, narrowing and
counting of a list is compared; once as an admin is usually written, with columns that are methods of a row. All else
is the admin as it comes.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import include, path

from wiz.caseload.query import Choice, annotated, cell, columns_of, found
from wiz.clients.columns import COLUMNS, FILTERS, Column, Filter
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import today

USUAL = Choice()


class Office(admin.AdminSite):
    def has_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.can(Can.WORK_CASES)


def shown(column: Column) -> Callable[[Client], str]:
    """Return a column as the admin wants it: a function of a row that gives the words of its cell."""

    def words(client: Client) -> str:
        one = cell(column, client, today())
        return " ".join(filter(None, [one.words, one.badge[1] if one.badge else "", one.note]))

    words.__name__ = column.key
    words.short_description = column.title  # type: ignore[attr-defined]
    if column.sort and isinstance(column.sort[0], str):
        words.admin_order_field = column.sort[0]  # type: ignore[attr-defined]
    return words


def narrowing(one: Filter) -> type[admin.SimpleListFilter]:
    """Return a filter of the caseload as one of the admin's."""

    def lookups(self: Any, request: Any, model_admin: Any) -> list[tuple[str, str]]:
        return one.choices(request.user) if request.user.can(one.needs) else []

    def queryset(self: Any, request: Any, rows: Any) -> Any:
        return one.apply(rows, self.value(), today()) if self.value() else rows

    members = {"title": one.title, "parameter_name": one.key, "lookups": lookups, "queryset": queryset}
    return type(one.key, (admin.SimpleListFilter,), members)


class Caseload(admin.ModelAdmin):
    list_filter = [narrowing(one) for one in sorted(FILTERS.values(), key=lambda one: one.place)]

    def get_list_display(self, request: Any) -> Any:
        return [shown(column) for column in columns_of(USUAL, request.user)]

    def get_queryset(self, request: Any) -> QuerySet[Client]:
        rows = COLUMNS[USUAL.sort].annotate(found(USUAL, request.user, today()), today())
        return annotated(rows, columns_of(USUAL, request.user), USUAL.sort, today())

    def get_ordering(self, request: HttpRequest) -> Any:
        return [*COLUMNS[USUAL.sort].sort, "last_name", "first_name", "pk"]

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return bool(request.user.can(Can.WORK_CASES))

    has_module_permission = has_view_permission

    def _never(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    has_add_permission = has_change_permission = has_delete_permission = _never


class MethodsCaseload(Caseload):
    """Each column is a method that asks about its own row."""

    def get_list_display(self, request: Any) -> Any:
        return [asked(column) for column in columns_of(USUAL, request.user)]

    def get_queryset(self, request: Any) -> QuerySet[Client]:
        return COLUMNS[USUAL.sort].annotate(found(USUAL, request.user, today()), today())


def asked(column: Column) -> Callable[[Client], str]:
    words = shown(column)

    def ask(client: Client) -> str:
        return words(column.annotate(Client.objects.filter(pk=client.pk), today()).get())

    ask.__name__ = column.key
    ask.short_description = column.title  # type: ignore[attr-defined]
    return ask


office, methods = Office("admin"), Office("methods")
office.register(Client, Caseload)
methods.register(Client, MethodsCaseload)
urlpatterns = [
    path("admin/", office.urls),
    path("admin-methods/", methods.urls),
    path("", include("bench.urls")),
]
