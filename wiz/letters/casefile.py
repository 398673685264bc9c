"""What letters add to a client's case file."""

from django.utils.translation import gettext_lazy as _

from wiz.casefile.events import event_kind, matter
from wiz.letters.models import Letter

matter("letter", _("Letters"))
event_kind("letter-made", _("Letter made: %(letter)s"))
event_kind("letter-sent", _("Letter sent on %(day)s (%(how)s): %(letter)s"), how=Letter.How)
event_kind(
    "letter-corrected",
    _("Put right when a letter was sent: on %(day)s, not on %(was)s (%(how)s). %(letter)s. %(reason)s"),
    how=Letter.How,
)
event_kind("letter-dropped", _("Letter not sent: %(letter)s. %(reason)s"))
