"""What childcare adds to a client's case file."""

from django.utils.translation import gettext_lazy as _

from trajecten.childcare.models import CareNotNeeded, ChildcareRequest
from wiz.casefile.events import event_kind, matter

matter("childcare", _("Childcare"), subject_page="childcare_request", client_page="childcare")
event_kind("childcare-asked", _("Childcare asked for: %(purpose)s"), purpose=ChildcareRequest.Purpose)
event_kind(
    "childcare-changed", _("Request for childcare changed: %(purpose)s"), purpose=ChildcareRequest.Purpose
)
event_kind("childcare-given", _("Request for childcare is now with %(owner)s"))
event_kind("childcare-offer-asked", _("Offer for childcare asked"))
event_kind("childcare-offer-received", _("Offer for childcare received"))
event_kind("childcare-advance-changed", _("Advance for childcare noted"))
event_kind("childcare-advance-paid", _("Advance for childcare paid on %(day)s"))
event_kind("childcare-data-asked", _("Data for childcare asked of the client, by %(day)s"))
event_kind("childcare-data-received", _("The client handed in the data for childcare"))
event_kind("childcare-extended", _("More time for childcare, until %(day)s: %(reason)s"))
event_kind("childcare-granted", _("Childcare granted"))
event_kind("childcare-partly", _("Childcare granted in part"))
event_kind("childcare-refused", _("Childcare refused"))
event_kind("childcare-started", _("Childcare started on %(day)s"))
event_kind("childcare-ended", _("Childcare ended on %(day)s: %(reason)s"))
event_kind("childcare-withdrawn", _("Request for childcare withdrawn by the client"))
event_kind(
    "childcare-not-needed", _("No childcare needed for %(activity)s: %(reason)s"), reason=CareNotNeeded.Reason
)
event_kind("childcare-needed-again", _("Childcare needed after all for %(activity)s"))
