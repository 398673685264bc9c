"""Under which key attempts to sign in are counted."""

from django.utils.crypto import salted_hmac


def key(name: str, prefix: str, version: int) -> str:
    """Return what stands in the table for a name that has a visitor's address in it: nobody can read it back."""
    return salted_hmac("wiz.people.attempts", f"{prefix}:{version}:{name}", algorithm="sha256").hexdigest()
