"""What exemptions add to a client's case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind, matter

matter("exemption", _("Exemption"))
event_kind("exemption-drafted", _("Request for an exemption begun"))
event_kind("exemption-changed", _("Request for an exemption changed"))
event_kind("exemption-submitted", _("Exemption submitted for review"))
event_kind("exemption-taken-back", _("Exemption taken back from review"))
event_kind("exemption-withdrawn", _("Request for an exemption withdrawn"))
event_kind("exemption-peer-asked", _("Opinion on the exemption asked of %(peer)s"))
event_kind("exemption-peer-answered", _("Opinion on the exemption given"))
event_kind("exemption-peer-withdrawn", _("Opinion on the exemption no longer asked"))
event_kind("exemption-granted", _("Exemption granted, %(period)s"))
event_kind("exemption-returned", _("Exemption returned with advice"))
event_kind("exemption-refused", _("Exemption refused"))
event_kind("exemption-revoked", _("Exemption revoked; last day %(day)s"))
event_kind("exemption-agreed", _("Agreed what the client does during the exemption"))
event_kind("exemption-meanwhile-settled", _("Noted what came of an agreement of the exemption"))
event_kind("exemption-let-end", _("Decided that nothing follows the exemption"))
