from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WizConfig(AppConfig):
    name = "wiz"
    verbose_name = _("Office")

    def ready(self) -> None:
        from wiz.clients import casefile  # noqa: F401  registers its events
