"""Things measured turn by turn.

A round is A B A' A' B A, where A' is A once more: whatever drifts in its course, drifts for all alike, and what A'
differs from A is what this machine makes of nothing. Only ratios within a round are used, and their median. A may be
measured beside more than one thing in the same round: A B C A' A' C B A.
"""

import os
import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Times = list[float]
Block = Callable[[], Times]  # does it some times, and returns the seconds of each
Quantile = Callable[[Sequence[float]], float]

# Fewer of both only to try out the measuring itself: figures for that size mean nothing.
ROUNDS = int(os.environ.get("WIZ_BENCH_ROUNDS", "9"))
REQUESTS = int(os.environ.get("WIZ_BENCH_REQUESTS", "60"))
FEWEST_ROUNDS = 3
FEWEST_REQUESTS = 3
# Of what is slow, a block takes no longer than this, as far as the fewest requests allow.
BLOCK_SECONDS = 6


@dataclass(frozen=True)
class Measured:
    """The ratios A / B and A / A', and the medians of A and B in seconds."""

    ratio: float
    low: float
    high: float
    control: float
    control_low: float
    control_high: float
    a: float
    b: float
    rounds: int
    requests: int  # of A in each of the two blocks of a round
    requests_b: int


@dataclass(frozen=True)
class Round:
    a: Times
    again: Times
    others: dict[str, Times]


def rounds(a: Block, others: dict[str, Block], *, number: int = ROUNDS, seconds: float = 300) -> list[Round]:
    """Measure A beside others. When that would take longer than `seconds`, it is fewer rounds, three at least."""
    done: list[Round] = []
    started = time.monotonic()
    while len(done) < number:
        one = Round(a(), [], {name: block() for name, block in others.items()})
        one.again.extend(a())
        one.again.extend(a())
        for name in reversed(others):
            one.others[name].extend(others[name]())
        one.a.extend(a())
        done.append(one)
        spent = time.monotonic() - started
        if len(done) >= FEWEST_ROUNDS and spent + spent / len(done) > seconds:
            break
    return done


def beside(done: Sequence[Round], name: str, of: Quantile = statistics.median) -> Measured:
    """Return what rounds come to for A beside one of the others. `of` makes a block's times one number."""
    each = [(of(one.a), of(one.others[name]), of(one.again)) for one in done]
    ratios = [a / b for a, b, _again in each]
    controls = [a / again for a, _b, again in each]
    return Measured(
        ratio=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
        control=statistics.median(controls),
        control_low=min(controls),
        control_high=max(controls),
        a=statistics.median(a for a, _b, _again in each),
        b=statistics.median(b for _a, b, _again in each),
        rounds=len(done),
        requests=len(done[0].a) // 2,
        requests_b=len(done[0].others[name]) // 2,
    )


def measure(a: Block, b: Block, *, number: int = ROUNDS, seconds: float = 300) -> Measured:
    """Measure A beside one other thing."""
    return beside(rounds(a, {"b": b}, number=number, seconds=seconds), "b")


def p95(times: Sequence[float]) -> float:
    """Return the time that 95 of a hundred stay under."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def clocked(act: Callable[[], object]) -> float:
    started = time.perf_counter()
    act()
    return time.perf_counter() - started


def block(act: Callable[[], object], times: int = REQUESTS) -> Block:
    """Return a block that does something so many times and clocks each."""
    return lambda: [clocked(act) for _time in range(times)]


def slow_block(act: Callable[[], object]) -> Block:
    """Return a block of something that may be slow: sixty times, or as often as there is time for."""
    seconds = clocked(act)
    return block(act, max(FEWEST_REQUESTS, min(REQUESTS, int(BLOCK_SECONDS / max(seconds, 0.001)))))
