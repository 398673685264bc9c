"""Finding a client: by a name however it is typed, a number, a birth date, a BSN; and quickly among many."""

import datetime
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client as Browser
from django.urls import reverse

from tests import make
from wiz.clients import bsn, search
from wiz.clients.actions import change_client
from wiz.clients.models import Client
from wiz.clients.search import Found, bsn_in, find_clients, slips, take_apart
from wiz.people.models import User
from wiz.trust.models import Look

pytestmark = pytest.mark.django_db

BSN = "999990019"


@pytest.fixture
def user() -> User:
    return make.consultant(language="en")


@pytest.fixture
def noor(user: User) -> Client:
    """Noor Verbeek among others, of another consultant."""
    make.client(user, first_name="Anouk", prefix="van den", last_name="Boom", number="20500")
    make.client(user, first_name="Zoë", last_name="Yıldız", number="20501")
    return make.client(
        first_name="Noor", last_name="Verbeek", number="20418", birth_date=datetime.date(1987, 3, 4)
    )


@pytest.fixture
def browser(user: User) -> Browser:
    browser = Browser()
    browser.force_login(user)
    return browser


def look_for(text: str, user: User) -> Found:
    return find_clients(Client.objects.visible_to(user), text, user=user)


def names(pks: list[int]) -> list[str]:
    rows = Client.objects.in_bulk(pks)
    return [rows[pk].name for pk in pks]


def page(response: Any) -> str:
    return response.content.decode()


# What a name is


@pytest.mark.parametrize(
    ("first", "prefix", "last", "plain"),
    [
        ("Noor", "", "Verbeek", " noor  verbeek "),
        ("Zoë", "van 't", "Hof-Ünal", " zoe van t hof unal "),
        ("Zoe\u0308", "", "Łukasz", " zoe  lukasz "),  # two characters that show as one
        ("Chiara", "", "D’Angelo", " chiara  dangelo "),
        ("İpek", "", "Yıldız", " ipek  yildiz "),
        ("Ĳsbrand", "v.d.", "Meer", " ijsbrand v d  meer "),
    ],
)
def test_name_is_made_plain_by_the_database(first, prefix, last, plain):
    client = make.client(first_name=first, prefix=prefix, last_name=last)
    assert Client.objects.get(pk=client.pk).plain_name == plain


def test_plain_name_follows_every_way_of_writing():
    client = make.client()
    Client.objects.filter(pk=client.pk).update(last_name="Ünal")
    assert " unal " in Client.objects.get(pk=client.pk).plain_name
    with connection.cursor() as cursor:
        cursor.execute("UPDATE wiz_client SET last_name = 'Çelik' WHERE id = %s", [client.pk])
    assert " celik " in Client.objects.get(pk=client.pk).plain_name
    Client.objects.bulk_update([Client(pk=client.pk, last_name="Şahin")], ["last_name"])
    assert " sahin " in Client.objects.get(pk=client.pk).plain_name


# What finds her


@pytest.mark.parametrize(
    "text",
    [
        "Noor Verbeek", "verbeek noor", "VERBEEK, Noor", "noor", "verb", "beek", "n v", "verbeek%", "Nóór", "noor verb",
        "20418", "204 18", "04-03-1987", "4-3-1987", "4-3-87", "4/3/1987", "4.3.1987", "1987-03-04", "04031987",
        "noor 4-3-1987", "verbeek 204",
    ],
)  # fmt: skip
def test_find_exactly(text, user, noor):
    assert look_for(text, user) == Found([noor.pk], [], noor.pk)


@pytest.mark.parametrize(
    "text",
    [
        "nor verbeek", "noor verbek", "noor verbeeck", "vrebeek", "noor verbeke", "noro verbeek", "verbeek nnoor",
        "norr", "noor vurbeek", "verbeel noor", "verbeeq",
    ],
)  # fmt: skip
def test_find_with_a_slip_is_said_to_be_alike(text, user, noor):
    found = look_for(text, user)
    assert (found.exact, found.clear) == ([], None)
    assert found.alike[0] == noor.pk


