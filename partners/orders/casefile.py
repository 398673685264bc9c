"""What orders add to a client's case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind

event_kind("order-placed", _("Order to %(bureau)s: %(instrument)s"))
event_kind("order-extended", _("Order to %(bureau)s extended: %(reason)s"))
event_kind("order-paused", _("Order to %(bureau)s paused: %(reason)s"))
event_kind("order-resumed", _("Order to %(bureau)s goes on"))
event_kind("order-ended", _("Order to %(bureau)s ended: %(reason)s"))
event_kind("order-coach-changed", _("%(coach)s is now the coach at %(bureau)s"))
