"""Keeping views of the caseload, and the record of who took a list along."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.caseload.models import SavedView
from wiz.clients.models import Client
from wiz.people.models import User
from wiz.trust.models import Look

# They stand side by side on top of the list.
VIEWS_AT_MOST = 20


@transaction.atomic
def save_view(*, name: str, query: dict[str, Any], is_default: bool, by: User) -> SavedView:
    """Keep a view under a new name. Refuses a name the user has already: to overwrite is a step of its own."""
    views = _locked(by)
    check_name(views, name)
    if len(views) >= VIEWS_AT_MOST:
        raise Refused(_("You have %(n)d views already. Remove one first.") % {"n": VIEWS_AT_MOST})
    view = SavedView(user=by, name=name, query=query, is_default=is_default)
    _only_default(view)
    view.save()
    return view


@transaction.atomic
def change_view(view: SavedView, *, name: str, is_default: bool, by: User) -> None:
    """Give a view another name, and let the caseload open with it or not."""
    views = _locked(by)
    check_own(view, views)
    check_name([other for other in views if other.pk != view.pk], name)
    view.name, view.is_default = name, is_default
    _only_default(view)
    view.save(update_fields=["name", "is_default"])


@transaction.atomic
def overwrite_view(view: SavedView, *, query: dict[str, Any], by: User) -> None:
    """Let a name stand for other filters, another order or other columns."""
    check_own(view, _locked(by))
    view.query = query
    view.save(update_fields=["query"])


@transaction.atomic
def remove_view(view: SavedView, *, by: User) -> None:
    check_own(view, _locked(by))
    view.delete()


def record_export(clients: Iterable[Client], *, by: User, at: datetime.datetime) -> int:
    """Record that somebody took these clients along in a file, one row a client, and return how many there were."""
    looks = [Look(user=by, what=Look.What.LIST, client=client, at=at) for client in clients]
    Look.objects.bulk_create(looks, batch_size=1000)
    return len(looks)


def check_own(view: SavedView, views: list[SavedView]) -> None:
    """Nobody changes somebody else's view, nor one that is gone."""
    if view.pk not in [one.pk for one in views]:
        raise Refused(_("This view is not there any more."))


def check_name(others: list[SavedView], name: str) -> None:
    if name.lower() in [other.name.lower() for other in others]:
        raise Refused(_("You have a view with this name already. Choose another name."))


def _locked(user: User) -> list[SavedView]:
    """Return the user's views. Her own row is locked: two windows of hers wait for each other."""
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    return list(SavedView.objects.visible_to(user))


def _only_default(view: SavedView) -> None:
    if view.is_default:
        SavedView.objects.filter(user=view.user, is_default=True).exclude(pk=view.pk).update(is_default=False)
