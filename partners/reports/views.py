"""The pages of a report: the bureau's list, writing one, and reading it from both sides."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, FilteredRelation, Max, Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from partners.bureaus.models import Instrument
from partners.orders.actions import see_contact
from partners.reports import actions
from partners.reports.answer_forms import forms_for, typed_texts
from partners.reports.content import content_of
from partners.reports.forms import ReportForm, checklist, initial_of, new_editor
from partners.reports.models import Attachment, Childcare, GoalResult, Report, ReportVersion, State
from partners.reports.rules import childcare_failed, contradictions, why_not
from trajecten.childcare.known import Known, care_facts, known_from
from wiz.absence.models import Absence, away_on
from wiz.actions import Conflict, Refused
from wiz.files.actions import store_file
from wiz.files.downloads import download
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can
from wiz.terms import day_of, now, today
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.navigation import counts

PAGE = 50
# What is due later than this stands behind a tab: nobody writes it now.
AHEAD = datetime.timedelta(days=92)
# In the address when "Deliver" found something missing: then the page asks whether that is meant.
CONFIRM = "onvolledig"
# What the municipality knows of the childcare, as the report says it: nobody types it again.
ASKED_ALREADY = {"arranged": Childcare.ARRANGED, "not_needed": Childcare.NOT_NEEDED}
# Whose names stand with the state of a report.
DECIDERS = ("sent_back_by", "answered_by", "accepted_by", "not_needed_by", "due_changed_by")


@counts("reports")
def reports_late_or_back(user: User) -> QuerySet[Report]:
    return Report.objects.visible_to(user).owed().filter(Q(due__lt=today()) | Q(state=State.SENT_BACK))


@require_GET
@needs(Can.REPORT)
def reports(request: UserRequest) -> HttpResponse:
    """The bureau's reports: what it owes, most urgent first, and what became of the others."""
    day = today()
    mine = Report.objects.visible_to(request.user)
    if request.GET.get("van") == "mij":
        mine = mine.filter(order__coach=request.user)
    soon = Q(due__lte=day + AHEAD) | Q(state=State.SENT_BACK)
    tabs = {
        "": (_("To write"), mine.owed().filter(soon).order_by("due", "pk")),
        "later": (_("Later"), mine.owed().exclude(soon).order_by("due", "pk")),
        "wacht": (_("Waiting for an answer"), mine.waiting().order_by("delivered_at", "pk")),
        "klaar": (
            _("Answered"),
            # What the schedule itself took back was never asked of anybody.
            mine.filter(
                Q(state=State.ANSWERED) | Q(state=State.NOT_NEEDED, not_needed_by__isnull=False)
            ).order_by(Coalesce("answered_at", "not_needed_at").desc(), "pk"),
        ),
    }
    chosen = request.GET.get("lijst", "")
    chosen = chosen if chosen in tabs else ""
    rows = tabs[chosen][1].with_parties().select_related(*DECIDERS)
    rows = rows.annotate(times_reminded=Count("reminders"), last_reminded=Max("reminders__on"))
    if chosen == "klaar":
        rows = rows.prefetch_related(_what_came_of_it(request.user))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "section": "reports",
        "page": page,
        "tabs": [(key, label) for key, (label, _rows) in tabs.items()],
        "chosen": chosen,
        "only_mine": request.GET.get("van") == "mij",
        "away": away_on(day),
        "today": day,
    }
    return render(request, "reports/list.html", context)


def _what_came_of_it(user: User) -> Any:
    """Return the deliveries of each report, the latest first, with the reply to each advice."""
    delivered = ReportVersion.objects.visible_to(user).filter(delivered_at__isnull=False)
    return Prefetch(
        "versions", delivered.order_by("-number").prefetch_related("advices"), to_attr="deliveries"
    )


