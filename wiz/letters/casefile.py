"""What letters add to a client's case file."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind, matter
from wiz.casefile.frame import tab
from wiz.casefile.panels import panel
from wiz.clients.models import Client
from wiz.letters.models import Letter
from wiz.people.models import User
from wiz.ui.lists import at_most

matter("letter", _("Letters"), subject_page="letter")
event_kind("letter-made", _("Letter made: %(letter)s"))
event_kind("letter-sent", _("Letter sent on %(day)s (%(how)s): %(letter)s"), how=Letter.How)
event_kind(
    "letter-corrected",
    _("Put right when a letter was sent: on %(day)s, not on %(was)s (%(how)s). %(letter)s. %(reason)s"),
    how=Letter.How,
)
event_kind("letter-dropped", _("Letter not sent: %(letter)s. %(reason)s"))

tab("letters", _("Letters"), place=60)

WAITING = 4  # on the client's page; her letters show more


def letters_panel(client: Client, user: User, today: datetime.date) -> dict[str, Any]:
    """Return the letters that wait to be sent; one query. Nothing is shown when none does."""
    waiting = Letter.objects.visible_to(user).filter(client=client).to_be_sent().only("subject", "made_at")
    shown, more = at_most(waiting, WAITING)
    return {"client": client, "today": today, "letters": shown, "more": more}


panel("letters", _("Letters to be sent"), "letters/_panel.html", letters_panel, place=15, aside=True)
