"""What a row of an import says of a client: the columns, and what may stand in them."""

import csv
import datetime
import io
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from wiz.clients import bsn
from wiz.clients.models import Child, Client
from wiz.imports.reading import Line, Problem

CHILDREN = 8
# A spreadsheet would run what begins so.
FORMULA = ("=", "+", "-", "@")
DATE = re.compile(r"(\d{1,2})-(\d{1,2})-(\d{4})|(\d{4})-(\d{2})-(\d{2})")
YES, NO = {"ja", "j", "1", "yes"}, {"nee", "n", "0", "no", ""}
HOUSEHOLDS = {
    "alleen": "alone",
    "alleenstaande ouder": "single_parent",
    "samen": "couple",
    "samen met kinderen": "couple_with_children",
    "anders": "other",
    "": "",
}
LEADS = {"gemeente": "municipality", "": "municipality", "uwv": "uwv"}


class Wrong(Exception):
    """A sentence on why a cell cannot be what stands there."""


@dataclass
class ClientRow:
    """A row that is right: fields by name (only of columns that are in the file), and what needs the database."""

    line: int
    number: str
    fields: dict[str, Any] = field(default_factory=dict)
    bsn: str | None = None
    municipality: str | None = None
    consultant: str | None = None
    children: list[tuple[str, datetime.date, bool]] = field(default_factory=list)


def _text(model_field: str, model: Any = Client) -> Callable[[str, datetime.date], str]:
    limit = model._meta.get_field(model_field).max_length

    def read(text: str, today: datetime.date) -> str:
        if text.startswith(FORMULA):
            raise Wrong(_("This begins like a formula: a spreadsheet would run it."))
        if re.search(r"[\x00-\x1f\x7f]", text):
            raise Wrong(_("This holds characters that no text has."))
        if len(text) > limit:
            raise Wrong(_("This is longer than %(limit)d characters.") % {"limit": limit})
        return text

    return read


def _needed(read: Callable[[str, datetime.date], str]) -> Callable[[str, datetime.date], str]:
    def needed(text: str, today: datetime.date) -> str:
        if not text:
            raise Wrong(_("This may not be empty."))
        return read(text, today)

    return needed


def _phone(text: str, today: datetime.date) -> str:
    if not re.fullmatch(r"(\+?[0-9][0-9 ()/.-]{0,28})?", text):
        raise Wrong(_("This is not a phone number."))
    return text


def _email(text: str, today: datetime.date) -> str:
    if text:
        try:
            validate_email(_text("email")(text, today))
        except ValidationError as error:
            raise Wrong(_("This is not an e-mail address.")) from error
    return text


def _date(text: str, today: datetime.date) -> datetime.date | None:
    if not text:
        return None
    match = DATE.fullmatch(text)
    try:
        if match is None:
            raise ValueError
        day, month, year = match.groups()[:3] if match.group(1) else reversed(match.groups()[3:])
        found = datetime.date(int(year), int(month), int(day))
    except ValueError as error:
        raise Wrong(_("This is not a date. Type it like 24-11-2026.")) from error
    if not found.year >= 1900:
        raise Wrong(_("This is not a date. Type it like 24-11-2026."))
    if found > today:
        raise Wrong(_("This date is still to come."))
    return found


def _yes(text: str, today: datetime.date) -> bool:
    if text.lower() not in YES | NO:
        raise Wrong(_("Only “ja” or “nee” can stand here."))
    return text.lower() in YES


def _one_of(words: dict[str, str]) -> Callable[[str, datetime.date], str]:
    def read(text: str, today: datetime.date) -> str:
        if text.lower() not in words:
            known = ", ".join(word for word in words if word)
            raise Wrong(_("Only one of these can stand here: %(words)s.") % {"words": known})
        return words[text.lower()]

    return read


def _bsn(text: str, today: datetime.date) -> str | None:
    digits = bsn.normalise(text) if text else None
    if text and digits is None:
        raise Wrong(_("This is not a valid BSN. Check the digits."))
    return digits


