"""The report a bureau owes, what it delivered, and what the consultant answered.

A `Report` is the row owed: made for the whole order at its start, it keeps the dates and the state. What
the bureau writes is a `ReportVersion`: one draft at a time, which becomes a delivery and then never changes.
A report that is sent back gets a new draft beside the delivery, so that nobody reads half a change.
"""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from partners.bureaus.models import Instrument
from partners.orders.models import Order
from trajecten.plans.models import Goal
from wiz.clients.models import Client
from wiz.files.models import StoredFile
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.trust.history import history


class State(models.TextChoices):
    OWED = "owed", _("Owed")
    DELIVERED = "delivered", _("Delivered")
    SENT_BACK = "sent_back", _("Sent back")
    ANSWERED = "answered", _("Answered")
    NOT_NEEDED = "not_needed", _("Not needed")


class Element(models.TextChoices):
    """What a complete report has. Raaff, Kosten en moeite 3, from the fragments on what reports should hold."""

    AUTHOR_ROLE = "author_role", _("Your role")
    APPOINTMENTS = "appointments", _("Appointments")
    ABSENCE_REASONS = "absence_reasons", _("Reasons for absence")
    GOALS = "goals", _("Every goal: done, result, why")
    INSTRUMENTS = "instruments", _("Instruments used")
    BARRIERS = "barriers", _("Barriers and childcare")
    CLIENT_VIEW = "client_view", _("The client's own view")
    NEXT_STEP = "next_step", _("Next step")
    ADVICE = "advice", _("Advice, or none")
    CLIENT_READ = "client_read", _("Read by the client")
    NON_COMPLIANCE = "non_compliance", _("Non-compliance: yes or no")


class ReportQuerySet(models.QuerySet["Report"]):
    def visible_to(self, user: User) -> ReportQuerySet:
        """Who may see the order may see its reports."""
        return self.filter(order__in=Order.objects.visible_to(user))

    def owed(self) -> ReportQuerySet:
        """The bureau must write: never delivered, or sent back."""
        return self.filter(state__in=(State.OWED, State.SENT_BACK))

    def waiting(self) -> ReportQuerySet:
        """Delivered, and nobody answered yet."""
        return self.filter(state=State.DELIVERED)

    def with_parties(self) -> ReportQuerySet:
        return self.select_related(
            "order__activity__client__consultant",
            "order__bureau__organisation",
            "order__instrument",
            "order__coach",
        )


