"""A helpdesk with a ticket for each client, and its overdue job. A process of its own, with its own settings.

python -m bench.peers.helpdesk fill CLIENTS EACH PASSWORD
python -m bench.peers.helpdesk escalate          prints seconds and tickets; begins as `fill` left it
"""

import json
import os
import sys
import time

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "bench.peers.helpdesk_settings"
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.contrib.auth.models import User  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from helpdesk.models import FollowUp, Queue, Ticket  # noqa: E402

OVERDUE = 33  # one in so many
ESCALATE_DAYS = 10
TICKETS = """
    INSERT INTO helpdesk_ticket (title, queue_id, created, modified, submitter_email, assigned_to_id, status, on_hold,
                                 description, priority, due_date, secret_key)
    SELECT 'Client ' || n, %(queue)s, now() - interval '1 day' * CASE WHEN n %% %(overdue)s = 0 THEN 60 ELSE 2 END,
           now(), 'client' || n || '@example.org', %(first)s + (n - 1) / %(each)s, 1, false,
           'What this client needs, in a sentence or two.', 3, now() + (n %% 90 - 30) * interval '1 day', md5(n::text)
    FROM generate_series(1, %(clients)s) AS n
"""


def fill(clients: int, each: int, password: str) -> None:
    """Make staff with `each` open tickets, of which one in thirty-three is old enough to escalate."""
    queue = Queue.objects.create(title="Work", slug="work", escalate_days=ESCALATE_DAYS)
    hashed = make_password(password)
    for n in range(-(-clients // each)):
        # One by one, as signing up does: the helpdesk gives each user settings of her own.
        User.objects.create(
            username=f"consultant{n}", email=f"consultant{n}@example.org", password=hashed, is_staff=True,
            first_name="Consultant", last_name=str(n),
        )  # fmt: skip
    first = User.objects.order_by("pk").values_list("pk", flat=True)[0]
    facts = {"queue": queue.pk, "overdue": OVERDUE, "first": first, "each": each, "clients": clients}
    with connection.cursor() as cursor:
        cursor.execute(TICKETS, facts)
        cursor.execute("VACUUM ANALYZE")
    assert Ticket.objects.count() == clients


def escalate() -> None:
    """Run the job once over every ticket that is due for it, and print how long it took."""
    FollowUp.objects.all().delete()
    Ticket.objects.update(priority=3, last_escalation=None)
    started = time.perf_counter()
    call_command("escalate_tickets")
    seconds = time.perf_counter() - started
    done = Ticket.objects.filter(last_escalation__isnull=False, priority=2).count()
    assert done == Ticket.objects.count() // OVERDUE == FollowUp.objects.count()
    print(json.dumps({"seconds": seconds, "items": done}))


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
    else:
        escalate()
