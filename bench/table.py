"""Makes the tables in docs/speed.md from the figures of a run, so that nobody types one.

    python -m bench.table small|medium

Each size has its place between two marks; the other's stays as it is.
"""

import os
import sys
from pathlib import Path
from typing import Any

from bench.databases import ROOT
from bench.figures import PARTS, VOID, read

PAGE = ROOT / "docs" / "speed.md"
HEADING = (
    "| figure | ratio (lowest – highest) | limit | A/A | A | B | rounds × requests | |\n"
    "|---|---|---|---|---|---|---|---|\n"
)


def main(size: str) -> None:
    here = Path(os.environ.get("WIZ_DATA_DIR") or ROOT / "var" / "bench")
    made = [read(path) for part in PARTS if (path := here / f"{size}-{part}.jsonl").exists()]
    PAGE.write_text(put(PAGE.read_text(), size, "\n".join(map(table, runs(made)))))
    print(f"{PAGE.relative_to(ROOT)} holds the figures of {here}/{size}-….jsonl")


def runs(parts: list[list[dict[str, Any]]]) -> list[list[dict[str, Any]]]:
    """Join the parts that were made in one run, or on the same commit and machine."""
    joined: list[list[dict[str, Any]]] = []
    for first, *figures in parts:
        same = [run for run in joined if on(run[0]) == on(first)]
        if same:
            same[0].extend(figures)
        else:
            joined.append([first, *figures])
    return joined


def on(first: dict[str, Any]) -> dict[str, Any]:
    return {**first["machine"], "load": None}


def put(page: str, size: str, words: str) -> str:
    """Return the page with other words between the marks of a size. Raises ValueError when they are not there."""
    start, end = f"<!-- {size} -->\n", f"<!-- end of {size} -->"
    before, mark, rest = page.partition(start)
    _old, closing, after = rest.partition(end)
    if not mark or not closing:
        raise ValueError(f"docs/speed.md has no place for {size}")
    return f"{before}{start}{words}{end}{after}"


def table(rows: list[dict[str, Any]]) -> str:
    """Return what a run was made on, and its figures, as Markdown."""
    machine, *figures = rows
    return f"{made_on(machine['size'], machine['machine'])}\n{HEADING}{''.join(map(line, figures))}"


def made_on(size: str, machine: dict[str, Any]) -> str:
    settings = ", ".join(f"{name} {value}" for name, value in machine["settings"].items())
    pinned = "the worker on one core, who asks on the other" if machine["pinned"] else "not kept on cores"
    return (
        f"Made by `make bench SIZE={size}` on commit {machine['commit']}: {machine['processor']},"
        f" {machine['cores']} cores ({pinned}), {machine['memory']}, {machine['system']}, Python {machine['python']},"
        f" PostgreSQL {machine['postgresql']} ({settings}); load average before {machine['load']:.2f}.\n"
    )


def line(row: dict[str, Any]) -> str:
    """Return one figure as a line of the table."""
    if row["verdict"] == VOID:
        return f"| {row['what'] or row['name']} | void: {row['why']} | | | | | | |\n"
    value = f"{number(row['value'])} {row['unit']}".replace(" ×", " ×")
    control = a = b = times = ""
    if "measured" in row:
        one = row["measured"]
        unit = row.get("of", "ms")
        scale = 1000 if unit == "ms" else 1
        value += f" ({number(one['low'])} – {number(one['high'])})"
        control = f"{one['control']:.2f}"
        a, b = (f"{number(one[key] * scale)} {unit}" for key in ("a", "b"))
        times = f"{one['rounds']} × {one['requests']}"
        if one["requests_b"] != one["requests"]:
            times += f" and {one['requests_b']}"
    facts = [f"{row[key]:,} {words}" for key, words in FACTS.items() if key in row]
    what = "; ".join([row["what"], *facts])
    return f"| {what} | {value} | {row['limit']} | {control} | {a} | {b} | {times} | {row['verdict']} |\n"


FACTS = {
    "rows": "rows",
    "a_second": "rows a second",
    "a_second_of_peer": "of the peer",
    "queries": "SELECTs",
    "bytes": "bytes",
    "bytes_of_peer": "bytes of the peer",
    "flags": "open flags",
}


def number(value: float) -> str:
    return f"{value:.0f}" if abs(value) >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main(Path(sys.argv[1]).name)