@require_http_methods(["GET", "POST"])
@needs(Can.REPORT)
def report_write(request: UserRequest, pk: int) -> HttpResponse:
    """Write a report: save, add files, or deliver; incomplete only after saying so."""
    report = load_report(request, pk)
    if request.method == "GET" and not report.is_owed:
        return redirect("report", pk)
    draft, previous = _draft_and_previous(request, report)
    form = _report_form(request, report, draft)
    if request.method == "POST" and form.is_valid():
        try:
            response = _write(request, report, form)
        except Refused as refused:
            report = load_report(request, pk)
            again = report.state == State.DELIVERED
            if again and actions.delivered_by_this_page(report, form.cleaned_data["editor"]):
                return redirect("report", pk)
            form.add_error(None, str(refused))
            if isinstance(refused, Conflict) or not report.is_owed:
                return _writing_page(request, report, form, draft=None, previous=previous, status=409)
        else:
            return response
    elif request.method == "POST":
        if not report.is_owed:
            form.add_error(None, why_not(report))
            return _writing_page(request, report, form, draft=None, previous=previous, status=409)
        # The rest of what was typed is worth keeping while one field is put right.
        draft = _keep_valid_part(request, report, form) or draft
    return _writing_page(request, report, form, draft=draft, previous=previous)


def _write(request: UserRequest, report: Report, form: ReportForm) -> HttpResponse:
    """Do what the pressed button asks. The answer is always another page, or "back" would not find this one."""
    what = request.POST.get("action", "save")
    moment = now()
    content = form.content()
    saved = {"revision": form.cleaned_data["revision"] or 0, "editor": form.cleaned_data["editor"]}
    missing = [item for item in checklist(content) if not item["done"]]
    with transaction.atomic():
        if what == "deliver" and not missing or what == "deliver incomplete":
            if form.cleaned_data["attachments"]:
                version = actions.save_draft(report, content, **saved, by=request.user, at=moment)
                _attach(request, form, version)
                saved["revision"] = version.revision
            actions.deliver_report(report, content, **saved, by=request.user, at=moment)
            messages.success(request, _("The report has been delivered. You see here when it is answered."))
            return redirect("report", report.pk)
        _attach(request, form, actions.save_draft(report, content, **saved, by=request.user, at=moment))
    page = reverse("report_write", args=[report.pk])
    if what == "deliver":
        return redirect(f"{page}?{CONFIRM}=1")
    if what == "print":
        return redirect("report_print", report.pk)
    messages.success(request, _("Your draft has been saved."))
    return redirect({"later": "reports", "attach": f"{page}#bijlagen"}.get(what, page))


def _attach(request: UserRequest, form: ReportForm, version: ReportVersion) -> None:
    for upload in form.cleaned_data["attachments"]:
        actions.attach(version, store_file(upload, by=request.user, at=now()))


def _keep_valid_part(request: UserRequest, report: Report, form: ReportForm) -> ReportVersion | None:
    try:
        version = actions.save_draft(
            report,
            form.content(),
            revision=form.cleaned_data.get("revision") or 0,
            editor=form.cleaned_data.get("editor", ""),
            by=request.user,
            at=now(),
        )
    except Refused:
        return None
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["revision"] = version.revision  # type: ignore[index]
    return version


def _writing_page(
    request: UserRequest,
    report: Report,
    form: ReportForm,
    *,
    draft: ReportVersion | None,
    previous: ReportVersion | None,
    status: int = 200,
) -> HttpResponse:
    if form.is_bound:
        content = form.content()
    else:
        content = content_of(draft) if draft else form.first_content()
    at = now()
    record_look(request.user, Look.What.REPORT, report.client, at=at, subject_id=report.pk)
    other = _other_text(request, report, form) if status == 409 else None
    missing = checklist(content)
    confirms = request.method == "GET" and CONFIRM in request.GET
    context = {
        "section": "reports",
        "report": report,
        "form": form,
        "draft": draft,
        "previous": previous,
        "missing": missing,
        "warnings": contradictions(content),
        "confirm_missing": [item for item in missing if confirms and not item["done"]],
        "other": other,
        "conflict": status == 409,
        "attachments": draft.attachments.all() if draft else [],
        "today": day_of(at),
        "new_contact": see_contact(report.order, by=request.user, at=at),
        "away": _away(report),
        "care": _care(report),
    }
    return render(request, "reports/write.html", context, status=status)


