"""What the history and the looks add to the case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.frame import tab
from wiz.people.roles import Can

tab("client_history", _("Changes"), place=91)
tab("client_looks", _("Looks"), place=92, can=Can.REASSIGN)
