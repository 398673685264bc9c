"""Exemption from the duty to apply for work: asked for by a consultant, decided by a team lead who did not ask.

What was asked stands on the request and never changes once it was decided; what was granted stands beside it, because
a reviewer may grant it shorter or for other hours.
"""

from __future__ import annotations

import datetime
import uuid

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q, Value
from django.utils.translation import gettext_lazy as _
from pgtrigger import Delete, Protect, Update

from wiz.clients.models import Client
from wiz.files.models import StoredFile
from wiz.people.models import User
from wiz.trust.history import history

MOST_HOURS = 60


class ExemptionQuerySet(models.QuerySet["Exemption"]):
    def visible_to(self, user: User) -> ExemptionQuerySet:
        return self.filter(Client.objects.visible_to(user).theirs())

    def waiting(self) -> ExemptionQuerySet:
        """What lies with the reviewers."""
        return self.filter(state=Exemption.State.SUBMITTED)

    def open(self) -> ExemptionQuerySet:
        """Asked and not decided, with whoever it lies."""
        return self.filter(state__in=OPEN)

    def in_force(self, day: datetime.date) -> ExemptionQuerySet:
        """What exempts a client on a day: one a client at most."""
        return self.filter(granted_from__lte=day, granted_until__gte=day)

    def followable(self) -> ExemptionQuerySet:
        """Nothing came after it yet: no request is open, and no later exemption was granted."""
        after = Exemption.objects.filter(
            Q(state__in=OPEN) | Q(granted_from__gt=OuterRef("granted_from")), client=OuterRef("client")
        )
        return self.filter(~Exists(after))


