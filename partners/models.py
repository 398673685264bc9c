"""The models of the partners, from their folders."""

from partners.bureaus.models import Bureau, Instrument
from partners.orders.models import Order, Pause
from partners.reports.models import Advice, Attachment, GoalResult, Reminder, Report, ReportVersion

__all__ = [
    "Advice",
    "Attachment",
    "Bureau",
    "GoalResult",
    "Instrument",
    "Order",
    "Pause",
    "Reminder",
    "Report",
    "ReportVersion",
]
