"""What the municipality does with a report, one address a verb. On an error the page returns with all text."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from partners.reports import actions
from partners.reports.answer_forms import (
    AcceptForm,
    AnswerForm,
    LiftBlockForm,
    MoveDueForm,
    NotNeededForm,
    SendBackForm,
)
from partners.reports.models import Report
from partners.reports.rules import why_not
from partners.reports.views import load_report, report_page
from wiz.actions import Conflict, Refused
from wiz.people.access import UserRequest, needs
from wiz.people.roles import Can
from wiz.terms import now, today
from wiz.trust.actions import record_look
from wiz.trust.models import Look
from wiz.ui.back import back_to, next_of


@require_POST
@needs(Can.WORK_CASES)
def report_answer(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    # The delivery the page showed, by which its fields are named, although a newer one may have come.
    shown = request.POST.get("answer-version", "")
    deliveries = report.versions.delivered().order_by("-number")
    version = (deliveries.filter(pk=shown).first() if shown.isdecimal() else None) or deliveries.first()
    if version is None:
        messages.error(request, why_not(report))
        return back_to(request, "report", pk)
    form = AnswerForm(request.POST, version=version, prefix="answer")
    return _perform(
        request,
        report,
        "answer_form",
        form,
        lambda data: actions.answer_report(
            report,
            version=data["version"],
            replies=form.replies(),
            text=data["text"],
            by=request.user,
            at=now(),
        ),
        _("Your answer has been sent. The bureau can read it now."),
    )


@require_POST
@needs(Can.WORK_CASES)
def report_send_back(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    return _perform(
        request,
        report,
        "send_back_form",
        SendBackForm(request.POST, prefix="back"),
        lambda data: actions.send_back(report, **data, by=request.user, at=now()),
        _("The report has been sent back. The bureau sees your reason and the new date."),
    )


@require_POST
@needs(Can.WORK_CASES)
def report_accept(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    return _perform(
        request,
        report,
        "accept_form",
        AcceptForm(request.POST, prefix="accept"),
        lambda data: actions.accept_incomplete(report, **data, by=request.user, at=now()),
        _("Accepted as it is. It still waits for your answer."),
    )


@require_POST
@needs(Can.REPORT)
def report_lift_block(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    return _perform(
        request,
        report,
        "lift_block_form",
        LiftBlockForm(request.POST, prefix="block"),
        lambda data: actions.lift_block(report, **data, by=request.user, at=now()),
        _("The consultant can read the report now."),
    )


@require_POST
@needs(Can.WORK_CASES)
def report_remind(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    try:
        new = actions.remind(report, by=request.user, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        bureau = report.order.bureau
        done = _("%(bureau)s has been reminded.") if new else _("%(bureau)s was reminded today already.")
        messages.success(request, done % {"bureau": bureau})
    return back_to(request, "report", pk)


@require_POST
@needs(Can.WORK_CASES)
def report_need_again(request: UserRequest, pk: int) -> HttpResponse:
    try:
        actions.need_again(_load(request, pk), by=request.user, at=now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The report is owed again."))
    return back_to(request, "report", pk)


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def report_move_due(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    return _small_page(
        request,
        report,
        MoveDueForm(request.POST or None),
        lambda data: actions.move_due(report, **data, by=request.user, at=now()),
        title=_("Another date"),
        submit=_("Give another date"),
        done=_("The bureau sees the new date and your reason."),
    )


@require_http_methods(["GET", "POST"])
@needs(Can.WORK_CASES)
def report_not_needed(request: UserRequest, pk: int) -> HttpResponse:
    report = _load(request, pk)
    return _small_page(
        request,
        report,
        NotNeededForm(request.POST or None),
        lambda data: actions.mark_not_needed(report, **data, by=request.user, at=now()),
        title=_("Report not needed"),
        submit=_("Say that it is not needed"),
        done=_("The bureau sees that this report is not needed, and why."),
    )


def _load(request: UserRequest, pk: int) -> Report:
    return get_object_or_404(Report.objects.visible_to(request.user).with_parties(), pk=pk)


def _perform(
    request: UserRequest,
    report: Report,
    name: str,
    form: forms.Form,
    action: Callable[[dict[str, Any]], None],
    done: str,
) -> HttpResponse:
    """Let a form of the report page act; with an error the whole page comes back, the form filled as it was."""
    status = 422
    if form.is_valid():
        try:
            action(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
            status = 409 if isinstance(refused, Conflict) else 422
        else:
            messages.success(request, done)
            return back_to(request, "report", report.pk)
    return report_page(request, load_report(request, report.pk), status=status, **{name: form})


def _small_page(
    request: UserRequest,
    report: Report,
    form: forms.Form,
    action: Callable[[dict[str, Any]], None],
    *,
    title: str,
    submit: str,
    done: str,
) -> HttpResponse:
    """Ask one thing about a report on a page of its own, then go back to where she came from."""
    if request.method == "POST" and form.is_valid():
        try:
            action(form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, done)
            return back_to(request, "report", report.pk)
    record_look(request.user, Look.What.REPORT, report.client, at=now(), subject_id=report.pk)
    context = {
        "form": form,
        "report": report,
        "title": title,
        "submit": submit,
        "next": next_of(request),
        "today": today(),
    }
    return render(request, "reports/small.html", context, status=422 if form.errors else 200)
