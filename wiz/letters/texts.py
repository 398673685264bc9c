"""The text of a letter: places that are filled, and a little markup.

An empty line begins a new paragraph, `## ` a heading, `- ` a line of a list. `{{ name }}` is a place. A line whose
places are all empty falls away, and so does a heading with nothing under it. Markup and places are read in the
administrator's text only, before it is filled: what is typed elsewhere stays what it is, whatever signs are in it.
"""

import re
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from wiz.letters.kinds import COMMON, SNIPPETS, LetterKind

PLACE = re.compile(r"\{\{[ \t]*([a-z][a-z0-9_]*)[ \t]*\}\}")
BRACES = re.compile(r"\{\{|\}\}")
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")
BODY_AT_MOST = 20_000
SUBJECT_AT_MOST = 200

Block = dict[str, Any]  # kind: text, heading (both with `text`) or list (with `items`)


def places_in(text: str) -> set[str]:
    """Return the names of the places a text uses."""
    return set(PLACE.findall(text))


def problems(kind: LetterKind, subject: str, body: str) -> list[tuple[str, str]]:
    """Return what is wrong with a text, as (field, sentence): `subject` or `body`."""
    known = {*kind.places, *COMMON}
    snippets = set() if kind.is_snippet else set(SNIPPETS)
    found = []
    for field, text, allowed in (("subject", subject, known), ("body", body, known | snippets)):
        for name in sorted(places_in(text) - allowed):
            sentence = _("This letter knows no place called “%(name)s”. Choose one from the list.")
            found.append((field, sentence % {"name": name}))
        if BRACES.search(PLACE.sub("", text)):
            found.append((field, _("Double braces only stand around a place from the list, as {{ name }}.")))
    for line in body.splitlines():
        for name in places_in(line) & snippets:
            if PLACE.sub("", line).strip() or len(PLACE.findall(line)) > 1:
                found.append(
                    ("body", _("Put %(place)s alone on a line.") % {"place": f"{{{{ {name} }}}}"}),
                )
    used = places_in(subject) | places_in(body)
    if missing := [f"{{{{ {name} }}}}" for name in kind.needed if name not in used]:
        sentence = _("This letter must say %(places)s. Put it in the text.")
        found.append(("body", sentence % {"places": ", ".join(missing)}))
    return found


def fill_line(text: str, values: Mapping[str, str]) -> str:
    """Return a text of one line, such as a subject, with its places filled."""
    return " ".join(_filled(text, values).split())


def fill(body: str, values: Mapping[str, str], snippets: Mapping[str, str]) -> list[Block]:
    """Return the blocks of a text with its places filled. Raises KeyError for a place without a value."""
    blocks: list[Block] = []
    paragraph: list[str] = []

    def end_paragraph() -> None:
        text = _clean("\n".join(paragraph)).strip()
        blocks.extend({"kind": "text", "text": part} for part in EMPTY_LINES.split(text) if part)
        paragraph.clear()

    for line in _lines_with(body, snippets):
        if not line.strip():
            end_paragraph()
        elif _says_nothing(line, values):
            continue
        elif line.startswith("## "):
            end_paragraph()
            blocks.append({"kind": "heading", "text": fill_line(line[3:], values)})
        elif line.startswith("- "):
            end_paragraph()
            item = EMPTY_LINES.sub("\n", _clean(_filled(line[2:], values)).strip())
            if blocks and blocks[-1]["kind"] == "list":
                blocks[-1]["items"].append(item)
            else:
                blocks.append({"kind": "list", "items": [item]})
        else:
            paragraph.append(_filled(line, values))
    end_paragraph()
    return _without_empty_headings(blocks)


def _clean(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _filled(text: str, values: Mapping[str, str]) -> str:
    return PLACE.sub(lambda place: values[place[1]], text)


def _lines_with(body: str, snippets: Mapping[str, str]) -> list[str]:
    """Return the lines of a text, with those of a snippet where it stands."""
    lines = []
    for line in _clean(body).split("\n"):
        place = PLACE.fullmatch(line.strip())
        if place and place[1] in snippets:
            lines += ["", *_clean(snippets[place[1]]).split("\n"), ""]
        else:
            lines.append(line)
    return lines


def _says_nothing(line: str, values: Mapping[str, str]) -> bool:
    names = places_in(line)
    return bool(names) and not any(values[name].strip() for name in names)


def _without_empty_headings(blocks: list[Block]) -> list[Block]:
    following = [*blocks[1:], {"kind": "heading"}]
    return [
        block
        for block, after in zip(blocks, following, strict=True)
        if block["kind"] != "heading" or after["kind"] != "heading"
    ]
