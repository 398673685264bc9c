"""What the intake adds to a client's case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind

event_kind("intake-made", _("Intake recorded"))
event_kind("intake-changed", _("Intake updated (version %(version)s)"))
