"""What plans add to a client's case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind

event_kind("plan-made", _("Trajectory plan made: %(plan)s"))
event_kind("plan-changed", _("Trajectory plan changed"))
