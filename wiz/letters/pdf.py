"""Accessible PDF (PDF/UA-1) from a template in `templates/letters/` and data.

What people typed goes in as data and is never read as markup. Fonts are those that come with typst, so that a letter
looks the same on every machine.
"""

import datetime
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FOLDER = Path(settings.BASE_DIR) / "templates" / "letters"
# What the fonts are known to hold after any letter: Latin, Greek, Cyrillic, Hebrew, Arabic and Persian (some letters of
# Kurdish and Urdu are missing), punctuation and money; not the marks for singing, nor what turns the direction of
# text. The marks of Arabic are held after an Arabic letter. Should a font hold less some day, Latin is left.
STRANGE = re.compile(
    r"[^\u0000-\u0484\u0487-\u04ff\u05b0-\u05c3\u05c6\u05d0-\u05ff\u060c\u061b\u061f\u0621-\u063a\u0640-\u0655"
    r"\u0660-\u066d\u067e\u0686\u0698\u06a9\u06af\u06cc\u06f0-\u06f9\u1e00-\u2027\u202f-\u2040\u2044-\u2052\u2054-\u20cf]"
)
NOT_LATIN = re.compile(r"[^\n -~\u00a0-\u017f\u20ac]")


def make_pdf(template: str, data: dict[str, Any], *, at: datetime.datetime) -> bytes:
    """Return the PDF of a template (a name in `templates/letters`, without extension) filled with `data`.

    `data` is what JSON can hold. `at` stands in the file as the moment it was made. A sign no font can show, such as
    an emoji, becomes a question mark: a letter with a sign missing is better than no letter.
    """
    source = str(FOLDER / f"{template}.typ")
    clean = _each_text(data, _without_control)
    for strange in (None, STRANGE):
        text = _without(strange, clean) if strange else clean
        try:
            return _compile(source, text, at)
        except typst.TypstError as error:
            if "could not be displayed" not in str(error):
                raise
    return _compile(source, _without(NOT_LATIN, clean), at)


def _without(strange: re.Pattern[str], data: Any) -> Any:
    return _each_text(data, lambda text: strange.sub("?", text))


def _compile(source: str, data: Any, at: datetime.datetime) -> bytes:
    made = typst.compile(
        source,
        root=str(FOLDER),
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"data": json.dumps(data)},
        pdf_standards=["ua-1"],
        timestamp=int(at.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("one PDF was expected")
    return made


def _without_control(text: str) -> str:
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) not in ("Cc", "Cs", "Co", "Cn"))


def _each_text(value: Any, change: Any) -> Any:
    """Return `value` with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, dict):
        return {name: _each_text(item, change) for name, item in value.items()}
    if isinstance(value, list):
        return [_each_text(item, change) for item in value]
    return value
