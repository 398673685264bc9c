"""The page of the caseload: clients with the flags that stand on them."""

from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from wiz.clients.caseload import caseload
from wiz.flags.models import Flag
from wiz.flags.rules import RULES
from wiz.flags.today import Line
from wiz.people.access import UserRequest, needs
from wiz.people.models import User
from wiz.people.roles import Can, Role
from wiz.terms import age_on, today

PAGE = 100


@require_GET
@needs(Can.WORK_CASES)
def caseload_page(request: UserRequest) -> HttpResponse:
    """Her clients (or a colleague's, or nobody's), with the flags that stand on each."""
    day = today()
    is_lead = request.user.role == Role.TEAM_LEAD
    whose = request.GET.get("van", "alle" if is_lead else "")
    if not whose.isdecimal() and whose not in ("alle", "niemand"):
        whose = ""  # not every digit is a number: "²" is not
    only_flagged = request.GET.get("alleen") == "signalen"
    clients = caseload(
        request.user, whose=whose, sort=request.GET.get("op", ""), only_flagged=only_flagged, day=day
    ).prefetch_related(
        "children",
        Prefetch("flags", Flag.objects.open().filter(rule__in=RULES).order_by("due"), to_attr="standing"),
    )
    page = Paginator(clients, PAGE).get_page(request.GET.get("page"))
    rows = [
        {
            "client": client,
            "ages": sorted(age_on(child.birth_date, day) for child in client.children.all()),
            "lines": [Line(flag, RULES[flag.rule], None, (flag.due - day).days) for flag in client.standing],
        }
        for client in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "whose": whose,
        "sort": request.GET.get("op", ""),
        "only_flagged": only_flagged,
        "consultants": User.objects.consultants().visible_to(request.user),
        "today": day,
    }
    return render(request, "flags/caseload.html", context)
