"""Two things measured turn by turn.

A round is A B A' A' B A, where A' is A once more: whatever drifts in its course, drifts for all three alike, and what
A' differs from A is what this machine makes of nothing. Only ratios within a round are used, and their median.
"""

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Block = Callable[[], list[float]]  # does it some times, and returns the seconds of each

ROUNDS = 9
FEWEST_ROUNDS = 3
REQUESTS = 60
FEWEST_REQUESTS = 5


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
    requests: int  # in each of the two blocks of a round


def measure(
    a: Block,
    b: Block,
    *,
    rounds: int = ROUNDS,
    seconds: float = 600,
    of: Callable[[Sequence[float]], float] = statistics.median,
) -> Measured:
    """Measure A beside B. `of` makes a block's times one number: its median, unless another quantile is asked for.

    When the rounds would take longer than `seconds`, fewer are made, and the number says so.
    """
    return measure_each(a, b, {"": of}, rounds=rounds, seconds=seconds)[""]


def measure_each(
    a: Block,
    b: Block,
    quantiles: dict[str, Callable[[Sequence[float]], float]],
    *,
    rounds: int = ROUNDS,
    seconds: float = 600,
) -> dict[str, Measured]:
    """Measure A beside B once, and look at the same times in more ways than one."""
    done: list[tuple[list[float], list[float], list[float]]] = []
    started = time.monotonic()
    while len(done) < rounds:
        first_a, first_b, first_again = a(), b(), a()
        second_again, second_b, second_a = a(), b(), a()
        done.append((first_a + second_a, first_b + second_b, first_again + second_again))
        a_round = (time.monotonic() - started) / len(done)
        if len(done) >= FEWEST_ROUNDS and time.monotonic() - started + a_round > seconds:
            break
    return {name: summary(done, of) for name, of in quantiles.items()}


def summary(
    done: Sequence[tuple[list[float], list[float], list[float]]], of: Callable[[Sequence[float]], float]
) -> Measured:
    """Return what rounds of (A, B, A') come to."""
    each = [(of(a), of(b), of(again)) for a, b, again in done]
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
        requests=len(done[0][0]) // 2,
    )


def p95(times: Sequence[float]) -> float:
    """Return the time that 95 of a hundred stay under."""
    return sorted(times)[max(0, -(-len(times) * 95 // 100) - 1)]


def block(act: Callable[[], object], times: int) -> Block:
    """Return a block that does something so many times and clocks each."""

    def run() -> list[float]:
        taken = []
        for _time in range(times):
            started = time.perf_counter()
            act()
            taken.append(time.perf_counter() - started)
        return taken

    return run


def requests_for(seconds: float) -> int:
    """Return how many requests make a block: sixty, and fewer of what takes more than a fifth of a second."""
    return max(FEWEST_REQUESTS, min(REQUESTS, int(12 / max(seconds, 0.001))))
