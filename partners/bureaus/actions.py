"""Every write on bureaus and on the catalogue."""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from partners.bureaus.models import Bureau, Instrument
from wiz.actions import Refused
from wiz.people.actions import check_administer
from wiz.people.models import Organisation, User
from wiz.policy.actions import check_value


@transaction.atomic
def save_bureau(
    bureau: Bureau | None,
    *,
    name: str,
    phone: str,
    kind: str,
    report_interval: int | None,
    active: bool,
    by: User,
) -> Bureau:
    """Make or change a bureau and return it.

    Raises Refused when the name is taken, and for an interval (in months) that cannot be.
    """
    check_administer(by)
    if report_interval is not None:
        check_value("report_interval", report_interval)
    organisation = bureau.organisation if bureau else Organisation(kind=Organisation.Kind.BUREAU)
    organisation.name, organisation.phone = name.strip(), phone
    try:
        with transaction.atomic():
            organisation.save()
    except IntegrityError as error:
        raise Refused(_("There is an organisation with this name already.")) from error
    bureau = bureau or Bureau(organisation=organisation)
    bureau.kind, bureau.report_interval, bureau.active = kind, report_interval, active
    bureau.save()
    return bureau


@transaction.atomic
def save_instrument(instrument: Instrument | None, *, name: str, active: bool, by: User) -> Instrument:
    """Add an instrument to the catalogue, rename or retire it. Raises Refused when the name is taken."""
    check_administer(by)
    instrument = instrument or Instrument()
    instrument.name, instrument.active = name.strip(), active
    try:
        with transaction.atomic():
            instrument.save()
    except IntegrityError as error:
        raise Refused(_("There is an instrument with this name already.")) from error
    return instrument
