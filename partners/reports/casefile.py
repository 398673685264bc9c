"""What reports add to a client's case file."""

import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from partners.reports.models import ReportVersion
from wiz.casefile.briefing import briefing
from wiz.casefile.events import event_kind, matter
from wiz.clients.models import Client
from wiz.people.models import User

matter("report", _("Reports"), subject_page="report")
event_kind("report-delivered", _("%(bureau)s delivered the report on %(period)s"))
event_kind("report-blocked", _("%(bureau)s delivered the report on %(period)s, blocked by the client"))
event_kind("report-unblocked", _("The client released the report of %(bureau)s on %(period)s"))
event_kind("report-answered", _("Report of %(bureau)s on %(period)s answered"))
event_kind("report-sent-back", _("Report of %(bureau)s on %(period)s sent back: %(reason)s"))
event_kind("report-accepted", _("Incomplete report of %(bureau)s on %(period)s accepted: %(reason)s"))
event_kind("report-reminded", _("%(bureau)s reminded of the report on %(period)s"))
event_kind("report-due-moved", _("Report of %(bureau)s on %(period)s is now due %(due)s: %(reason)s"))
event_kind("report-not-needed", _("Report of %(bureau)s on %(period)s not needed: %(reason)s"))
event_kind("report-needed-again", _("Report of %(bureau)s on %(period)s is needed after all"))


def reports_section(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """What the bureaus wrote last, one report an order, for who is about to speak to her."""
    later = ReportVersion.objects.delivered().filter(
        report__order=OuterRef("report__order"), delivered_at__gt=OuterRef("delivered_at")
    )
    latest = (
        ReportVersion.objects.visible_to(user)
        .delivered()
        .filter(~Exists(later), report__order__activity__client=client)
        .filter(Q(report__order__ended_on__isnull=True) | Q(report__order__ended_on__gte=today))
        .select_related("report__order__bureau__organisation", "report__order__instrument")
        .prefetch_related("goal_results__goal", "advices")
        .order_by("-delivered_at")
    )
    return {"versions": found} if (found := list(latest[:6])) else {}


briefing("reports", _("Latest reports"), "reports/_brief.html", reports_section, place=50)
