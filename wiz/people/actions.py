"""Every write on the service, its teams and municipalities, and on users."""

import datetime
from collections.abc import Mapping
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from wiz.actions import Refused
from wiz.people.models import Municipality, Organisation, Team, User
from wiz.people.roles import BUREAU_ROLES, SERVICE_ROLES, Can, Role


def check_administer(user: User) -> None:
    if not user.can(Can.ADMINISTER):
        raise Refused(_("Only the administrator can do this."))


def check_role(role: str, organisation: Organisation) -> None:
    """A bureau's people are bureau workers, the service's people are not."""
    if organisation.kind == Organisation.Kind.SERVICE:
        if role not in SERVICE_ROLES:
            raise Refused(_("A bureau worker belongs to a bureau. Choose the bureau."))
    elif role not in BUREAU_ROLES:
        raise Refused(_("Only bureau workers belong to a bureau. Choose the social service."))


def check_team(role: str, team: Team | None) -> None:
    """Teams are the service's own."""
    if team is not None and role not in SERVICE_ROLES:
        raise Refused(_("A bureau worker has no team. Leave the team empty."))


@transaction.atomic
def set_up_service(*, service: str, email: str, name: str, password: str, day: datetime.date) -> User:
    """Make the service itself and its first administrator, once; return the administrator.

    `day` becomes the day the program is in use since. Raises Refused when the e-mail address is taken.
    """
    organisation = Organisation.objects.filter(kind=Organisation.Kind.SERVICE).first()
    if organisation is None:
        organisation = Organisation.objects.create(
            kind=Organisation.Kind.SERVICE, name=service, live_since=day
        )
    user = User(email=email, name=name, role=Role.ADMINISTRATOR, organisation=organisation)
    user.set_password(password)
    _save(user)
    return user


@transaction.atomic
def save_service(
    organisation: Organisation, *, name: str, phone: str, live_since: datetime.date | None, by: User
) -> None:
    """Change the service's own data. Raises Refused when a bureau has this name already."""
    check_administer(by)
    organisation.name, organisation.phone, organisation.live_since = name.strip(), phone, live_since
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise Refused(_("There is an organisation with this name already.")) from error


@transaction.atomic
def add_team(*, name: str, by: User) -> Team:
    check_administer(by)
    team, _made = Team.objects.get_or_create(name=name.strip())
    return team


@transaction.atomic
def add_municipality(*, name: str, by: User) -> Municipality:
    check_administer(by)
    municipality, _made = Municipality.objects.get_or_create(name=name.strip())
    return municipality


@transaction.atomic
def rename(what: Team | Municipality, *, name: str, by: User) -> None:
    """Give a team or a municipality another name. Letters that were made keep the name they have.

    Raises Refused when another one is called that.
    """
    check_administer(by)
    what.name = name.strip()
    try:
        with transaction.atomic():
            what.save()
    except IntegrityError as error:
        raise Refused(_("There is another one with this name already.")) from error


@transaction.atomic
def save_user(user: User | None, fields: Mapping[str, Any], *, by: User) -> User:
    """Make or change a user and return it; a new one has no password until she follows her invitation.

    Raises Refused for a role that doesn't go with the organisation or the team, an e-mail address that is
    taken, and for an administrator who would lock herself out.
    """
    check_administer(by)
    is_new = user is None
    user = _locked(user) if user else User()
    for name, value in fields.items():
        setattr(user, name, value)
    check_role(user.role, user.organisation)
    check_team(user.role, user.team)
    if user.pk == by.pk and not (user.is_active and user.role == Role.ADMINISTRATOR):
        raise Refused(_("You cannot take your own access away."))
    if is_new:
        user.set_unusable_password()
    _save(user)
    return user


def invitation_path(user: User, *, by: User) -> str:
    """Return the path where a user chooses her password. It works once, for two weeks."""
    check_administer(by)
    if not user.is_active:
        raise Refused(_("This person may not sign in."))
    key = f"{user_pk_to_url_str(user)}-{default_token_generator.make_token(user)}"
    uid, token = key.split("-", 1)
    return reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": token})


@transaction.atomic
def choose_language(user: User, language: str) -> None:
    """Remember in which language somebody wants to read. Unknown languages are ignored."""
    if language in ("nl", "en"):
        User.objects.filter(pk=user.pk).update(language=language)


def _locked(user: User) -> User:
    """Return the user as she is now: what she changes herself, such as her password, is not written back."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _save(user: User) -> None:
    user.clean()
    try:
        with transaction.atomic():
            user.save()
    except IntegrityError as error:
        raise Refused(_("There is a user with this e-mail address already.")) from error


def remove_ended_sessions() -> None:
    """Delete the sessions nobody can go on with. In them stands what was looked for, which may be a name."""
    SessionStore.clear_expired()