# Column in the file: the client's field, how it is read, and an example.
COLUMNS: dict[str, tuple[str, Callable[[str, datetime.date], Any], str]] = {
    "voornaam": ("first_name", _needed(_text("first_name")), "Noor"),
    "tussenvoegsel": ("prefix", _text("prefix"), "van der"),
    "achternaam": ("last_name", _needed(_text("last_name")), "Verbeek"),
    "geboortedatum": ("birth_date", _date, "4-3-1987"),
    "telefoon": ("phone", _phone, "06 12345678"),
    "e-mail": ("email", _email, "noor@voorbeeld.example"),
    "straat": ("street", _text("street"), "Dorpsstraat 1"),
    "postcode": ("postcode", _text("postcode"), "6200 AA"),
    "plaats": ("city", _text("city"), "Maasdal"),
    "taal": ("language", _text("language"), ""),
    "hulp_bij_formulieren": ("needs_help_with_forms", _yes, "nee"),
    "huishouden": ("household", _one_of(HOUSEHOLDS), "alleenstaande ouder"),
    "uitkering_sinds": ("benefit_since", _date, "1-9-2024"),
    "leidende_uitkering": ("lead_benefit", _one_of(LEADS), "gemeente"),
}
NUMBER, BSN, MUNICIPALITY, CONSULTANT = "clientnummer", "bsn", "gemeente", "consulent"
REQUIRED = (NUMBER, "voornaam", "achternaam")
# A child's own columns: kind1_voornaam, kind1_geboortedatum, kind1_extra_zorg, … kind8_…
CHILD_COLUMNS: dict[str, tuple[Callable[[str, datetime.date], Any], str]] = {
    "voornaam": (_text("first_name", Child), "Sami"),
    "geboortedatum": (_date, "1-5-2023"),
    "extra_zorg": (_yes, "nee"),
}
KNOWN = (
    NUMBER,
    *COLUMNS,
    BSN,
    MUNICIPALITY,
    CONSULTANT,
    *(f"kind{n}_{name}" for n in range(1, CHILDREN + 1) for name in CHILD_COLUMNS),
)


def template(municipality: str = "") -> str:
    """Return a file to begin with: all columns, and one example that can be imported as it is."""
    example = {NUMBER: "VOORBEELD-1", MUNICIPALITY: municipality}
    example |= {name: example_text for name, (_field, _read, example_text) in COLUMNS.items()}
    example |= {f"kind1_{name}": text for name, (_read, text) in CHILD_COLUMNS.items()}
    out = io.StringIO()
    writer = csv.DictWriter(out, KNOWN, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerow(example)
    return out.getvalue()


def parse(line: Line, today: datetime.date) -> tuple[ClientRow | None, list[Problem]]:
    """Return what a line says of a client, or everything that is wrong with it, each at its column."""
    if line.problem:
        return None, [line.problem]
    problems: list[Problem] = []

    def cell(column: str, read: Callable[[str, datetime.date], Any]) -> Any:
        try:
            return read(line.cells.get(column, ""), today)
        except Wrong as wrong:
            problems.append(Problem(line.number, column, str(wrong)))
            return None

    row = ClientRow(line.number, cell(NUMBER, _needed(_text("number"))) or "")
    for column, (name, read, _example) in COLUMNS.items():
        if column in line.cells:
            row.fields[name] = cell(column, read)
    row.bsn = cell(BSN, _bsn)
    row.municipality = line.cells.get(MUNICIPALITY)
    row.consultant = line.cells.get(CONSULTANT)
    for n in range(1, CHILDREN + 1):
        names = [f"kind{n}_{name}" for name in CHILD_COLUMNS]
        if not any(line.cells.get(name) for name in names):
            continue
        name, born, care = (
            cell(column, read) for column, (read, _example) in zip(names, CHILD_COLUMNS.values(), strict=True)
        )
        if born:
            row.children.append((name or "", born, bool(care)))
        elif not any(problem.column == names[1] for problem in problems):
            problems.append(Problem(line.number, names[1], _("A child needs a birth date.")))
    return (None, problems) if problems else (row, [])
