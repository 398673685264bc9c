"""What is read is bound and prepared by the database, what is written goes as one text."""

import pghistory
import pytest
from django.db import connection
from django.db.models import Value

from tests import make
from wiz.clients.models import Client

pytestmark = pytest.mark.django_db
TIMES = 6


def prepared(words):
    """Return the statements with these words that the database keeps for this connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE strpos(statement, %s) > 0"
            " AND strpos(statement, 'pg_prepared_statements') = 0",
            [words],
        )
        return [statement for (statement,) in cursor.fetchall()]


def test_what_is_read_again_and_again_is_prepared_apart_from_its_values():
    for number in range(TIMES):
        assert list(Client.objects.filter(city="", street=f"100 % %s {number}")) == []
    (statement,) = prepared('FROM "wiz_client"')
    assert "$2" in statement
    assert "100 %" not in statement


def test_what_is_written_in_front_of_its_history_is_one_text():
    client = make.client()
    with pghistory.context(user=client.consultant_id):
        for number in range(TIMES):
            Client.objects.filter(pk=client.pk).update(city=f"100 % %s 'dorp' {number}")
    assert prepared('UPDATE "wiz_client"') == prepared("set_config") == []
    assert connection.settings_dict["OPTIONS"]["prepare_threshold"] < TIMES
    client.refresh_from_db()
    assert client.city == f"100 % %s 'dorp' {TIMES - 1}"


def test_several_statements_without_values_may_stand_in_one_text():
    with connection.cursor() as cursor:
        for _time in range(TIMES):
            cursor.execute("SELECT 1; SELECT '100 %'")
            assert cursor.nextset()
            assert cursor.fetchone() == ("100 %",)


def test_what_was_asked_can_be_read_in_the_log_of_queries(django_assert_num_queries):
    with django_assert_num_queries(TIMES) as asked:
        for number in range(TIMES):
            assert Client.objects.annotate(words=Value("so")).filter(city=f"Dorp {number}").first() is None
    assert [f"Dorp {number}" in query["sql"] for number, query in enumerate(asked)] == [True] * TIMES
