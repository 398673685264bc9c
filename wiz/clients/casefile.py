"""What the client's own data add to the case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import more, tab

matter("client", _("Client's data"))
event_kind("client-added", _("Client added"))
event_kind("client-imported", _("Client added by an import"))
event_kind("client-changed-by-import", _("Client's data changed by an import"))
event_kind("client-changed", _("Client's data changed"))
event_kind("client-reassigned", _("Now with %(consultant)s"))
event_kind("client-handover-note", _("Hand-over note written"))

more("client_change", _("Change data"), place=10)
tab("client", _("Overview"), place=0)
tab("client_events", _("Timeline"), place=90)
