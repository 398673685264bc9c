"""The Dutch is complete: every sentence of the code and the templates, none left over, none doubtful."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from wiz.flags.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale/nl/LC_MESSAGES/django.po"
CODE = ("config", "wiz", "trajecten", "partners", "templates", "static", "locale", "manage.py")


def sentences(po: str) -> dict[str, list[str]]:
    """Return each msgid of a .po text with its translations (one, or one a plural form)."""
    found = {}
    for entry in re.split(r"\n\n+", po):
        lines = [line for line in entry.splitlines() if not line.startswith("#")]
        parts: dict[str, str] = {}
        for line in lines:
            if match := re.match(r"(msg\w+(?:\[\d\])?) (\".*\")$", line):
                current = match[1]
                parts[current] = ast.literal_eval(match[2])
            elif line.startswith('"'):
                parts[current] += ast.literal_eval(line)
        if parts.get("msgid"):
            found[parts["msgid"]] = [text for name, text in parts.items() if name.startswith("msgstr")]
    return found


def test_dutch_translates_every_sentence_and_nothing_else(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("gettext is not installed")
    copy = tmp_path / "copy"
    copy.mkdir()
    for name in CODE:
        source = ROOT / name
        ignore = shutil.ignore_patterns("__pycache__", "*.mo")
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=ignore)
        else:
            shutil.copy(source, copy / name)
    before = sentences(PO.read_text())
    (copy / "locale/nl/LC_MESSAGES/django.po").unlink()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "nl", "--verbosity", "0"],
        cwd=copy,
        check=True,
    )
    wanted = sentences((copy / "locale/nl/LC_MESSAGES/django.po").read_text())
    assert set(wanted) - set(before) == set(), "not in locale/nl yet: run `make messages` and translate"
    assert set(before) - set(wanted) == set(), "left over in locale/nl: run `make messages`"


def test_dutch_has_no_empty_and_no_fuzzy_sentence() -> None:
    text = PO.read_text()
    assert "#, fuzzy" not in text
    assert [msgid for msgid, translations in sentences(text).items() if not all(translations)] == []


def test_dutch_keeps_the_places_that_are_filled_in() -> None:
    places = re.compile(r"%\(\w+\)[sd]|\{\w+\}")
    wrong = [
        (msgid, text)
        for msgid, translations in sentences(PO.read_text()).items()
        for text in translations
        # A plural may name a number that its singular doesn't.
        if set(places.findall(text)) - set(places.findall(msgid))
        and len(translations) == 1
        or "%(bureau)s" in msgid
        and "%(bureau)s" not in text
    ]
    assert wrong == []


def test_dutch_of_when_a_flag_goes_away_ends_the_sentence_it_stands_in():
    """It follows "Dit verdwijnt als", so it starts small and has its verb at the end."""
    with translation.override("nl"):
        closes = [str(rule.closes) for rule in RULES.values()]
    assert closes
    assert [words for words in closes if not words[0].islower()] == []
