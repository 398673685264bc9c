"""A figure: what was measured, its limit, and whether it holds. One line of JSON each."""

import datetime
import json
import os
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from bench.rounds import Measured

# Beyond this the same thing measured twice differs so much that nothing can be said of two things.
STEADY = (0.85, 1.18)

# Each has a file of its own: one can be measured again, and the others stay.
PARTS = ("sweeps", "memory", "pages", "peers")

HOLDS, MISSES, NO_LIMIT, UNSTEADY, VOID = "holds", "misses", "no limit", "unsteady", "void"


@dataclass(frozen=True)
class Limit:
    """At most so much."""

    value: float

    def holds(self, value: float) -> bool:
        return value <= self.value

    def __str__(self) -> str:
        return f"≤ {self.value:.3g}"


def figure(
    name: str,
    what: str,
    measured: Measured | None,
    *,
    limit: Limit | None = None,
    value: float | None = None,
    unit: str = "×",
    **more: Any,
) -> dict[str, Any]:
    """Return a figure as it is written down: a measured ratio, or a value that was counted."""
    number = measured.ratio if measured else value
    assert number is not None
    steady = measured is None or STEADY[0] <= measured.control <= STEADY[1]
    if limit is None:
        verdict = NO_LIMIT
    elif not steady:
        verdict = UNSTEADY
    else:
        verdict = HOLDS if limit.holds(number) else MISSES
    return {
        "name": name,
        "what": what,
        "value": number,
        "unit": unit,
        "limit": str(limit) if limit else "",
        "verdict": verdict,
        **({"measured": asdict(measured)} if measured else {}),
        **more,
    }


def void(name: str, what: str, why: str) -> dict[str, Any]:
    return {"name": name, "what": what, "verdict": VOID, "why": why}


class Book:
    """Where figures are written down as they come, and told on the screen."""

    def __init__(self, path: Path, size: str) -> None:
        self.path, self.size = path, size

    def write(self, row: dict[str, Any]) -> None:
        row = {"size": self.size, **row, "at": f"{datetime.datetime.now():%Y-%m-%d %H:%M:%S}"}
        row["load"] = round(os.getloadavg()[0], 2)
        with self.path.open("a") as book:
            book.write(json.dumps(row, ensure_ascii=False) + "\n")
        print(f"  {told(row)}", flush=True)

    def begin(self, machine: dict[str, Any]) -> None:
        """Begin anew, with what the figures are made on."""
        with self.path.open("w") as book:
            book.write(json.dumps({"size": self.size, "machine": machine}, ensure_ascii=False) + "\n")
        print(
            f"{machine['processor']}, {machine['cores']} cores, PostgreSQL {machine['postgresql']},", end=" "
        )
        print(f"load {machine['load']:.2f} before; settings {machine['settings']}", flush=True)

    def void(self, name: str, what: str, why: str) -> None:
        self.write(void(name, what, why))

    def attempt(
        self, name: str, what: str, make: Callable[[], dict[str, Any] | list[dict[str, Any]]]
    ) -> None:
        """Write down what is measured; a figure that fails is void, says why, and stops no other."""
        try:
            made = make()
        except Exception as error:  # whatever it was: the next one may go well
            traceback.print_exc()
            made = void(name, what, f"{type(error).__name__}: {error}"[:500])
        for row in made if isinstance(made, list) else [made]:
            self.write(row)


def told(row: dict[str, Any]) -> str:
    """Return a figure as a line for who looks on."""
    if row["verdict"] == VOID:
        return f"{row['name']}: VOID: {row['why']}"
    words = f"{row['name']}: {row['value']:.3g} {row['unit']}"
    if "measured" in row:
        one = row["measured"]
        unit = row.get("of", "ms")
        scale = 1000 if unit == "ms" else 1
        words += (
            f" [{one['low']:.2f}–{one['high']:.2f}], A/A {one['control']:.2f},"
            f" {one['a'] * scale:.1f} against {one['b'] * scale:.1f} {unit},"
            f" {one['rounds']} rounds of {one['requests']}"
        )
    return f"{words}; limit {row['limit'] or 'none'}: {row['verdict']}"


def read(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines() if line]
