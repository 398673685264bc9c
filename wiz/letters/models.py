"""Letters to a client, the texts they are made from, and how a municipality's letters look.

A `Letter` is kept as it was made: its words and its PDF are never changed again, whatever becomes of the text or the
house style. What is recorded afterwards is that it was sent, or that it is not going to be.
"""

from __future__ import annotations

import datetime
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, ReadOnly, Update

from wiz.clients.models import Client
from wiz.files.models import StoredFile
from wiz.letters.kinds import KINDS
from wiz.people.models import Municipality, User
from wiz.terms import day_of
from wiz.trust.history import history


class LetterText(models.Model):
    """What a kind of letter says from a moment on. Each save is another row: the newest holds.

    A row without words is the return to the text the kind comes with.
    """

    kind = models.CharField(max_length=40)
    number = models.PositiveIntegerField()
    subject = models.CharField(_("subject"), max_length=200, blank=True)
    body = models.TextField(_("text"), blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["kind", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="letter_text_number_once"),
            models.CheckConstraint(condition=Q(subject="") | ~Q(body=""), name="letter_text_has_body"),
        ]
        triggers = [Protect(name="kept", operation=Update | Delete)]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    @property
    def is_default(self) -> bool:
        return not self.body


@history(_("House style"), about="municipality__name")
class HouseStyle(models.Model):
    """How the letters of a municipality look. Whatever is empty has a value that makes a decent letter."""

    municipality = models.OneToOneField(Municipality, on_delete=models.CASCADE, related_name="house_style")
    sender = models.CharField(_("name of the sender"), max_length=80, blank=True)
    department = models.CharField(_("department"), max_length=80, blank=True)
    address = models.TextField(_("postal address"), max_length=200, blank=True)
    visit = models.TextField(_("where clients are received"), max_length=200, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail address"), max_length=60, blank=True)
    website = models.CharField(_("website"), max_length=60, blank=True)
    logo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    logo_alt = models.CharField(_("the logo in words"), max_length=120, blank=True)
    accent = models.CharField(_("colour"), max_length=7, default="#1f4e79")
    objection_address = models.TextField(_("where an objection is sent"), max_length=300, blank=True)
    closing = models.TextField(_("closing"), max_length=200, blank=True)
    revision = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField(null=True)
    saved_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(logo__isnull=True) | ~Q(logo_alt=""), name="house_style_logo_in_words"
            ),
            models.CheckConstraint(condition=Q(accent__regex=r"^#[0-9a-f]{6}$"), name="house_style_colour"),
        ]

    def __str__(self) -> str:
        return str(self.municipality)


class LetterQuerySet(models.QuerySet["Letter"]):
    def visible_to(self, user: User) -> LetterQuerySet:
        """A letter lies between the municipality and the client; no bureau sees it."""
        return self.filter(Client.objects.visible_to(user).theirs())

    def about(self, subject: models.Model) -> LetterQuerySet:
        """The letters about a row: an exemption, a meeting."""
        return self.filter(about_type=subject._meta.model_name, about_id=subject.pk)

    def to_be_sent(self) -> LetterQuerySet:
        return self.filter(sent_on__isnull=True, dropped_at__isnull=True)

    def standing(self) -> LetterQuerySet:
        """All but those that were not sent after all."""
        return self.filter(dropped_at__isnull=True)


@history(_("Letter"), client="client", about="subject")
class Letter(models.Model):
    """A letter as it was made. `content` is what its PDF says, `facts` what the matter gave for it."""

    class How(models.TextChoices):
        POST = "post", _("By post")
        HANDED = "handed", _("Handed over")
        DIGITAL = "digital", _("Digitally, outside WIZ")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="letters")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=40)
    about_type = models.CharField(max_length=40)
    about_id = models.BigIntegerField()
    facts = models.JSONField()
    subject = models.CharField(_("subject"), max_length=400)
    content = models.JSONField()
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(_("how"), max_length=8, choices=How.choices, blank=True)
    sent_on = models.DateField(_("sent on"), null=True, blank=True)
    sent_at = models.DateTimeField(null=True)  # when that was recorded
    sent_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    dropped_at = models.DateTimeField(null=True)
    dropped_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    drop_reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["client", "number"], name="letter_number_once"),
            models.UniqueConstraint(
                fields=["kind", "about_type", "about_id"],
                condition=Q(sent_on__isnull=True, dropped_at__isnull=True),
                name="letter_one_to_be_sent",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True, sent_at__isnull=True, sent_by__isnull=True, how="")
                | (Q(sent_on__isnull=False, sent_at__isnull=False, sent_by__isnull=False) & ~Q(how="")),
                name="letter_sent_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(dropped_at__isnull=True, dropped_by__isnull=True, drop_reason="")
                | (Q(dropped_at__isnull=False, dropped_by__isnull=False) & ~Q(drop_reason="")),
                name="letter_dropped_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(dropped_at__isnull=True),
                name="letter_not_sent_and_dropped",
            ),
        ]
        indexes = [
            models.Index(fields=["client", "-made_at"], name="letter_of_client"),
            models.Index(fields=["about_type", "about_id"], name="letter_about"),
        ]
        triggers = [
            ReadOnly(
                name="as_made",
                fields=[
                    "client",
                    "number",
                    "kind",
                    "about_type",
                    "about_id",
                    "facts",
                    "subject",
                    "content",
                    "file",
                    "made_at",
                    "made_by",
                ],
            ),
            Protect(name="kept", operation=Delete),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What the letter says as "our reference"."""
        return str(self.content.get("reference", ""))

    @property
    def title(self) -> Any:
        """The name of its kind; of a kind no longer known, its key."""
        return KINDS[self.kind].title if self.kind in KINDS else self.kind

    @property
    def is_to_be_sent(self) -> bool:
        return self.sent_on is None and self.dropped_at is None

    @property
    def made_on(self) -> datetime.date:
        return day_of(self.made_at)

    @property
    def has_address(self) -> bool:
        """Say whether it can go by post: it was made when the client's address was known."""
        return len(self.content.get("to", ())) > 1

    @property
    def has_objection(self) -> bool:
        """Say whether it tells of a decision the client can object to."""
        return bool(self.content.get("objection"))
