"""What `make bench` measures with: rounds, verdicts, the table, and how a database is copied."""

import os
import subprocess
import sys

import pytest

from bench import table
from bench.__main__ import SIZES, production
from bench.databases import ROOT
from bench.figures import HOLDS, MISSES, UNSTEADY, VOID, Book, Limit, figure, read
from bench.rounds import beside, measure, p95, rounds


def blocks(a, b):
    """Return blocks that take given seconds, and the list of the order in which they ran."""
    order = []

    def block(name, seconds):
        def run():
            order.append(name)
            return [seconds]

        return run

    return block("A", a), block("B", b), order


def test_a_round_is_the_same_forwards_and_backwards():
    a, b, order = blocks(3.0, 1.5)
    measured = measure(a, b, number=2)
    assert "".join(order) == "ABAABA" * 2
    assert (measured.ratio, measured.control, measured.rounds, measured.requests) == (2.0, 1.0, 2, 1)


def test_drift_within_a_round_falls_on_both_sides_alike():
    clock = iter(range(10, 100))
    drifting = rounds(lambda: [float(next(clock))], {"b": lambda: [float(next(clock))]}, number=3)
    measured = beside(drifting, "b", of=sum)
    assert (measured.ratio, measured.control) == (1.0, 1.0)


def test_fewer_rounds_are_made_when_time_is_up():
    a, b, _order = blocks(1.0, 1.0)
    assert measure(a, b, number=9, seconds=0).rounds == 3


def test_the_95th_of_a_hundred():
    assert p95([float(n) for n in range(1, 101)]) == 95


@pytest.mark.parametrize(
    ("a", "again", "limit", "verdict"),
    [(2.0, 2.0, 2, HOLDS), (2.1, 2.1, 2, MISSES), (1.0, 1.5, 2, UNSTEADY), (3.0, 2.0, 2, UNSTEADY)],
)
def test_a_verdict_is_given_only_on_a_steady_machine(a, again, limit, verdict):
    times = iter([a, again, again, a])
    measured = measure(lambda: [next(times)], lambda: [1.0], number=1)
    assert figure("x", "a thing", measured, limit=Limit(limit))["verdict"] == verdict


def test_a_figure_that_fails_is_void_and_the_next_goes_on(tmp_path, capsys):
    book = Book(tmp_path / "tiny.jsonl", "tiny")
    book.attempt("wrong", "a thing", lambda: 1 / 0)
    book.attempt(
        "right", "another", lambda: figure("right", "another", None, value=0, unit="rows", limit=Limit(0))
    )
    first, second = read(book.path)
    assert (first["verdict"], second["verdict"]) == (VOID, HOLDS)
    assert "ZeroDivisionError" in table.line(first)
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_parts_of_one_commit_stand_in_one_table_and_another_commit_has_its_own():
    def part(commit, *names, load=0.1):
        return [{"size": "tiny", "machine": {"commit": commit, "load": load}}, *({"name": n} for n in names)]

    made = table.runs([part("a", "one"), part("b", "two"), part("a", "three", load=2.0)])
    assert [[row.get("name") for row in run] for run in made] == [[None, "one", "three"], [None, "two"]]


def test_the_page_has_a_place_for_each_size_and_keeps_the_rest():
    page = (ROOT / "docs" / "speed.md").read_text()
    for size in ("small", "medium"):
        changed = table.put(page, size, "| one |\n")
        assert "| one |" in changed
        assert table.put(changed, size, "| two |\n") == table.put(page, size, "| two |\n")
    with pytest.raises(ValueError, match="huge"):
        table.put(page, "huge", "")


def test_the_program_starts_with_what_a_run_gives_it(monkeypatch):
    for name in ("WIZ_ENV", "SECRET_KEY", "WIZ_BSN_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "LOG_LEVEL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    with production(SIZES["tiny"]):
        code = "import django; django.setup(); import bench.urls"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=os.environ, check=False)
    assert done.returncode == 0
