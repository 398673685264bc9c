"""Looks for clients in logs: no name, no citizen service number, of nobody in the database they were written beside.

    .venv/bin/python -m tests.log_leaks var/log

Every journey ends with it (tests/journeys/office.py), and so does the start from a fresh clone. It fails as well when
there is nothing to look through: no client, or no line about a request.
"""

import os
import re
import sys
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import environ
import psycopg

from tests import databases
from wiz.servers import servers

# What both styles of line have in common.
A_REQUEST = "wiz.request"


def words_about(connection: psycopg.Connection[tuple[Any, ...]]) -> set[str]:
    """Return the words of the names of all clients and their children, and their citizen service numbers."""
    from wiz.clients import bsn

    names = connection.execute(
        "SELECT first_name || ' ' || last_name FROM wiz_client UNION SELECT first_name FROM wiz_child"
    )
    numbers = connection.execute("SELECT bsn_cipher FROM wiz_client WHERE bsn_cipher IS NOT NULL")
    return words_in(" ".join(name for (name,) in names)) | {bsn.decrypt(number) for (number,) in numbers}


def words_in(text: str) -> set[str]:
    """Return the words and numbers of a text, also those that are written as in an address or in JSON."""
    escaped = re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), unquote_plus(text))
    # One letter says nothing of anybody.
    return {word for word in re.findall(r"[^\W\d_]+|\d+", escaped) if len(word) > 1}


def leaks(folder: Path, words: set[str]) -> list[str]:
    """Return what the logs in a folder say of clients; refuses, by an AssertionError, to look through nothing."""
    found, requests = [], 0
    for path in sorted(folder.glob("*.log*")):
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), start=1):
            requests += A_REQUEST in line
            if hit := words & words_in(line):
                found.append(f"{path.name}:{number} {sorted(hit)} in {line}")
    assert requests, f"no line about a request in the logs of {folder}"
    return found


def main(folder: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with servers():
        name = environ.Env.db_url_config(os.environ["DATABASE_URL"])["NAME"]
        with databases.connect(name) as connection:
            words = words_about(connection)
    assert words, "there are no clients"
    found = leaks(folder, words)
    print("\n".join([*found, f"{len(words)} words about clients, {len(found)} lines of logs with one"]))
    sys.exit(bool(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
