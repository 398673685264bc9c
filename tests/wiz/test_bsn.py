"""The citizen service number. 111222333, 123456782 and 999990019 pass the eleven-test by hand:
9·1+8·1+7·1+6·2+5·2+4·2+3·3+2·3−1·3 = 66, 9+16+21+24+25+24+21+16−2 = 154, 81+72+63+54+45+0+0+2−9 = 308.
"""

import pytest
from django.db import connection

from tests import make
from wiz.actions import Refused
from wiz.clients import bsn
from wiz.clients.actions import add_client, reveal_bsn
from wiz.clients.models import Client
from wiz.trust.models import Look


@pytest.mark.parametrize("typed", ["111222333", "123456782", "999990019"])
def test_normalise_keeps_a_number_that_passes(typed):
    assert bsn.normalise(typed) == typed


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("1112.22.333", "111222333"),
        ("111 222 333", "111222333"),
        ("111-222-333", "111222333"),
        # 0·9 + 1·8 + 2·7 + 3·6 + 4·5 + 5·4 + 6·3 + 7·2 − 2 = 110
        ("12345672", "012345672"),
    ],
)
def test_normalise_takes_how_people_write_it(typed, digits):
    assert bsn.normalise(typed) == digits


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "000000000",
        "00000000",
        "111222334",  # one more: 65
        "111222323",  # one digit wrong
        "111223233",  # two swapped
        "1112223",  # too short
        "1112223330",  # too long
        "111222333\n",
        "111222333a",
        "１１１２２２３３３",  # full width
        "١١١٢٢٢٣٣٣",  # Arabic-Indic
        "111222₃33",
        "+111222333",
        "111\u00a0222\u00a0333",
    ],
)
def test_normalise_refuses_what_is_no_number(typed):
    assert bsn.normalise(typed) is None


def test_every_single_wrong_digit_is_noticed():
    right = "123456782"
    for place in range(9):
        for digit in "0123456789":
            if digit != right[place]:
                assert bsn.normalise(right[:place] + digit + right[place + 1 :]) is None


def test_mask_shows_the_last_three_only():
    assert bsn.mask("123456782") == "•••••• 782"


def test_encrypt_gives_back_the_number_and_differs_every_time():
    first, second = bsn.encrypt("123456782"), bsn.encrypt("123456782")
    assert bsn.decrypt(first) == bsn.decrypt(second) == "123456782"
    assert first != second
    assert b"123456782" not in first


def test_fingerprint_finds_the_same_number_only_with_the_key(settings):
    before = bsn.fingerprint("123456782")
    assert before == bsn.fingerprint("123456782") != bsn.fingerprint("111222333")
    settings.BSN_KEY = "another key"
    assert bsn.fingerprint("123456782") != before


@pytest.mark.django_db
def test_a_client_stores_no_readable_number():
    client = make.client()
    consultant = client.consultant
    fields = {"first_name": "Ada", "last_name": "Smit", "municipality": client.municipality}
    other = add_client(fields, bsn_digits="123456782", by=consultant, at=make.at("2026-02-02"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT wiz_client::text FROM wiz_client WHERE id = %s", [other.pk])
        assert "123456782" not in cursor.fetchone()[0]
        # A hexadecimal dump would hide it from the line above.
        cursor.execute(
            "SELECT position(%s in bsn_cipher) FROM wiz_client WHERE id = %s", [b"123456782", other.pk]
        )
        assert cursor.fetchone()[0] == 0
    assert Client.objects.get(bsn_fingerprint=bsn.fingerprint("123456782")) == other


@pytest.mark.django_db
def test_add_client_refuses_a_number_that_somebody_has():
    client = make.client()
    fields = {"first_name": "Ada", "last_name": "Smit", "municipality": client.municipality}
    add_client(fields, bsn_digits="123456782", by=client.consultant, at=make.at("2026-02-02"))
    with pytest.raises(Refused, match="BSN"):
        add_client(fields, bsn_digits="123456782", by=client.consultant, at=make.at("2026-02-03"))


@pytest.mark.django_db
def test_reveal_bsn_is_recorded_and_not_for_a_bureau():
    client = make.client()
    fields = {"first_name": "Ada", "last_name": "Smit", "municipality": client.municipality}
    ada = add_client(fields, bsn_digits="123456782", by=client.consultant, at=make.at("2026-02-02"))
    assert reveal_bsn(ada, by=client.consultant, at=make.at("2026-02-03")) == "123456782"
    look = Look.objects.get(what=Look.What.BSN)
    assert (look.user, look.client_id) == (client.consultant, ada.pk)
    with pytest.raises(Refused):
        reveal_bsn(ada, by=make.worker(), at=make.at("2026-02-03"))
    assert Look.objects.filter(what=Look.What.BSN).count() == 1
