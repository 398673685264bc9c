"""What a backup says of itself, and whether this installation can take it back."""

import dataclasses
import json
import re
from typing import Any

import wiz
from wiz.backup import BackupError
from wiz.clients import bsn

FORMAT = 1
# They become SQL in `wiz/backup/database.py`: whoever made the file must not write that SQL.
TABLE = re.compile(r"[a-z][a-z0-9_]*")


@dataclasses.dataclass(frozen=True)
class Manifest:
    """`tables`: rows of each; `missing`: files the database names that were not there, or not as they were stored;
    `bsn_key`: `bsn.key_check()`, empty where no client has a number; `postgres`: the server's major version."""

    format: int
    program: str
    made_at: str
    postgres: int
    dumped_by: int
    migrations: list[list[str]]
    tables: dict[str, int]
    files: int
    file_bytes: int
    missing: int
    bsn_key: str

    @property
    def rows(self) -> int:
        return sum(self.tables.values())

    def to_json(self) -> bytes:
        return json.dumps(dataclasses.asdict(self), indent=1).encode()


def read(content: bytes) -> Manifest:
    """Return a manifest from its JSON. Refuses one of a newer program, which may say other things, and odd names."""
    try:
        given: dict[str, Any] = json.loads(content)
        if given["format"] > FORMAT:
            raise BackupError(
                f"This backup was made by a newer program ({given['program']}); this is {wiz.__version__}. "
                "Install that version first."
            )
        if not all(TABLE.fullmatch(name) and type(rows) is int for name, rows in given["tables"].items()):
            raise ValueError("tables")
        return Manifest(**{field.name: given[field.name] for field in dataclasses.fields(Manifest)})
    except (AttributeError, ValueError, KeyError, TypeError) as error:
        raise BackupError("The manifest of this backup cannot be read.") from error


def check_program(manifest: Manifest, known: set[tuple[str, str]]) -> None:
    """Refuse a backup with migrations that this program does not have; `known`: its own, as (app, name)."""
    apps = {app for app, _name in known}
    newer = [f"{app}.{name}" for app, name in manifest.migrations if app in apps and (app, name) not in known]
    if newer:
        raise BackupError(
            f"This backup was made by a newer program ({manifest.program}, with {newer[-1]}); "
            f"this is {wiz.__version__}. Install that version first."
        )


def check_bsn_key(manifest: Manifest) -> None:
    """Refuse a backup whose citizen service numbers cannot be read with the present key."""
    if manifest.bsn_key not in ("", bsn.key_check()):
        raise BackupError(
            "The BSNs in this backup were encrypted with another WIZ_BSN_KEY than the present one, so nobody could "
            "read them. Set the key of the installation that made it. If it is lost: --without-bsn-key."
        )
