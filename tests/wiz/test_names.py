"""People stand in a list where Dutch people look for them, whatever the server's own alphabet."""

import random

import pytest
from django.db import connection
from django.urls import reverse

from tests import make
from wiz.clients.models import Client
from wiz.people.actions import add_team
from wiz.people.models import Municipality, Organisation, Team, User

pytestmark = pytest.mark.django_db

# (first name, prefix, last name) in the order of a Dutch list: surname, then prefix, then first name.
IN_ORDER = [
    ("Nour", "Al", "Ahmad"),
    ("Ömer", "", "Akın"),
    ("Fatima", "El", "Amrani"),
    ("Charles", "d'", "Artagnan"),
    ("Zoë", "", "Bakker"),
    ("Anna", "", "Bakker-de Vries"),
    ("Anna", "", "Bakkers"),
    ("Anna", "", "Berg"),
    ("Bob", "", "Berg"),
    ("Anna", "van den", "Berg"),
    ("Anna", "van der", "Berg"),
    ("anna", "Van der", "berg"),
    ("Ayşe", "", "Çelik"),
    ("Karel", "", "Dijkstra"),
    ("Anna", "", "Dykstra"),
    ("Josée", "", "Évora"),
    ("Miriam", "", "Ibrahim"),
    ("Youssef", "el", "Idrissi"),
    ("Anna", "", "IJzerman"),
    ("Anna", "", "Ikink"),
    ("Gülsüm", "", "Öztürk"),
    ("Anna", "", "Özyurt"),
    ("Anna", "de", "Vries"),
    ("Bram", "de", "Vries"),
    ("Łukasz", "", "Yarar"),
    ("Anna", "", "Yıldız"),
    ("Anna", "", "Zwart"),
]  # fmt: skip


def test_clients_are_sorted_as_dutch_people_expect():
    user = make.consultant()
    shuffled = random.Random(1).sample(IN_ORDER, len(IN_ORDER))
    Client.objects.bulk_create(
        Client(number=str(n), first_name=first, prefix=prefix, last_name=last, consultant=user,
               municipality=Municipality.objects.get_or_create(name="Maasdal")[0])
        for n, (first, prefix, last) in enumerate(shuffled)
    )  # fmt: skip
    found = Client.objects.values_list("first_name", "prefix", "last_name")
    # Anna van der Berg and anna Van der berg are the same to an alphabet.
    assert [" ".join(name).lower() for name in found] == [" ".join(name).lower() for name in IN_ORDER]


@pytest.mark.parametrize(
    ("typed", "apart"),
    [
        (("", "van der Berg"), ("van der", "Berg")),
        (("", "Van den  Berg"), ("van den", "Berg")),
        (("", "d’Artagnan"), ("d'", "Artagnan")),
        (("", "'s-Gravesande"), ("'s", "Gravesande")),
        (("", "El-Amrani"), ("el", "Amrani")),
        (("", "in 't Veld"), ("in 't", "Veld")),
    ],
)
def test_a_prefix_typed_into_the_surname_is_passed_over_too(typed: tuple[str, str], apart: tuple[str, str]):
    keys = []
    for prefix, last in (typed, apart):
        with connection.cursor() as cursor:
            cursor.execute("SELECT wiz_filed(%s, %s, 'Anna')", [last, prefix])
            keys.append([" ".join(part.split()) for part in cursor.fetchone()[0].split("\t")])
    assert keys[0] == keys[1]


def test_a_surname_that_is_a_prefix_stays_one():
    client = make.client(first_name="Anna", last_name="Los")
    assert client.sort_name == "los\t\tanna"


def test_a_name_in_one_column_is_sorted_by_its_surname():
    in_order = [
        "Fatima El Amrani", "Jan Peter Bakker", "Anna Bakker - de Vries", "Anna Bakkers", "Anna van Dijk-de Boer",
        "Loes d'Hondt", "Madonna", "Jan-Willem de la Rey", "Şeyma Şahin", "Natasja in 't Veld", "De Vries",
        "Zoë de Vries",
    ]  # fmt: skip
    for name in reversed(in_order):
        make.consultant(name=name)
    assert list(User.objects.filter(name__in=in_order).values_list("name", flat=True)) == in_order


def test_the_key_follows_every_way_of_writing():
    client = make.client(last_name="Aalders")
    Client.objects.filter(pk=client.pk).update(prefix="van", last_name="Zanten")
    assert Client.objects.get().sort_name.startswith("zanten\tvan\t")
    Client.objects.bulk_update([Client(pk=client.pk, last_name="Óver")], ["last_name"])
    assert Client.objects.get().sort_name.startswith("over\t")


def test_lists_of_names_disregard_capitals_and_accents():
    names = ["Årdal", "école", "Één", "Zuid"]
    for name in reversed(names):
        make.bureau(name=name)
        add_team(name=name, by=make.administrator())
    assert list(Team.objects.values_list("name", flat=True)) == names
    assert list(Organisation.objects.filter(name__in=names).values_list("name", flat=True)) == names


def test_the_caseload_by_name_is_in_that_order_and_read_from_its_index(client):
    user = make.consultant(language="en")
    for prefix, last in (("", "Zwart"), ("van der", "Berg"), ("de", "Vries"), ("", "Çelik")):
        make.client(user, first_name="Anna", prefix=prefix, last_name=last)
    client.force_login(user)
    rows = client.get(reverse("caseload") + "?op=naam").context["clients"]
    assert [row.last_name for row in rows] == ["Berg", "Çelik", "Vries", "Zwart"]
    with connection.cursor() as cursor:
        # So few rows are sorted faster than they are found in order: only what cannot do without a sort has one now.
        cursor.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off")
        asked = Client.objects.filter(consultant=user).order_by("sort_name", "pk")[:100]
        assert "Sort" not in asked.explain()
        assert "Sort" not in Client.objects.order_by("sort_name", "pk")[:100].explain()
