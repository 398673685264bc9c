from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PartnersConfig(AppConfig):
    name = "partners"
    verbose_name = _("Partners")

    def ready(self) -> None:
        # Registers the flag rules and what these matters add to a case file and the calendar.
        from partners.orders import calendar as orders_calendar  # noqa: F401
        from partners.orders import casefile as orders_casefile  # noqa: F401
        from partners.orders import flags as orders_flags  # noqa: F401
        from partners.orders import odds_flags  # noqa: F401
        from partners.reports import calendar as reports_calendar  # noqa: F401
        from partners.reports import casefile as reports_casefile  # noqa: F401
        from partners.reports import caseload as reports_caseload  # noqa: F401
        from partners.reports import flags, left_alone, numbers, talk_flags  # noqa: F401
