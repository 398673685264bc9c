"""The Dutch is complete: every sentence of the code and the templates, none left over, none doubtful."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.utils import translation

from tests.sentences import Entry, entries, faults, spoken, untranslated
from wiz.flags.rules import RULES

ROOT = Path(__file__).resolve().parent.parent
PO = ROOT / "locale/nl/LC_MESSAGES/django.po"
CODE = ("config", "wiz", "trajecten", "partners", "templates", "static", "locale", "manage.py")


def ids(po: str) -> set[tuple[str, ...]]:
    return {(entry.context, *entry.english) for entry in entries(po)}


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
    before = ids(PO.read_text())
    (copy / "locale/nl/LC_MESSAGES/django.po").unlink()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "--locale", "nl", "--verbosity", "0"],
        cwd=copy,
        check=True,
    )
    wanted = ids((copy / "locale/nl/LC_MESSAGES/django.po").read_text())
    assert wanted - before == set(), "not in locale/nl yet: run `make messages` and translate"
    assert before - wanted == set(), "left over in locale/nl: run `make messages`"


# Its end is the sentence that follows: "Dit verdwijnt als u het plan herziet."
ENDS_ELSEWHERE = "It goes away when:"


def test_dutch_says_every_sentence_with_the_same_places_marks_and_plurals() -> None:
    text = PO.read_text()
    assert "#, fuzzy" not in text
    wrong = {(entry.english[0], fault) for entry in entries(text) for fault in faults(entry)}
    assert wrong == {(ENDS_ELSEWHERE, "ends with another mark")}


@pytest.mark.parametrize(
    ("english", "dutch", "fault"),
    [
        (["Save"], [""], "empty"),
        (["%(n)s day", "%(n)s days"], ["%(n)s dag"], "not as many forms"),
        (["%(n)s day", "%(n)s days"], ["één dag", "dagen"], "places differ: ['%(n)s']"),
        (["For %(who)s"], ["Voor %(wie)s"], "places differ: ['%(who)s', '%(wie)s']"),
        (["Saved at {time}"], ["Bewaard"], "places differ: ['{time}']"),
        (["<b>Now</b>"], ["Nu"], "tags differ"),
        (["by "], ["door"], "space at an end differs"),
        (["Who?"], ["Wie"], "ends with another mark"),
        (["Take the file away"], ["Take the file away"], "still English"),
        (["the goal"], ["het ”doel”"], "quotes are ‘…’, an apostrophe is straight"),
        (["%(n)s hours a week"], ["%(n)s uur per week"], "counts, and has no plural"),
    ],
)
def test_a_fault_in_a_sentence_is_found(english: list[str], dutch: list[str], fault: str) -> None:
    assert list(faults(Entry("", english, dutch))) == [fault]


# Read by who manages the servers, or written to clients: letters are Dutch, and so are their examples.
OPERATORS = ("management", "servers", "backup", "health", "demo", "migrations", "retention")
IN_ENGLISH = ("numbers.py",)
IN_DUTCH = ("letters.py", "_paper.html")


def test_templates_say_nothing_that_is_not_translated() -> None:
    files = [file for file in (ROOT / "templates").rglob("*.html") if file.name not in IN_DUTCH]
    assert len(files) > 200
    found = {str(file.relative_to(ROOT)): untranslated(file.read_text()) for file in files}
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "template",
    [
        "<p>Save</p>",
        '{% translate "Save" %}<p>{{ name }} left</p>',
        '<button aria-label="Save">✓</button>',
        '{% badge "late" "Too late" %}',
        '{% include "a.html" with title="Nothing here" %}',
        '{{ name|default:"none" }}',
    ],
)
def test_a_word_nobody_translates_is_found_in_a_template(template: str) -> None:
    assert untranslated(template)
    assert not untranslated(
        '{% badge "late" _("Too late") %}{{ name|default:_("none") }} <p title="WIZ">·</p>'
    )


def test_code_says_nothing_that_is_not_translated() -> None:
    found = {}
    for app in ("wiz", "trajecten", "partners"):
        for file in (ROOT / app).rglob("*.py"):
            if not {*OPERATORS} & {*file.parts} and file.name not in IN_ENGLISH + IN_DUTCH:
                found[str(file.relative_to(ROOT))] = [
                    words for words in spoken(file.read_text()) if words != "–"
                ]
    assert len(found) > 200
    assert {name: words for name, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "module",
    [
        'raise Refused("no")',
        'messages.success(request, "saved")',
        'name = CharField(label="Name")',
        'return "This cannot be done."',
    ],
)
def test_a_sentence_nobody_translates_is_found_in_code(module: str) -> None:
    assert spoken(f"def act():\n    {module}")
    assert not spoken(
        'def act():\n    """This is a docstring."""\n    raise Refused(_("This cannot be done."))'
    )


def test_dutch_of_when_a_flag_goes_away_ends_the_sentence_it_stands_in():
    """It follows "Dit verdwijnt als", so it starts small and has its verb at the end."""
    with translation.override("nl"):
        closes = [str(rule.closes) for rule in RULES.values()]
    assert closes
    assert [words for words in closes if not words[0].islower()] == []
