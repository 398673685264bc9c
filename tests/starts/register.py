"""The list of cases: each a function of the lab that returns what happened, in one line or more."""

from collections.abc import Callable

from tests.starts.place import Lab

Case = Callable[[Lab], str | list[str]]
ALL: dict[str, Case] = {}
# What .ci/run does each time.
ALWAYS = ["wheels"]


def case(function: Case) -> Case:
    ALL[function.__name__.replace("_", "-")] = function
    return function
