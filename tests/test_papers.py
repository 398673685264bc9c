"""The papers around the code: what they name is there, and they agree."""

import re
import subprocess

import pytest

import wiz
from tests.databases import ROOT

PUBLICCODE = (ROOT / "publiccode.yml").read_text()
# What the standard (0.7) asks of every file.
MANDATORY = {
    "": "publiccodeYmlVersion name url platforms developmentStatus softwareType description legal maintenance "
    "localisation",
    "legal": "license",
    "maintenance": "type",
    "localisation": "localisationReady availableLanguages",
    "nl": "shortDescription longDescription features",
    "en": "shortDescription longDescription features",
}


def papers() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files", "*.md"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return listed.stdout.split() or [str(path.relative_to(ROOT)) for path in ROOT.glob("*.md")]


def section(name: str) -> str:
    """Return the lines below a key, themselves without its indent."""
    if not name:
        return PUBLICCODE
    found = re.search(rf"^( *){name}:\n((?:\1 +.*\n|\n)+)", PUBLICCODE, re.MULTILINE)
    assert found, name
    indent = re.match(" *", found[2])
    return re.sub(rf"^{indent[0]}", "", found[2], flags=re.MULTILINE)  # type: ignore[index]


def test_the_version_is_the_same_everywhere():
    assert f'\nversion = "{wiz.__version__}"\n' in (ROOT / "pyproject.toml").read_text()
    assert f'\nsoftwareVersion: "{wiz.__version__}"\n' in PUBLICCODE
    assert f"\n## [{wiz.__version__}]" in (ROOT / "CHANGELOG.md").read_text()


@pytest.mark.parametrize("name", MANDATORY)
def test_publiccode_has_what_its_standard_asks(name):
    keys = set(re.findall(r"^(\w+):", section(name), re.MULTILINE))
    assert set(MANDATORY[name].split()) <= keys


@pytest.mark.parametrize("language", ["nl", "en"])
def test_publiccode_describes_it_at_the_length_its_standard_asks(language):
    said = section(language)
    short = re.search(r"^shortDescription: (.+)", said, re.MULTILINE)
    long = re.search(r"^longDescription: >\n((?: +.+\n)+)", said, re.MULTILINE)
    assert len(short[1]) <= 150  # type: ignore[index]
    assert 150 <= len(" ".join(long[1].split())) <= 10_000  # type: ignore[index]


def test_every_picture_publiccode_names_is_there():
    pictures = re.findall(r"- (docs/pictures/\S+)", PUBLICCODE)
    assert pictures
    assert [name for name in pictures if not (ROOT / name).is_file()] == []


@pytest.mark.parametrize("paper", papers())
def test_every_link_of_a_paper_leads_somewhere(paper):
    links = re.findall(r"\]\((?!https?:|#)([^)\s#]+)[^)]*\)", (ROOT / paper).read_text())
    assert [link for link in links if not ((ROOT / paper).parent / link).exists()] == []
