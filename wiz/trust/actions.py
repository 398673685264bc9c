"""Recording looks."""

import datetime

from wiz.clients.models import Client
from wiz.people.models import User
from wiz.trust.models import Look


def record_look(
    user: User, what: Look.What, client: Client | int, *, at: datetime.datetime, subject_id: int | None = None
) -> None:
    """Record that `user` saw personal data of a client. No record, no look: call it before showing."""
    Look(user=user, what=what, client_id=getattr(client, "pk", client), subject_id=subject_id, at=at).save()
