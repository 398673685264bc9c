"""What a password must be, in words Django's Dutch does not have."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LengthValidator(MinimumLengthValidator):
    def get_error_message(self) -> str:
        return _("Too short: a password has at least %(n)s characters.") % {"n": self.min_length}
