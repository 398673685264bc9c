"""What a hand-over adds to the caseload."""

from django.utils.translation import gettext_lazy as _

from wiz.clients.columns import bulk

bulk("clients_hand_over", _("Hand over"), place=10)
