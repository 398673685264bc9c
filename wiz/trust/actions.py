"""Recording looks."""

import datetime

from wiz.clients.models import Client
from wiz.people.models import User
from wiz.trust.models import Look


def record_look(
    user: User,
    what: Look.What,
    client: Client | int | None,
    *,
    at: datetime.datetime,
    subject_id: int | None = None,
) -> None:
    """Record that `user` saw personal data of a client. No record, no look: call it before showing.

    A search by BSN that found nobody is a look at nobody; the BSN itself is not kept.
    """
    Look(user=user, what=what, client_id=getattr(client, "pk", client), subject_id=subject_id, at=at).save()
