from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrajectenConfig(AppConfig):
    name = "trajecten"
    verbose_name = _("Trajectories")

    def ready(self) -> None:
        # Registers what the matters add to a case file, to the caseload, the calendar, the flags and a hand-over.
        from trajecten.agreements import calendar as agreements_calendar  # noqa: F401
        from trajecten.agreements import casefile as agreements  # noqa: F401
        from trajecten.agreements import caseload as agreements_caseload  # noqa: F401
        from trajecten.agreements import flags as agreement_flags  # noqa: F401
        from trajecten.exemptions import calendar as exemption_dates  # noqa: F401
        from trajecten.exemptions import casefile as exemptions  # noqa: F401
        from trajecten.exemptions import caseload as exemptions_caseload  # noqa: F401
        from trajecten.exemptions import flags as exemption_flags  # noqa: F401
        from trajecten.exemptions import today as exemptions_today  # noqa: F401
        from trajecten.help import calendar as help_calendar  # noqa: F401
        from trajecten.help import casefile as help_casefile  # noqa: F401
        from trajecten.help import caseload as help_caseload  # noqa: F401
        from trajecten.help import flags as help_flags  # noqa: F401
        from trajecten.intake import casefile  # noqa: F401
        from trajecten.ladder import casefile as ladder  # noqa: F401
        from trajecten.ladder import caseload as ladder_caseload  # noqa: F401
        from trajecten.ladder import flags as ladder_flags  # noqa: F401
        from trajecten.meetings import calendar as meetings_calendar  # noqa: F401
        from trajecten.meetings import casefile as meetings  # noqa: F401
        from trajecten.meetings import caseload as meetings_caseload  # noqa: F401
        from trajecten.meetings import handover as meetings_handover  # noqa: F401
        from trajecten.meetings import letters as meeting_letters  # noqa: F401
        from trajecten.plans import calendar as plans_calendar  # noqa: F401
        from trajecten.plans import casefile as plans  # noqa: F401
        from trajecten.plans import caseload as plans_caseload  # noqa: F401
        from trajecten.plans import flags as plans_flags  # noqa: F401
        from trajecten.reviews import letters as review_letters  # noqa: F401
        from trajecten.reviews import today as reviews_today  # noqa: F401

        # isort: split
        # Last: the web draws parties in this order, and the consultant stands on top.
        from trajecten.childcare import calendar as childcare_calendar  # noqa: F401
        from trajecten.childcare import casefile as childcare  # noqa: F401
        from trajecten.childcare import caseload as childcare_caseload  # noqa: F401
        from trajecten.childcare import flags as childcare_flags  # noqa: F401
        from trajecten.childcare import letters as childcare_letters  # noqa: F401
