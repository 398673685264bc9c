"""Reading once what several parts of a client's page show: her orders stand in the web and in a panel."""

from collections.abc import Callable
from typing import TypeVar

from wiz.clients.models import Client

T = TypeVar("T")


def once(client: Client, key: str, load: Callable[[], T]) -> T:
    """Return what `load` gave when it was first asked under `key` for this client object, which lives one request."""
    kept = vars(client).setdefault("_read_once", {})
    if key not in kept:
        kept[key] = load()
    return kept[key]