@history(_("Exemption"), client="client", about="start")
class Exemption(models.Model):
    """A request for an exemption and what became of it.

    Always with an end and for this client's own reason, often partial; never by a child's age or by another rule
    (Raaff, Kosten en moeite 2, 2006, §2.2; Participatiewet, art. 9 lid 2). `hours` are those a week in which the client
    can work and for which the duty to apply stays; a full exemption leaves none.
    """

    class Extent(models.TextChoices):
        PARTIAL = "partial", _("Partial")
        FULL = "full", _("Full")

    class Ground(models.TextChoices):
        """Why in a word. Never a diagnosis: a medical ground says that a doctor concluded something, not what."""

        CARE = "care", _("Care duty")
        CHILDCARE = "childcare", _("No childcare")
        MEDICAL = "medical", _("Medical")
        PSYCHOSOCIAL = "psychosocial", _("Psychosocial")
        CRISIS = "crisis", _("Crisis")
        DEBTS = "debts", _("Debts")
        OTHER = "other", _("Other")

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Awaiting review")
        RETURNED = "returned", _("Returned with advice")
        GRANTED = "granted", _("Granted")
        REFUSED = "refused", _("Refused")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REVOKED = "revoked", _("Revoked")

    client = models.ForeignKey(Client, on_delete=models.CASCADE, related_name="exemptions")
    state = models.CharField(_("state"), max_length=9, choices=State.choices, default=State.DRAFT)
    renews = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="renewals"
    )

    extent = models.CharField(_("extent"), max_length=7, choices=Extent.choices)
    hours = models.DecimalField(
        _("hours a week that remain"), max_digits=4, decimal_places=1, null=True, blank=True
    )
    start = models.DateField(_("from"))
    end = models.DateField(_("up to and including"))
    ground = models.CharField(_("ground"), max_length=12, choices=Ground.choices)
    reason = models.TextField(_("reason"))
    support = models.TextField(_("what supports this"), blank=True)
    participation = models.CharField(_("what participation remains possible"), max_length=300, blank=True)
    client_view = models.TextField(_("what the client thinks of it"), blank=True)
    look_again_on = models.DateField(_("look at it again on"))

    made_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    submitted_at = models.DateTimeField(null=True)
    # Fixed when it is submitted: the last working day on which a review is in time.
    review_due = models.DateField(null=True)
    rounds = models.PositiveSmallIntegerField(default=0)  # how often it was submitted

    granted_extent = models.CharField(max_length=7, choices=Extent.choices, blank=True)
    granted_hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    # The period in force. Revoked, it ends earlier; revoked before it began, it is empty again.
    granted_from = models.DateField(null=True)
    granted_until = models.DateField(null=True)

    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    revoke_reason = models.TextField(_("why it is revoked"), blank=True)
    withdrawn_reason = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)
    # That it was looked at again, as was said on `look_again_on`.
    looked_again_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    looked_again_at = models.DateTimeField(null=True)
    looked_again_note = models.CharField(_("what was seen"), max_length=300, blank=True)
    # What follows after the end, when that is nothing: decided, so that nobody asks again.
    nothing_follows = models.CharField(_("why nothing follows"), max_length=300, blank=True)

    revision = models.PositiveIntegerField(default=1)
    # The page that saved it last: a second click on its button finds the row as it is.
    form_key = models.UUIDField(default=uuid.uuid4, editable=False)

    objects = ExemptionQuerySet.as_manager()

    class Meta:
        ordering = ["-start", "-pk"]
        indexes = [
            models.Index(fields=["client", "state"], name="exemption_of_client"),
            models.Index(fields=["review_due"], condition=Q(state="submitted"), name="exemption_waiting"),
            models.Index(
                fields=["granted_until"], condition=Q(granted_until__isnull=False), name="exemption_ends"
            ),
            models.Index(fields=["ground", "granted_extent"], name="exemption_alike"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["form_key"], name="exemption_form_once"),
            models.UniqueConstraint(
                fields=["client"],
                condition=Q(state__in=("draft", "submitted", "returned")),
                name="exemption_one_request",
            ),
            models.CheckConstraint(condition=Q(end__gte=F("start")), name="exemption_forward"),
            models.CheckConstraint(
                condition=Q(extent="full", hours__isnull=True)
                | Q(extent="partial", hours__isnull=False, hours__gt=0, hours__lte=MOST_HOURS),
                name="exemption_partial_has_hours",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_has_reason"),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "withdrawn"))
                | Q(submitted_by__isnull=False, submitted_at__isnull=False, review_due__isnull=False),
                name="exemption_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state__in=("granted", "revoked"), granted_extent="full", granted_hours__isnull=True)
                    | Q(
                        state__in=("granted", "revoked"),
                        granted_extent="partial",
                        granted_hours__isnull=False,
                        granted_hours__gt=0,
                    )
                    | (
                        ~Q(state__in=("granted", "revoked"))
                        & Q(granted_extent="", granted_hours__isnull=True, granted_from__isnull=True)
                    )
                ),
                name="exemption_granted_has_extent",
            ),
            models.CheckConstraint(
                condition=Q(granted_from__isnull=True, granted_until__isnull=True) & ~Q(state="granted")
                | Q(
                    granted_from__isnull=False,
                    granted_until__isnull=False,
                    granted_until__gte=F("granted_from"),
                ),
                name="exemption_granted_has_end",
            ),
            models.CheckConstraint(
                condition=Q(state="revoked", revoked_by__isnull=False, revoked_at__isnull=False)
                & ~Q(revoke_reason="")
                | ~Q(state="revoked") & Q(revoked_by__isnull=True, revoked_at__isnull=True, revoke_reason=""),
                name="exemption_revoked_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=("granted", "revoked"),
                    looked_again_by__isnull=False,
                    looked_again_at__isnull=False,
                )
                | Q(looked_again_by__isnull=True, looked_again_at__isnull=True, looked_again_note=""),
                name="exemption_looked_again_by_somebody",
            ),
            # Two periods that exempt the same client on the same day cannot both be meant.
            ExclusionConstraint(
                name="exemption_granted_once",
                expressions=[
                    ("client", RangeOperators.EQUAL),
                    (
                        Func("granted_from", "granted_until", Value("[]"), function="daterange"),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(granted_from__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.start} – {self.end}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN

    @property
    def requesters(self) -> set[int]:
        """Return who asked for it: made the request or submitted it. None of them reviews it."""
        return {pk for pk in (self.made_by_id, self.submitted_by_id) if pk}


OPEN = (Exemption.State.DRAFT, Exemption.State.SUBMITTED, Exemption.State.RETURNED)


class MeanwhileQuerySet(models.QuerySet["Meanwhile"]):
    def visible_to(self, user: User) -> MeanwhileQuerySet:
        return self.filter(exemption__in=Exemption.objects.visible_to(user))


@history(_("Agreed for meanwhile"), client="exemption__client", about="text")
class Meanwhile(models.Model):
    """Something the client will do while she is exempt, and what came of it."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        PARTLY = "partly", _("Partly done")
        NOT_DONE = "not_done", _("Not done")
        NOT_NEEDED = "not_needed", _("No longer needed")

    exemption = models.ForeignKey(Exemption, on_delete=models.CASCADE, related_name="meanwhile")
    text = models.CharField(_("what the client does meanwhile"), max_length=200)
    due = models.DateField(_("by"), null=True, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=10, choices=Outcome.choices, blank=True)
    outcome_note = models.CharField(_("why"), max_length=300, blank=True)
    settled_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = MeanwhileQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="meanwhile_says_something"),
            models.CheckConstraint(
                condition=Q(outcome="", outcome_note="", settled_by__isnull=True, settled_at__isnull=True)
                | (~Q(outcome="") & Q(settled_by__isnull=False, settled_at__isnull=False)),
                name="meanwhile_settled_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.text


class ExemptionDocumentQuerySet(models.QuerySet["ExemptionDocument"]):
    def visible_to(self, user: User) -> ExemptionDocumentQuerySet:
        return self.filter(exemption__in=Exemption.objects.visible_to(user))


@history(_("Document of an exemption"), client="exemption__client", about="file__name")
class ExemptionDocument(models.Model):
    """A document that supports the request: conclusions only, no medical detail."""

    exemption = models.ForeignKey(Exemption, on_delete=models.CASCADE, related_name="documents")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what it is"), max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ExemptionDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["file"], name="exemption_document_file_once"),
        ]

    def __str__(self) -> str:
        return self.what or str(self.file)


class PeerOpinionQuerySet(models.QuerySet["PeerOpinion"]):
    def visible_to(self, user: User) -> PeerOpinionQuerySet:
        return self.filter(exemption__in=Exemption.objects.visible_to(user))

    def unanswered(self) -> PeerOpinionQuerySet:
        return self.filter(answered_at__isnull=True, withdrawn_at__isnull=True)


@history(_("Opinion of a colleague"), client="exemption__client", about="peer__name")
class PeerOpinion(models.Model):
    """A colleague is asked what she thinks (intervisie). She answers in her own words and decides nothing."""

    exemption = models.ForeignKey(Exemption, on_delete=models.CASCADE, related_name="opinions")
    peer = models.ForeignKey(
        User, verbose_name=_("colleague"), on_delete=models.PROTECT, related_name="opinions_asked"
    )
    question = models.CharField(_("question"), max_length=300, blank=True)
    asked_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    words = models.TextField(_("opinion"), blank=True)
    answered_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    # Who asked, or the colleague herself, who had no time; nobody when a decision came first.
    withdrawn_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    objects = PeerOpinionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        indexes = [
            models.Index(
                fields=["peer"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="peer_opinion_waiting",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["exemption", "peer"],
                condition=Q(answered_at__isnull=True, withdrawn_at__isnull=True),
                name="peer_opinion_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(words="", answered_at__isnull=True)
                | (~Q(words="") & Q(answered_at__isnull=False, withdrawn_at__isnull=True)),
                name="peer_opinion_answered",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_by__isnull=True) | Q(withdrawn_at__isnull=False),
                name="peer_opinion_withdrawn_on_a_day",
            ),
            models.CheckConstraint(condition=~Q(peer=F("asked_by")), name="peer_opinion_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.peer}"


class ExemptionReviewQuerySet(models.QuerySet["ExemptionReview"]):
    def visible_to(self, user: User) -> ExemptionReviewQuerySet:
        return self.filter(exemption__in=Exemption.objects.visible_to(user))

    def decisions(self) -> ExemptionReviewQuerySet:
        """What ended a request; returning it does not."""
        return self.exclude(outcome=ExemptionReview.Outcome.RETURNED)


@history(_("Decision on an exemption"), client="exemption__client", about="outcome")
class ExemptionReview(models.Model):
    """A reviewer's judgement, with the request as it lay before her: `asked` is frozen, as is all the rest.

    Both questions are answered every time (Raaff, Kosten en moeite 2, 2006): is it lawful, and does the client fall
    short of something? `lesson` is a line for colleagues about cases like this; it names nobody.
    """

    class Outcome(models.TextChoices):
        GRANTED = "granted", _("Granted")
        RETURNED = "returned", _("Returned with advice")
        REFUSED = "refused", _("Refused")

    class Lawful(models.TextChoices):
        YES = "yes", _("Yes")
        NO = "no", _("No")
        UNCLEAR = "unclear", _("Unclear")

    exemption = models.ForeignKey(Exemption, on_delete=models.CASCADE, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome.choices)
    lawful = models.CharField(_("is it lawful?"), max_length=7, choices=Lawful.choices)
    falls_short = models.BooleanField(_("does the client fall short?"))
    short_of = models.CharField(_("of what"), max_length=300, blank=True)
    reason = models.TextField(_("reason"))
    lesson = models.CharField(_("lesson for colleagues"), max_length=200, blank=True)
    asked = models.JSONField()
    extent = models.CharField(max_length=7, choices=Exemption.Extent.choices, blank=True)  # as granted
    hours = models.DecimalField(max_digits=4, decimal_places=1, null=True)
    start = models.DateField(null=True)
    end = models.DateField(null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    objects = ExemptionReviewQuerySet.as_manager()

    class Meta:
        ordering = ["round"]
        indexes = [models.Index(fields=["-at"], name="exemption_review_latest")]
        constraints = [
            # Two reviewers at once end in one decision, whatever the code does.
            models.UniqueConstraint(fields=["exemption", "round"], name="exemption_review_once"),
            models.UniqueConstraint(
                fields=["exemption"], condition=~Q(outcome="returned"), name="exemption_decided_once"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="exemption_review_has_reason"),
            models.CheckConstraint(
                condition=Q(falls_short=False, short_of="") | (Q(falls_short=True) & ~Q(short_of="")),
                name="exemption_review_says_what",
            ),
            models.CheckConstraint(
                condition=(
                    Q(outcome="granted", start__isnull=False, end__isnull=False, end__gte=F("start"))
                    & (
                        Q(extent="full", hours__isnull=True)
                        | Q(extent="partial", hours__isnull=False, hours__gt=0)
                    )
                )
                | (
                    ~Q(outcome="granted")
                    & Q(extent="", hours__isnull=True, start__isnull=True, end__isnull=True)
                ),
                name="exemption_review_grants_a_period",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="granted", lawful="no"), name="exemption_review_grants_what_is_lawful"
            ),
        ]
        triggers = [Protect(name="review_stays", operation=Update | Delete)]

    def __str__(self) -> str:
        return f"{self.exemption_id}/{self.round} {self.get_outcome_display()}"
