"""Sentences of the libraries that our users read, so that our own translation speaks for them.

Their Dutch is informal or official by turns; our catalogue comes before theirs. Nothing reads this list but
the collector of messages.
"""

from django.utils.translation import gettext_noop as _

FROM_LIBRARIES = [
    # Django's form fields
    _("This field is required."),
    _("Select a valid choice. That choice is not one of the available choices."),
    _("Select a valid choice. %(value)s is not one of the available choices."),
    _("Enter a whole number."),
    _("Enter a number."),
    _("Enter a valid email address."),
    # allauth's pages
    _("Email"),
    _("Password (again)"),
    _("New Password (again)"),
    _("The email address and/or password you specified are not correct."),
    _("Too many failed login attempts. Try again later."),
    _("This account is currently inactive."),
    _("Please type your current password."),
    _("You must type the same password each time."),
    _("The password reset token was invalid."),
]
