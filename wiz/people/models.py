"""The service, its municipalities and teams, the partners' organisations, and everybody who signs in."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wiz.people.names import Alphabetical, FiledWhole, sort_key
from wiz.people.roles import CASE_ROLES, PERMISSIONS, Can, Role
from wiz.trust.history import history


@history(_("Organisation"), about="name")
class Organisation(models.Model):
    """The social service itself, or a partner. What a partner is more lies in `partners.Bureau`."""

    class Kind(models.TextChoices):
        SERVICE = "service", _("Social service")
        BUREAU = "bureau", _("Partner")

    kind = models.CharField(max_length=10, choices=Kind.choices)
    name = models.CharField(_("name"), max_length=120, unique=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    live_since = models.DateField(
        _("in use since"),
        null=True,
        blank=True,
        help_text=_("What was already waiting on this day counts from this day."),
    )

    class Meta:
        ordering = [Alphabetical("name")]
        constraints = [
            # One installation serves one social service.
            models.UniqueConstraint(fields=["kind"], condition=Q(kind="service"), name="one_service"),
        ]

    def __str__(self) -> str:
        return self.name


@history(_("Municipality"), about="name")
class Municipality(models.Model):
    """A municipality the service works for: letters, budgets and figures know which."""

    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = [Alphabetical("name")]

    def __str__(self) -> str:
        return self.name


@history(_("Team"), about="name")
class Team(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        ordering = [Alphabetical("name")]

    def __str__(self) -> str:
        return self.name


class UserQuerySet(models.QuerySet["User"]):
    def active(self) -> UserQuerySet:
        return self.filter(is_active=True)

    def consultants(self) -> UserQuerySet:
        return self.active().filter(role=Role.CONSULTANT)

    def case_workers(self) -> UserQuerySet:
        """Who may see to something of a client."""
        return self.active().filter(role__in=CASE_ROLES)

    def visible_to(self, user: User) -> UserQuerySet:
        """The administrator manages everybody; the service's people see each other; a bureau its own."""
        if user.can(Can.ADMINISTER):
            return self
        if user.can(Can.WORK_CASES):
            return self.exclude(role=Role.BUREAU_WORKER)
        return self.filter(organisation_id=user.organisation_id)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    pass


@history(_("User"), about="name", secret=("password",), skip=("last_login", "language"))
class User(AbstractBaseUser):
    """Somebody who signs in with an e-mail address. The role decides what she may do (`wiz.people.roles`)."""

    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    organisation = models.ForeignKey(
        Organisation, verbose_name=_("organisation"), on_delete=models.PROTECT, related_name="users"
    )
    team = models.ForeignKey(
        Team, verbose_name=_("team"), on_delete=models.PROTECT, null=True, blank=True, related_name="users"
    )
    job_title = models.CharField(_("job title"), max_length=80, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    working_days = models.CharField(
        _("working days"), max_length=60, blank=True, help_text=_("As others should read it: Mon to Thu.")
    )
    language = models.CharField(
        max_length=2, choices=[("nl", _("Dutch")), ("en", _("English"))], default="nl"
    )
    is_active = models.BooleanField(_("may sign in"), default=True)
    sort_name = sort_key(FiledWhole("name"))

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        ordering = ["sort_name", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(role__in=Role.values), name="user_role_known"),
            # E-mail addresses are compared without regard to case when signing in.
            models.UniqueConstraint(models.functions.Lower("email"), name="user_email_once"),
        ]

    def __str__(self) -> str:
        return self.name

    def can(self, permission: Can) -> bool:
        return self.is_active and permission in PERMISSIONS.get(self.role, frozenset())

    def get_full_name(self) -> str:
        return self.name

    def clean(self) -> None:
        self.email = type(self).objects.normalize_email(self.email).lower()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """No library that asks Django's permissions gets anything: there is one table, in `roles`."""
        return False