@pytest.mark.parametrize(
    "text",
    [
        "Vermeulen", "noor janssen", "xqzw", "noor 5-3-1987", "31-02-1987", "99999", "%", "_", "n_or", "no%r", "'",
        "\\", "'; drop table wiz_client --", "?", "-", "00-00-0000", "4-3-1887", "٢٠٤١٨", "a" * 100,
        " ".join("abcdefghij"), "20418 20500",
    ],
)  # fmt: skip
def test_find_nobody(text, user, noor):
    assert look_for(text, user) == Found([], [], None)


@pytest.mark.parametrize("text", ["yildiz", "Yıldız", "YILDIZ", "zoe", "zoë", "Zoe\u0308"])
def test_find_with_and_without_accents(text, user, noor):
    assert names(look_for(text, user).exact) == ["Zoë Yıldız"]


@pytest.mark.parametrize("text", ["van den boom", "v.d. boom", "vd boom", "boom, anouk van den", "v/d Boom"])
def test_find_with_what_stands_between(text, user, noor):
    assert names(look_for(text, user).exact) == ["Anouk van den Boom"]


def test_find_nothing_typed(user, noor):
    for text in ("", "   "):
        assert look_for(text, user) == Found([], [], None)


def test_find_whole_words_before_beginnings_before_pieces_before_likenesses(user):
    for last_name in ("Terbos", "Bosman", "Bos", "Bors"):
        make.client(first_name="Kim", last_name=last_name)
    found = look_for("bos", user)
    assert names(found.exact) == ["Kim Bos", "Kim Bosman", "Kim Terbos"]
    assert names(found.alike) == ["Kim Bors"]


def test_find_own_first_among_equals_only(user):
    make.client(first_name="Anna", last_name="Bos")
    make.client(user, first_name="Kim", last_name="Bos")
    make.client(user, first_name="Anna", last_name="Bosman")
    assert names(look_for("bos", user).exact) == ["Kim Bos", "Anna Bos", "Anna Bosman"]


def test_find_own_first_beyond_what_is_read(user, monkeypatch):
    monkeypatch.setattr(search, "READ_AT_MOST", 2)
    for _number in range(4):
        make.client(first_name="Anna", last_name="Bos")
    make.client(user, first_name="Kim", last_name="Bos")
    assert names(look_for("bos", user).exact)[0] == "Kim Bos"


def test_find_the_number_itself_before_longer_ones(user):
    client = make.client(number="20418")
    longer = make.client(number="204180")
    found = look_for("20418", user)
    assert (set(found.exact), found.clear) == ({client.pk, longer.pk}, client.pk)


def test_find_a_number_with_letters(user):
    client = make.client(number="K12-X")
    for text in ("K12", "k12-x"):
        assert look_for(text, user).clear == client.pk


def test_eight_digits_are_a_birth_date_or_a_number(user, noor):
    other = make.client(number="04031987")
    assert set(look_for("04031987", user).exact) == {noor.pk, other.pk}


def test_find_what_is_alike_with_the_nearest_first(user):
    """Her own only among equals: else they would stand before the one who was meant."""
    make.client(user, first_name="Noor", prefix="van der", last_name="Verbeek-Haverkamp")
    make.client(first_name="Noor", last_name="Verbeek")
    make.client(user, first_name="Noor", last_name="Verbeek")
    found = look_for("noor vrebeek", user)
    assert names(found.alike) == ["Noor Verbeek", "Noor Verbeek", "Noor van der Verbeek-Haverkamp"]
    assert Client.objects.get(pk=found.alike[0]).consultant == user


def test_find_only_what_is_visible(noor):
    for somebody in (make.worker(), make.administrator()):
        assert look_for("verbeek", somebody) == Found([], [], None)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        (BSN, BSN), ("9999 90 019", BSN), ("9999.90.019", BSN), ("04031987", None), ("20418", None),
        ("123456789", None), ("verbeek", None), ("999990019 noor", None),
    ],
)  # fmt: skip
def test_bsn_in_what_was_typed(text, digits):
    assert bsn_in(text) == digits


