"""What reports add to a client's case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind, matter

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