def _other_text(request: UserRequest, report: Report, form: ReportForm) -> ReportVersion | None:
    """Return what another page saved or delivered first; from here the form is a new page, that knows of it."""
    version = _versions(request.user).filter(report=report).order_by("-number").first()
    if version and version.delivered_at and report.is_owed:
        version = None  # what was sent back: the reason stands on the page
    form.data = form.data.copy()  # type: ignore[attr-defined]
    form.data["revision"] = version.revision if version else 0  # type: ignore[index]
    form.data["editor"] = new_editor()  # type: ignore[index]
    return version


@require_POST
@needs(Can.REPORT)
def report_draft(request: UserRequest, pk: int) -> HttpResponse:
    """Save by itself while the bureau types. Answers with the new revision and what is still missing."""
    report = load_report(request, pk)
    form = ReportForm(
        request.POST,
        goals=report.order.activity.goals.all(),
        catalogue=Instrument.objects.all(),
        today=today(),
    )
    form.is_valid()
    try:
        version = actions.save_draft(
            report,
            form.content(),
            revision=form.cleaned_data.get("revision") or 0,
            editor=form.cleaned_data.get("editor", ""),
            by=request.user,
            at=now(),
        )
    except Refused as refused:
        return JsonResponse({"message": str(refused)}, status=409)
    return JsonResponse(
        {
            "revision": version.revision,
            "missing": checklist(form.content()),
            "saved_at": _clock(version),
        }
    )


@require_GET
@needs(Can.REPORT)
def report_print(request: UserRequest, pk: int) -> HttpResponse:
    """The draft on paper, for the client to read before it is sent."""
    report = load_report(request, pk)
    version = _versions(request.user).filter(report=report).order_by("-number").first()
    if version is None:
        messages.info(request, _("There is nothing to print yet."))
        return redirect("report_write", pk)
    record_look(request.user, Look.What.REPORT, report.client, at=now(), subject_id=report.pk)
    return render(request, "reports/print.html", {"report": report, "version": version, "today": today()})


@require_GET
@needs(Can.REPORT, Can.WORK_CASES)
def report(request: UserRequest, pk: int) -> HttpResponse:
    """A report from both sides: what was delivered, beside the previous one, and what became of it."""
    found = load_report(request, pk)
    return report_page(request, found)


def report_page(
    request: UserRequest, report: Report, status: int = 200, **came_back: forms.Form
) -> HttpResponse:
    """Show a report with its forms; `came_back` holds, by name, those with errors.

    What was typed about a report that is no longer what it was stands above it, to be copied: the form below it,
    if there is one, is about what there is now.
    """
    moment = now()
    record_look(request.user, Look.What.REPORT, report.client, at=moment, subject_id=report.pk)
    version, previous = _this_and_previous(request.user, report)
    is_new = report.state == State.DELIVERED and report.opened_at is None
    # Of a blocked one she sees that it is there, no more.
    if is_new and version is not None and request.user.can(Can.WORK_CASES):
        actions.mark_opened(report, at=moment)
        report.opened_at = moment
    new_contact = see_contact(report.order, by=request.user, at=moment)
    shown = forms_for(request.user, report, version, day_of(moment))
    unsent: list[str] = []
    for name, form in came_back.items():
        if status != 409 and name in shown:
            shown[name] = form
        else:
            unsent += typed_texts(form)
    context = {
        "section": "reports",
        "report": report,
        "version": version,
        "previous": previous,
        "warnings": contradictions(content_of(version)) if version else [],
        "today": day_of(moment),
        "forms": list(came_back.values()),
        "unsent": unsent,
        "new_contact": new_contact,
        "away": _away(report),
        "care": _care(report),
        "care_failed": version is not None and childcare_failed(content_of(version)),
        **shown,
    }
    return render(request, "reports/report.html", context, status=status)


@require_GET
@needs(Can.REPORT, Can.WORK_CASES)
def attachment(request: UserRequest, key: str) -> HttpResponse:
    """Hand out an attachment, byte for byte, to who may see the version it hangs on."""
    row = (
        Attachment.objects.visible_to(request.user)
        .select_related("file", "version__report__order__activity")
        .filter(file__key=key)
        .order_by("-pk")
        .first()
    )
    if row is None:
        raise Http404
    report = row.version.report
    record_look(
        request.user, Look.What.ATTACHMENT, report.order.activity.client_id, at=now(), subject_id=row.pk
    )
    return download(row.file)


