"""The table of settings in docs/running.md: nothing missing, nothing invented."""

import re
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
# Said to the program by those who start it, and of no use to people.
OWN = {"DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR"}
SETTINGS = (ROOT / "config" / "settings.py").read_text()


def rows() -> dict[str, str]:
    """Return the names in the table, with the marks behind them."""
    text = (ROOT / "docs" / "running.md").read_text()
    table = text.partition("## Environment variables")[2].partition("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name: marks for cell in first for name, marks in re.findall(r"`(\w+)`([ *†]*)", cell)}


def read_by_the_program() -> set[str]:
    places = [ROOT / "gunicorn.conf.py", *(ROOT / "config").glob("*.py"), *(ROOT / "wiz").rglob("*.py")]
    calls = r'(?:env(?:\.\w+)?|given|required|environ\.get)\(\s*"([A-Z_]+)"|environ\["([A-Z_]+)"\]'
    return {one or other for path in places for one, other in re.findall(calls, path.read_text())}


def test_table_has_every_setting_the_program_reads_and_no_other():
    assert set(rows()) == read_by_the_program() - OWN


def test_table_marks_what_production_needs_and_what_may_be_a_file():
    marks = rows()
    assert {name for name, mark in marks.items() if "*" in mark} == set(
        re.findall(r'required\("(\w+)"\)', SETTINGS)
    )
    by_file = set(re.findall(r'(?:required|given)\("(\w+)"\)', SETTINGS))
    assert {name for name, mark in marks.items() if "†" in mark} == by_file