def test_slips_of_a_word():
    assert slips("ab") == []
    assert slips("van") == []  # half the city
    assert set(slips("nor")) == {"onr", "nro", "n_or", "no_r"}
    assert "ja_sen" in slips("jansen")
    assert {each for each in slips("westerhof") if "_" in each} == set()  # its likeness finds it


def test_take_apart_keeps_a_few_words():
    assert take_apart("a b c d e f g h").words == list("abcdef")


# The page


def find(browser: Browser, words: str) -> Any:
    return browser.post(reverse("find"), {"q": words})


def test_page_of_what_is_alike_says_so(browser, noor):
    make.client(first_name="Noor", last_name="Verbeke")
    shown = page(browser.get(find(browser, "verbeak").url))
    assert "Nobody is called exactly “verbeak”" in shown
    assert "Noor Verbeek" in shown


def test_page_does_not_go_straight_to_somebody_who_is_only_alike(browser, noor):
    assert find(browser, "vrebeek").url == reverse("find")


def test_page_of_exact_and_alike_keeps_them_apart(browser):
    for last_name in ("Bos", "Bosman", "Bors"):
        make.client(first_name="Kim", last_name=last_name)
    context = browser.get(find(browser, "bos").url).context
    assert [client.last_name for client in context["exact"]] == ["Bos", "Bosman"]
    assert [client.last_name for client in context["alike"]] == ["Bors"]
    assert not context["nobody_exactly"]


def test_page_of_many_is_paged(browser, user):
    for _number in range(27):
        make.client(user, last_name="Bos")
    url = find(browser, "bos").url
    assert len(browser.get(url).context["exact"]) == 25
    assert len(browser.get(url, {"page": 2}).context["exact"]) == 2


def test_very_long_text_is_cut(browser, noor):
    assert find(browser, "verbeek " * 5000).url == reverse("client", args=[noor.pk])


def test_search_by_bsn_is_recorded_found_or_not(browser, user, noor):
    change_client(noor, {}, children=[], bsn_digits=BSN, by=user, at=make.at("2026-01-06"))
    assert find(browser, "9999 90 019").url == reverse("client", args=[noor.pk])
    assert "Nobody here has this BSN." in page(browser.get(find(browser, "111222333").url))
    looks = Look.objects.order_by("pk").values_list("what", "client", "user")
    assert list(looks) == [("bsn_search", noor.pk, user.pk), ("bsn_search", None, user.pk)]
    assert "111222333" not in str(dict(browser.session))


def test_search_by_bsn_leaves_nothing_of_the_search_before(browser, noor):
    find(browser, "xqzw")
    assert "xqzw" not in page(browser.get(find(browser, "111222333").url))


def test_nine_digits_may_be_a_client_number(browser):
    client = make.client(number="111222333")
    assert find(browser, "111222333").url == reverse("client", args=[client.pk])


def test_a_search_by_name_is_not_recorded_as_a_look(browser, noor):
    browser.get(find(browser, "vrebeek").url)
    assert not Look.objects.exists()


# Quickly: every way in is answered by an index. Many rows, real statistics, nothing switched off. (With half as many
# the database rightly reads them all for a slip in each of two words.)

MANY = {
    "number": "(500000 + n)::text",
    "first_name": "(array['Noor', 'Anna', 'Mohamed', 'Kim', 'Zoë', 'Hüseyin', 'Jan'])[1 + n % 7]",
    "prefix": "(array['', '', 'van', 'de', 'van der'])[1 + n % 5]",
    "last_name": """
        (array['Ver', 'Hoog', 'Lange', 'Wester', 'Klein', 'Bosch', 'Molen', 'Duin', 'Linde'])[1 + n % 9]
        || (array['beek', 'berg', 'man', 'stra', 'huis', 'kamp', 'veld', 'dijk', 'hof', 'donk', 'laar'])[1 + n % 11]
        || (array['', 's', 'er', 'en', '-Smit', '-Öztürk', '-Vos'])[1 + n / 1000 % 7]""",
    "birth_date": "date '1960-01-01' + n % 16000",
    "form_key": "gen_random_uuid()",
    "bsn_cipher": "'\\x00'::bytea",
    "bsn_fingerprint": "md5(n::text)",
}