@require_POST
@needs(Can.REPORT)
def attachment_remove(request: UserRequest, pk: int) -> HttpResponse:
    row = get_object_or_404(
        Attachment.objects.visible_to(request.user).select_related("version__report"), pk=pk
    )
    try:
        actions.detach(row, by=request.user)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect(f"{reverse('report_write', args=[row.version.report_id])}#bijlagen")


def load_report(request: UserRequest, pk: int) -> Report:
    """Return a report with all who are named on its page, in one query."""
    absences = "order__activity__client__consultant__absences"
    day = today()
    # She is away once at most on a day, so this makes no second row.
    is_on = Q(**{f"{absences}__first_day__lte": day, f"{absences}__last_day__gte": day})
    reports = Report.objects.visible_to(request.user).with_parties()
    reports = reports.annotate(absence=FilteredRelation(absences, condition=is_on))
    named: list[str] = [*DECIDERS, "absence__covered_by"]
    care = care_facts(day, activity="order__activity", client="order__activity__client")
    reports = reports.select_related(*named).annotate(**care)
    return get_object_or_404(
        reports.annotate(times_reminded=Count("reminders"), last_reminded=Max("reminders__on")), pk=pk
    )


def _away(report: Report) -> dict[int, Absence]:
    """Return the same for a report that was loaded here as `away_on` does: the consultant's absence of today."""
    absence: Absence | None = getattr(report, "absence", None)
    return {absence.person_id: absence} if absence else {}


def _versions(user: User) -> Any:
    return (
        ReportVersion.objects.visible_to(user)
        .select_related("author", "delivered_by", "report__answered_by")
        .prefetch_related(
            Prefetch("goal_results", GoalResult.objects.select_related("goal")),
            "instruments",
            "advices",
            Prefetch("attachments", Attachment.objects.select_related("file")),
        )
    )


def _this_and_previous(user: User, report: Report) -> tuple[ReportVersion | None, ReportVersion | None]:
    """Return the latest delivery of a report and of the one before it, in one go."""
    return _two_latest(user, report, Q(delivered_at__isnull=False))


def _draft_and_previous(
    request: UserRequest, report: Report
) -> tuple[ReportVersion | None, ReportVersion | None]:
    """The same with, of this report, the draft if there is one."""
    return _two_latest(request.user, report, Q(delivered_at__isnull=False) | Q(report=report))


def _two_latest(user: User, report: Report, which: Q) -> tuple[ReportVersion | None, ReportVersion | None]:
    latest = list(
        _versions(user)
        .filter(which, report__order=report.order_id, report__number__lte=report.number)
        .order_by("-report__number", "-number")
        .distinct("report__number")[:2]
    )
    this = latest.pop(0) if latest and latest[0].report_id == report.pk else None
    return this, latest[0] if latest else None


def _report_form(request: UserRequest, report: Report, version: ReportVersion | None) -> ReportForm:
    goals = report.order.activity.goals.all()
    catalogue = Instrument.objects.filter(Q(active=True) | Q(pk=report.order.instrument_id))
    if request.method == "POST":
        return ReportForm(request.POST, request.FILES, goals=goals, catalogue=catalogue, today=today())
    initial: dict[str, Any] = (
        initial_of(version)
        if version
        else {"author_role": request.user.job_title, "instruments": [report.order.instrument_id]}
    )
    if version is None:
        care = _care(report)
        initial["childcare"] = ASKED_ALREADY.get(care.key, "") if care else ""
    if version and version.delivered_at is not None:
        initial["revision"] = 0  # the first save makes a new draft of what was sent back
    return ReportForm(initial=initial, goals=goals, catalogue=catalogue, today=today())


def _care(report: Report) -> Known | None:
    """What is known of the childcare for an order that runs; of one that ended nobody needs to know."""
    order = report.order
    return known_from(report, order.activity.start, today()) if order.ended_on is None else None


def _clock(version: ReportVersion) -> str:
    return date_format(timezone.localtime(version.saved_at), "TIME_FORMAT")
