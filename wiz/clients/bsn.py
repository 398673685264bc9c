"""The citizen service number (burgerservicenummer): checked, stored encrypted, found by a keyed hash.

A BSN never stands in a URL, a title, a log or a mail, and no partner ever sees one (Wabb; UAVG art. 46).
"""

import base64
import hashlib
import hmac
import re

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


def normalise(text: str) -> str | None:
    """Return the nine digits somebody typed (dots and spaces allowed, eight get a leading zero), or None.

    None also for a number that fails the eleven-test. Only ASCII digits count: other scripts' digits look alike.
    """
    digits = re.sub(r"[ .\-]", "", text)
    if not re.fullmatch(r"[0-9]{8,9}", digits):
        return None
    digits = digits.zfill(9)
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, digits, strict=True))
    return digits if total % 11 == 0 and digits != "000000000" else None


def mask(digits: str) -> str:
    return f"•••••• {digits[-3:]}"


def encrypt(digits: str) -> bytes:
    return _cipher().encrypt(digits.encode())


class Unreadable(Exception):
    """The number was encrypted with another key than this installation has now."""


def decrypt(ciphertext: bytes) -> str:
    """Return the nine digits. Raises Unreadable when the key has changed since they were stored."""
    try:
        return _cipher().decrypt(ciphertext).decode()
    except InvalidToken as error:
        raise Unreadable from error


def fingerprint(digits: str) -> str:
    """Return a keyed hash that finds the client of a BSN without storing it readable."""
    return hmac.new(_key(b"find"), digits.encode(), hashlib.sha256).hexdigest()


def key_check() -> str:
    """Return what shows whether another installation has the same key, without showing the key."""
    return _key(b"check").hex()[:16]


def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(_key(b"encrypt")))


def _key(purpose: bytes) -> bytes:
    return hmac.new(settings.BSN_KEY.encode(), purpose, hashlib.sha256).digest()