@pytest.fixture(scope="module")
def many(django_db_setup: None, django_db_blocker: Any) -> Iterator[User]:
    """A hundred and twenty thousand clients, in all else like one that is there; made once, taken away at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        user = make.consultant(language="en")
        fill(make.client(user))
        yield user
        transaction.set_rollback(True)


def fill(one: Client) -> None:
    same = [
        f.column
        for f in Client._meta.concrete_fields
        if f.column not in {"id", "plain_name", "sort_name", *MANY}
    ]
    with connection.cursor() as cursor:
        # Made again afterwards: that is quicker, and leaves out what earlier tests left behind.
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = %s", [NAME])
        made_by = cursor.fetchone()[0]
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"DROP INDEX {NAME}")
        cursor.execute(
            f"INSERT INTO wiz_client ({', '.join([*MANY, *same])}) SELECT {', '.join([*MANY.values(), *same])}".replace(
                "%", "%%"
            )
            + " FROM wiz_client, generate_series(1, 120000) AS n WHERE id = %s",
            [one.pk],
        )
        cursor.execute(made_by)
        cursor.execute("ANALYZE wiz_client")


def plans(user: User, text: str) -> list[dict[str, Any]]:
    """Return the plans of the queries that answer what was typed."""
    asked = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if 'FROM "wiz_client"' in sql:
            asked.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        look_for(text, user)
    found = []
    with connection.cursor() as cursor:
        for sql, params in asked:
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
            found.append(cursor.fetchone()[0])
    return [json.loads(plan) if isinstance(plan, str) else plan for plan in found]


def how(user: User, text: str) -> tuple[set[str], bool]:
    """Return the indexes used, and whether any query reads all clients."""
    words = json.dumps(plans(user, text))
    assert words != "[]"
    return set(re.findall(r'"Index Name": "(\w+)"', words)), '"Seq Scan"' in words


NAME, BORN, NUMBER = "client_name_words", "client_birth_date", "wiz_client_number"
WAYS = {
    "verbeek": NAME, "noor verbeek": NAME, "v.d. linde": NAME, "hoogdonk": NAME, "noor h": NAME, "verbeek-öztürk": NAME,
    "vrebeeker": NAME, "nor verbek": NAME, "langeberk": NAME, "xqzw": NAME, "huseyin westerhuys": NAME,
    "4-3-1987": BORN, "1987-03-04": BORN, "verbeek 4-3-1987": BORN, "50123": NUMBER, "501234": NUMBER,
}  # fmt: skip


def test_every_way_in_uses_its_index(many):
    """Asserts on the plans the database makes of itself, of every query of the search."""
    ways = {text: how(many, text) for text in WAYS}
    assert [text for text, (_indexes, reads_all) in ways.items() if reads_all] == []
    for text, index in WAYS.items():
        assert any(used.startswith(index) for used in ways[text][0]), (text, ways[text])
    indexes, reads_all = how(many, "04031987")  # a birth date or a number
    assert BORN in indexes
    assert any(used.startswith(NUMBER) for used in indexes)
    assert not reads_all
    plan = Client.objects.filter(bsn_fingerprint=bsn.fingerprint(BSN)).explain()
    assert "client_bsn_once" in plan
    # A word in every fifth name is no case for an index: the first thousand rows are enough, and nobody waits.
    assert len(look_for("van", many).exact) == search.AT_MOST + 1


def test_a_dropped_index_is_noticed(many):
    for index, text in ((NAME, "vrebeek"), (NAME, "hoogdonk"), (BORN, "4-3-1987")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP INDEX {index}")
            assert how(many, text) == (set(), True)
            transaction.set_rollback(True)
        assert not how(many, text)[1]