@history(_("Report"), client="order__activity__client", about="number")
class Report(models.Model):
    order = models.ForeignKey(Order, on_delete=models.CASCADE, related_name="reports")
    number = models.PositiveSmallIntegerField()
    period_start = models.DateField()
    period_end = models.DateField()
    is_final = models.BooleanField(default=False)
    due = models.DateField()
    # Set when somebody chose this date; then the order's schedule leaves it alone.
    due_reason = models.CharField(max_length=300, blank=True)
    due_changed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    due_changed_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.OWED)

    delivered_at = models.DateTimeField(null=True)  # the last delivery, also while it is sent back
    delivered_on = models.DateField(null=True)  # the same day in Amsterdam, for the rules
    missing = ArrayField(models.CharField(max_length=20, choices=Element.choices), default=list)
    is_blocked = models.BooleanField(default=False)
    opened_at = models.DateTimeField(null=True)  # first seen by the service; seeing is not answering

    sent_back_at = models.DateTimeField(null=True)
    sent_back_on = models.DateField(null=True)
    sent_back_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    sent_back_reason = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)  # accepted although incomplete
    accepted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    accepted_reason = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    answer = models.TextField(blank=True)
    not_needed_at = models.DateTimeField(null=True)
    not_needed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    not_needed_reason = models.CharField(max_length=300, blank=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        ordering = ["order", "number"]
        constraints = [
            models.UniqueConstraint(fields=["order", "number"], name="report_number_once"),
            models.CheckConstraint(
                condition=Q(period_end__gte=F("period_start")), name="report_period_forward"
            ),
            models.CheckConstraint(
                condition=Q(state__in=("owed", "not_needed"))
                | Q(delivered_at__isnull=False, delivered_on__isnull=False),
                name="report_delivered_has_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent_back")
                | (
                    Q(sent_back_at__isnull=False, sent_back_on__isnull=False, sent_back_by__isnull=False)
                    & ~Q(sent_back_reason="")
                ),
                name="report_sent_back_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False, answered_by__isnull=False)
                | (~Q(state="answered") & Q(answered_at__isnull=True, answered_by__isnull=True)),
                name="report_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True, accepted_reason="")
                | (Q(accepted_at__isnull=False, accepted_by__isnull=False) & ~Q(accepted_reason="")),
                name="report_accepted_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state="not_needed") | ~Q(not_needed_reason=""),
                name="report_not_needed_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["due"], condition=Q(state__in=("owed", "sent_back")), name="report_owed"),
            models.Index(fields=["delivered_on"], condition=Q(state="delivered"), name="report_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.order_id}/{self.number}"

    @property
    def client(self) -> Client:
        return self.order.activity.client

    @property
    def is_owed(self) -> bool:
        return self.state in (State.OWED, State.SENT_BACK)

    @property
    def why_not_needed(self) -> str:
        """Return why it is not needed: somebody's own words or, when nobody said so, the one other reason there is."""
        if self.not_needed_reason and self.not_needed_by_id is None:
            return str(_("The order ended before this period."))
        return self.not_needed_reason


class Childcare(models.TextChoices):
    ARRANGED = "arranged", _("Arranged")
    NOT_ARRANGED = "not_arranged", _("Not arranged")
    NOT_NEEDED = "not_needed", _("Not needed")


class ClientReaction(models.TextChoices):
    READ = "read", _("Has read it")
    OBJECTED = "objected", _("Has read it and objects")
    BLOCKED = "blocked", _("Does not want it to be sent")


class AbsenceReason(models.TextChoices):
    """Facts, not judgement: a sick child and closed childcare are not unwillingness."""

    CHILD_ILL = "child_ill", _("Child ill")
    CHILDCARE_CLOSED = "childcare_closed", _("Childcare closed or fell through")
    SCHOOL = "school", _("School hours or school closed")
    ILL = "ill", _("Ill")
    TRANSPORT = "transport", _("Transport")
    OTHER = "other", _("Other")
    UNKNOWN = "unknown", _("Not known")


class Barrier(models.TextChoices):
    """Raaff, Kosten en moeite 3, chapter 5: what stands between a client and work."""

    NONE = "none", _("None")
    MOTIVATION = "motivation", _("Motivation")
    PERSONAL = "personal", _("Personal situation")
    CHILDREN = "children", _("Children")
    NETWORK = "network", _("Network")
    MONEY = "money", _("Money")
    LABOUR_MARKET = "labour_market", _("Labour market")
    EDUCATION = "education", _("Education")
    AGENCIES = "agencies", _("Experience with agencies")


class ReportVersionQuerySet(models.QuerySet["ReportVersion"]):
    def visible_to(self, user: User) -> ReportVersionQuerySet:
        """A draft is the bureau's; a delivery also the service's, unless the client blocked it."""
        versions = self.filter(report__in=Report.objects.visible_to(user))
        if user.can(Can.REPORT):
            return versions
        return versions.filter(delivered_at__isnull=False).exclude(client_reaction=ClientReaction.BLOCKED)

    def drafts(self) -> ReportVersionQuerySet:
        return self.filter(delivered_at__isnull=True)

    def delivered(self) -> ReportVersionQuerySet:
        return self.filter(delivered_at__isnull=False)


@history(
    _("Delivery of a report"),
    client="report__order__activity__client",
    about="report__number",
    since="delivered_at",
    skip=("editor", "saved_at"),
)
class ReportVersion(models.Model):
    """What the bureau wrote. Empty is "not filled in yet"; nought is an answer."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField()
    # Goes up with every save: a page that was opened before another save is recognised.
    revision = models.PositiveIntegerField(default=1)
    # The page that saved last: its own autosaves, arriving in any order, are not a conflict with itself.
    editor = models.CharField(max_length=32, blank=True)
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    saved_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True)
    delivered_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    author_role = models.CharField(_("your role"), max_length=80, blank=True)
    made = models.PositiveSmallIntegerField(_("made"), null=True, blank=True)
    attended = models.PositiveSmallIntegerField(_("attended"), null=True, blank=True)
    absent_with_notice = models.PositiveSmallIntegerField(_("cancelled"), null=True, blank=True)
    absent_without_notice = models.PositiveSmallIntegerField(_("without notice"), null=True, blank=True)
    absence_reasons = ArrayField(
        models.CharField(max_length=20, choices=AbsenceReason.choices), default=list, blank=True
    )
    absence_note = models.CharField(max_length=500, blank=True)
    instruments = models.ManyToManyField(Instrument, blank=True, related_name="+")
    instruments_other = models.CharField(max_length=200, blank=True)
    childcare = models.CharField(max_length=12, choices=Childcare.choices, blank=True)
    barriers = ArrayField(models.CharField(max_length=20, choices=Barrier.choices), default=list, blank=True)
    barriers_note = models.TextField(max_length=2000, blank=True)
    client_view = models.TextField(max_length=4000, blank=True)
    next_step = models.TextField(max_length=4000, blank=True)
    no_advice = models.BooleanField(default=False)
    client_reaction = models.CharField(max_length=10, choices=ClientReaction.choices, blank=True)
    client_reaction_on = models.DateField(null=True, blank=True)
    client_objection = models.TextField(max_length=2000, blank=True)
    non_compliance = models.BooleanField(null=True)
    non_compliance_note = models.TextField(max_length=4000, blank=True)
    question = models.TextField(max_length=2000, blank=True)

    objects = ReportVersionQuerySet.as_manager()

    class Meta:
        ordering = ["report", "number"]
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="version_number_once"),
            models.UniqueConstraint(
                fields=["report"], condition=Q(delivered_at__isnull=True), name="version_one_draft"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} v{self.number}"


@history(
    _("Result in a report"),
    client="version__report__order__activity__client",
    about="version__report__number",
    since="version__delivered_at",
)
class GoalResult(models.Model):
    """Per goal of the order: what was done, what came of it, and why."""

    class Result(models.TextChoices):
        REACHED = "reached", _("Reached")
        PARTLY = "partly", _("Partly reached")
        RUNNING = "running", _("Under way")
        NOT = "not", _("Not reached")

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="goal_results")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="+")
    done = models.CharField(max_length=1000, blank=True)
    result = models.CharField(max_length=10, choices=Result.choices, blank=True)
    why = models.CharField(max_length=1000, blank=True)

    class Meta:
        ordering = ["goal__position", "goal_id"]
        constraints = [models.UniqueConstraint(fields=["version", "goal"], name="goal_result_once")]

    def __str__(self) -> str:
        return f"{self.goal_id}: {self.result}"


@history(
    _("Advice in a report"),
    client="version__report__order__activity__client",
    about="version__report__number",
    since="version__delivered_at",
)
class Advice(models.Model):
    """One advice of the bureau and, after the answer, what the consultant does with it and why.

    The kinds are the twelve of the dossier study (Raaff, Kosten en moeite 3, §6) and a free one. Follow-up is
    per advice: equal totals don't show that the same client got what was advised.
    """

    class Kind(models.TextChoices):
        DIAGNOSIS = "diagnosis", _("Diagnosis")
        MORE_DIAGNOSIS = "more_diagnosis", _("More diagnosis")
        HELP = "help", _("Help (social work, debts, care)")
        PHYSICAL = "physical", _("Physical intervention")
        APPLYING = "applying", _("Job application training")
        BOM = "bom", _("BOM training")
        PLAN_WORK = "plan_work", _("Plan towards work")
        PLAN_ACTIVATION = "plan_activation", _("Plan towards activation")
        REST_PLAN = "rest_plan", _("Rest plan")
        TRAINING = "training", _("Education or course")
        WORK_LEARNING = "work_learning", _("Work and learning")
        JOB_HUNTING = "job_hunting", _("Job hunting")
        OTHER = "other", _("Other")

    class Reply(models.TextChoices):
        ADOPTED = "adopted", _("Adopted")
        PARTLY = "partly", _("Partly")
        NOT = "not", _("Not adopted")

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="advices")
    kind = models.CharField(max_length=16, choices=Kind.choices)
    text = models.CharField(max_length=300, blank=True)
    reply = models.CharField(max_length=10, choices=Reply.choices, blank=True)
    reply_reason = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "kind"], name="advice_once_a_kind"),
            models.CheckConstraint(
                condition=Q(reply="") | ~Q(reply_reason=""), name="advice_reply_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}"


class AttachmentQuerySet(models.QuerySet["Attachment"]):
    def visible_to(self, user: User) -> AttachmentQuerySet:
        """Who may see the version may see what hangs on it."""
        return self.filter(version__in=ReportVersion.objects.visible_to(user))


@history(
    _("Attachment of a report"),
    client="version__report__order__activity__client",
    about="version__report__number",
    since="version__delivered_at",
)
class Attachment(models.Model):
    """A file with a version. A new draft starts with the same files."""

    version = models.ForeignKey(ReportVersion, on_delete=models.CASCADE, related_name="attachments")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["version", "file"], name="attachment_once")]

    def __str__(self) -> str:
        return str(self.file_id)


@history(_("Reminder of a report"), client="report__order__activity__client", about="report__number")
class Reminder(models.Model):
    """The service asked the bureau for this report; the bureau sees when and by whom."""

    report = models.ForeignKey(Report, on_delete=models.CASCADE, related_name="reminders")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField()

    class Meta:
        ordering = ["-at"]
        constraints = [
            # A second click on the same day is not a second reminder.
            models.UniqueConstraint(fields=["report", "on"], name="reminder_once_a_day")
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.on}"
