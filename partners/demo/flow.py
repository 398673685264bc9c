"""How the cases come from who invents them to who writes them: a part at a time, from several processes."""

import contextlib
import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from multiprocessing.connection import Connection

from partners.demo.tables import Lines, Tables

Invent = Callable[[int], Tables]  # the rows of a part, by its number
Number = Callable[[list[int]], list[int]]  # the first free numbers for so many rows a table


def processes(parts: int) -> int:
    """Return how many processes invent so many parts: one a processor, none for what is small."""
    if parts < 4 or "fork" not in multiprocessing.get_all_start_methods():
        return 0
    return min(parts, os.cpu_count() or 1, 8)


def lines(invent: Invent, parts: int, number: Number, workers: int) -> Iterator[list[Lines]]:
    """Yield what is to be written of each part, in their order: the same for any number of workers."""
    if workers > 1:
        yield from _from_workers(invent, parts, number, workers)
        return
    with collected_by_the_part():
        for part in range(parts):
            tables = invent(part)
            yield tables.lines(number(tables.sizes()))
            del tables
            gc.collect()


@contextlib.contextmanager
def collected_by_the_part() -> Iterator[None]:
    """Leave collecting rubbish to the caller: Python would look through the growing rows again and again."""
    gc.collect()
    gc.freeze()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        gc.unfreeze()


def _from_workers(invent: Invent, parts: int, number: Number, workers: int) -> Iterator[list[Lines]]:
    """Part n comes from worker n modulo their number. A worker waits until its part is asked for."""
    context = multiprocessing.get_context("fork")
    lines_of, started = [], []
    try:
        for first in range(workers):
            ours, theirs = context.Pipe()
            process = context.Process(
                target=_work, args=(theirs, invent, range(first, parts, workers)), daemon=True
            )
            process.start()
            theirs.close()  # so that its end is noticed here
            lines_of.append(ours)
            started.append(process)
        for part in range(min(1, parts)):
            _give_numbers(lines_of[part], number)
        for part in range(parts):
            found = lines_of[part % workers].recv()
            if part + 1 < parts:  # it makes its lines while these are written
                _give_numbers(lines_of[(part + 1) % workers], number)
            yield found
    finally:
        for process in started:
            process.terminate()
            process.join()


def _give_numbers(worker: Connection, number: Number) -> None:
    worker.send(number(worker.recv()))


def _work(caller: Connection, invent: Invent, parts: range) -> None:
    """Invent parts in a process of its own; ends by itself when its caller is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the caller says when to stop
    with collected_by_the_part(), contextlib.suppress(EOFError, BrokenPipeError):
        for part in parts:
            tables = invent(part)
            caller.send(tables.sizes())
            caller.send(tables.lines(caller.recv()))
            del tables
            gc.collect()
