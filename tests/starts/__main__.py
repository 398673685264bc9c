"""Starts the demo in all the ways that docs/running.md tells of, and prints what happened and how long it took.

    python3 -m tests.starts [CASE … | all | list]

Without a case: those that .ci/run does. Needs root (to be several users), Linux, and no package but Python.
"""

import os
import sys
import time
import traceback

from tests.starts import ends, odd
from tests.starts.place import Lab
from tests.starts.register import ALL, ALWAYS

# Importing them has filled the list.
FILES = (ends, odd)


def main(arguments: list[str]) -> int:
    if os.geteuid() != 0:
        sys.exit("Run this as root: it starts the demo as several users.")
    if arguments == ["list"]:
        print("\n".join(f"{name:28} {case.__doc__.splitlines()[0]}" for name, case in ALL.items()))
        return 0
    names = list(ALL) if arguments == ["all"] else arguments or ALWAYS
    unknown = [name for name in names if name not in ALL]
    if unknown:
        sys.exit(f"No case {', '.join(unknown)}. See: python3 -m tests.starts list")
    rows, failed = [], 0
    lab = Lab()
    try:
        for name in names:
            begun = time.monotonic()
            try:
                words = ALL[name](lab)
            except Exception as error:
                failed += 1
                if not isinstance(error, AssertionError):
                    traceback.print_exc()
                words = f"FAILED: {error}"
                lab.quiet()
            for line in words if isinstance(words, list) else [words]:
                rows.append((name, time.monotonic() - begun, line))
                print(f"{name}: {time.monotonic() - begun:.1f} s: {line}", flush=True)
    finally:
        lab.close()
    print(f"\n{'case':24} {'seconds':>7}  what happened")
    for name, seconds, words in rows:
        print(f"{name:24} {seconds:7.1f}  {words.splitlines()[0] if words else ''}")
    print(f"starts: {failed} failed" if failed else "starts: passed")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
