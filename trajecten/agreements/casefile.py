"""What agreements add to a client's case file."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind, matter


class InSentence(models.TextChoices):
    """Who is not called by a name."""

    CLIENT = "client", _("the client")


matter("agreement", _("Agreements"), client_page="meetings")
event_kind("agreement-made", _("Agreed with %(who)s, by %(day)s: %(text)s"), who=InSentence)
event_kind("agreement-done", _("Agreement of %(who)s kept: %(text)s"), who=InSentence)
event_kind("agreement-dropped", _("Agreement of %(who)s dropped: %(text)s (%(reason)s)"), who=InSentence)
event_kind(
    "agreement-moved", _("Agreement of %(who)s moved to %(day)s: %(text)s (%(reason)s)"), who=InSentence
)
event_kind("agreement-reminded", _("%(who)s reminded of the agreement: %(text)s"), who=InSentence)
event_kind("agreement-reopened", _("Agreement of %(who)s stands again: %(text)s"), who=InSentence)
