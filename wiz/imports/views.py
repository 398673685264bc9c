"""Importing clients, for the administrator: she sees her own file's faults and how many rows it has, no client."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wiz.actions import Refused
from wiz.imports.actions import import_clients
from wiz.imports.forms import ImportForm
from wiz.imports.rows import template
from wiz.people.access import UserRequest, needs
from wiz.people.models import Municipality
from wiz.people.roles import Can
from wiz.terms import now
from wiz.ui.refusals import refuse

# Who mends a file does not need more at a time.
PROBLEMS_SHOWN = 200


@needs(Can.IMPORT)
@require_http_methods(["GET", "HEAD", "POST"])
def client_import(request: UserRequest) -> HttpResponse:
    """Check a file, or import it. It is not kept in between: personal data that nobody keeps cannot leak."""
    sent = request.method == "POST"
    form = ImportForm(*(request.POST, request.FILES) if sent else ())
    outcome = None
    if form.is_valid():
        try:
            outcome = import_clients(
                form.cleaned_data["file"],
                by=request.user,
                at=now(),
                dry_run="import" not in request.POST,
                rows_at_most=settings.WIZ_IMPORT_MAX_ROWS_ON_SCREEN,
                good_rows_only=form.cleaned_data["good_rows_only"],
            )
        except Refused as error:
            refuse(form, error, "file")
    context = {
        "section": "client_import",
        "form": form,
        "outcome": outcome,
        "problems": outcome.problems[:PROBLEMS_SHOWN] if outcome else [],
        "rows_at_most": settings.WIZ_IMPORT_MAX_ROWS_ON_SCREEN,
    }
    return render(request, "imports/import.html", context)


@needs(Can.IMPORT)
@require_safe
def client_import_template(request: UserRequest) -> HttpResponse:
    """Give a file to begin with; the mark at its start tells a spreadsheet that it is UTF-8."""
    municipality = Municipality.objects.values_list("name", flat=True).first() or ""
    response = HttpResponse("\ufeff" + template(municipality), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("clients-example")}.csv"'
    return response
