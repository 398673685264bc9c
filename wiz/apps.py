from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WizConfig(AppConfig):
    name = "wiz"
    verbose_name = _("Office")

    def ready(self) -> None:
        from wiz.absence import casefile as absence_casefile  # noqa: F401
        from wiz.caseload import basics  # noqa: F401  registers its columns and filters
        from wiz.clients import calendar, casefile, flags  # noqa: F401  registers its dates, events and flags
        from wiz.flags import caseload, numbers  # noqa: F401
        from wiz.handover import casefile as handover_casefile  # noqa: F401
        from wiz.letters import casefile as letters_casefile  # noqa: F401
        from wiz.trust import casefile as trust_casefile  # noqa: F401
