from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrajectenConfig(AppConfig):
    name = "trajecten"
    verbose_name = _("Trajectories")

    def ready(self) -> None:
        # Registers the flag rules and what the matters add to a case file.
        from trajecten.agreements import casefile as agreements  # noqa: F401
        from trajecten.intake import casefile  # noqa: F401
        from trajecten.meetings import casefile as meetings  # noqa: F401
        from trajecten.plans import casefile as plans  # noqa: F401
