"""How the cases come from who invents them to who writes them: a chunk at a time."""

import gc
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def by_chunk(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Yield the items in lists of `size`, the last one maybe shorter.

    Rubbish is collected once a chunk: Python would look through the growing chunk again and again.
    """
    items = iter(items)
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        while chunk := list(islice(items, size)):
            yield chunk
            del chunk
            gc.collect()
    finally:
        gc.enable()
        gc.unfreeze()
