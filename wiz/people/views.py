"""The administrator's pages on people: users, their invitations, and the service itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import BaseForm
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wiz.actions import Refused
from wiz.clients.models import Client
from wiz.people.access import UserRequest, needs
from wiz.people.actions import (
    add_municipality,
    add_team,
    invitation_path,
    rename,
    save_service,
    save_user,
)
from wiz.people.first_steps import first_steps
from wiz.people.forms import FindUserForm, MunicipalityForm, ServiceForm, TeamForm, UserForm
from wiz.people.models import Municipality, Organisation, Team, User, UserQuerySet
from wiz.people.names import Alphabetical
from wiz.people.roles import BUREAU_ROLES, Can, Role
from wiz.terms import today
from wiz.ui.refusals import refuse

PAGE_SIZE = 50
Named = TypeVar("Named", Municipality, Team)


def matching(found: UserQuerySet, words: str, organisation: Organisation | None) -> UserQuerySet:
    """Keep users whose name or e-mail address holds every word."""
    if organisation:
        found = found.filter(organisation=organisation)
    for word in words.split():
        found = found.filter(Q(name__icontains=word) | Q(email__icontains=word))
    return found


@needs(Can.ADMINISTER)
@require_safe
def users(request: UserRequest) -> HttpResponse:
    find = FindUserForm(request.GET)
    find.is_valid()  # what cannot be read, does not narrow the list
    asked = find.cleaned_data
    found = matching(
        User.objects.visible_to(request.user).select_related("organisation", "team"),
        asked.get("q", ""),
        asked.get("organisation"),
    )
    context = {
        "section": "users",
        "find": find,
        "narrowed": any(asked.values()),
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "steps": first_steps(),
    }
    return render(request, "people/users.html", context)


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def user_add(request: UserRequest) -> HttpResponse:
    form = UserForm(request.POST or None, initial=_beginning(request.GET.get("organisation", "")))
    if form.is_valid():
        try:
            person = save_user(None, form.cleaned_data, by=request.user)
        except Refused as error:
            refuse(form, error)
        else:
            messages.success(request, _("%(name)s has been added.") % {"name": person.name})
            return redirect("user_invite", person.pk)
    return render(request, "people/user.html", {"section": "users", "form": form})


def _beginning(organisation_id: str) -> dict[str, object]:
    """Return what a new user's form begins with: the bureau one comes from, else the service itself."""
    chosen = Organisation.objects.filter(pk=organisation_id).first() if organisation_id.isdecimal() else None
    if chosen is None:
        chosen = Organisation.objects.filter(kind=Organisation.Kind.SERVICE).first()
    if chosen is not None and chosen.kind == Organisation.Kind.BUREAU:
        return {"organisation": chosen, "role": Role.BUREAU_WORKER}
    return {"organisation": chosen}


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def user_change(request: UserRequest, pk: int) -> HttpResponse:
    person = get_object_or_404(User.objects.visible_to(request.user), pk=pk)
    context = {
        "section": "users",
        "person": person,
        "person_name": person.name,  # the form changes the rest as it is typed
        "may_sign_in": person.is_active,
        "client_count": Client.objects.filter(consultant=person).count(),
    }
    form = UserForm(request.POST or None, instance=person)
    if form.is_valid():
        try:
            person = save_user(person, form.cleaned_data, by=request.user)
        except Refused as error:
            refuse(form, error)
        else:
            _tell_saved(request, person, context["client_count"])
            return redirect("users")
    return render(request, "people/user.html", {**context, "form": form})


def _tell_saved(request: UserRequest, person: User, clients: int) -> None:
    messages.success(request, _("%(name)s has been saved.") % {"name": person.name})
    if clients and not (person.is_active and person.role == Role.CONSULTANT):
        sentence = ngettext(
            "%(name)s still has %(n)d client. Ask the team lead to give this client to another consultant.",
            "%(name)s still has %(n)d clients. Ask the team lead to give them to another consultant.",
            clients,
        )
        messages.warning(request, sentence % {"name": person.name, "n": clients})


@needs(Can.ADMINISTER)
@require_safe
def user_invite(request: UserRequest, pk: int) -> HttpResponse:
    """Show a link with which somebody chooses a password. Nothing is stored: the link is its own proof."""
    person = get_object_or_404(User.objects.visible_to(request.user).select_related("organisation"), pk=pk)
    try:
        path = invitation_path(person, by=request.user)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("user_change", person.pk)
    valid = datetime.timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT)
    context = {
        "section": "users",
        "person": person,
        "link": request.build_absolute_uri(path),
        "days": valid.days,
        "last_day": today() + valid,
        "of_bureau": person.role in BUREAU_ROLES,
        "steps": first_steps(),
    }
    return render(request, "people/invite.html", context)


@needs(Can.ADMINISTER)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: UserRequest) -> HttpResponse:
    """Three small forms on one page; the one that was sent is recognised by its name field.

    The last two add one, or rename the one that the address names.
    """
    service = get_object_or_404(Organisation, kind=Organisation.Kind.SERVICE)
    municipality = _named(Municipality, request.GET.get("gemeente", ""))
    team = _named(Team, request.GET.get("team", ""))

    def sent(prefix: str) -> QueryDict | None:
        return request.POST if f"{prefix}-name" in request.POST else None

    service_form = ServiceForm(sent("service"), prefix="service", instance=service)
    municipality_form = MunicipalityForm(
        sent("municipality"), prefix="municipality", initial={"name": municipality}
    )
    team_form = TeamForm(sent("team"), prefix="team", initial={"name": team})
    if (
        _save_service(request, service, service_form)
        or _save_name(request, municipality_form, municipality, add_municipality)
        or _save_name(request, team_form, team, add_team)
    ):
        return redirect("organisation")
    context = {
        "service_form": service_form,
        "municipality_form": municipality_form,
        "team_form": team_form,
        "forms": [service_form, municipality_form, team_form],
        "steps": first_steps(),
        "municipality": municipality,
        "team": team,
        "municipalities": Municipality.objects.all(),
        # A query that counts forgets the order of its model.
        "teams": Team.objects.annotate(people=Count("users", filter=Q(users__is_active=True))).order_by(
            Alphabetical("name")
        ),
    }
    return render(request, "people/organisation.html", context)


def _save_service(request: UserRequest, service: Organisation, form: BaseForm) -> bool:
    if not form.is_valid():
        return False
    try:
        save_service(service, **form.cleaned_data, by=request.user)
    except Refused as error:
        refuse(form, error, "name")
        return False
    messages.success(request, _("The data of the social service have been saved."))
    return True


def _named(model: type[Named], pk: str) -> Named | None:
    """Return the one that is to get another name, or nothing when one is to be added."""
    return get_object_or_404(model, pk=pk) if pk.isdecimal() else None


def _save_name(
    request: UserRequest,
    form: BaseForm,
    named: Municipality | Team | None,
    add: Callable[..., Municipality | Team],
) -> bool:
    if not form.is_valid():
        return False
    name = form.cleaned_data["name"]
    try:
        if named is None:
            named = add(name=name, by=request.user)
        else:
            rename(named, name=name, by=request.user)
    except Refused as error:
        refuse(form, error, "name")
        return False
    messages.success(request, _("%(name)s has been saved.") % {"name": named})
    return True
