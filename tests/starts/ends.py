"""Starts from a clone, and every way in which a start or a demo that runs may end."""

import re
import time
from collections.abc import Callable

from tests.starts.place import FIRST_SECONDS, Demo, Lab, eventually
from tests.starts.register import case

LONG = "a folder with spaces and a name so long that no socket would fit in it/"


@case
def wheels(lab: Lab) -> list[str]:
    """Two fresh clones side by side, root's and nobody's, started at the same moment; then each again."""
    checkouts = [lab.clone(f"{LONG}{user}'s wiz", user) for user in ("root", "nobody")]
    lines = []
    for name, seconds in (("first", FIRST_SECONDS), ("second", 120)):
        demos = [Demo(checkout, WIZ_SERVERS="wheels") for checkout in checkouts]
        for demo in demos:
            demo.wait_for_page(seconds)
            after = re.search(r"after ([\d.]+) s", demo.said)
            lines.append(
                f"{name} start as {demo.checkout.user}: first page after {demo.seconds:.1f} s, "
                f"{after and after[1]} s of them after the packages"
            )
        if name == "first":
            said = checkouts[0].python("-m", "tests.log_leaks", "var/log")
            assert said.startswith("0:"), said
            lines.append(f"logs of that start: {said[3:]}")
        for demo in demos:
            demo.stop()
    lines.append("in the logs: " + checkouts[0].names_no_client(WIZ_SERVERS="wheels"))
    return lines


def from_clone(lab: Lab, user: str, **more: str | bool) -> str:
    checkout = lab.clone(f"{LONG}{user}'s {'-'.join(map(str, more.values()))}", user)
    checkout.environment["CLIENTS"] = "20"
    first = checkout.start(seconds=FIRST_SECONDS, **more)
    first.stop()
    second = checkout.start(**more)
    made_by = list(checkout.data.glob("servers/made-by.json"))
    second.stop()
    return f"first start {first.seconds:.1f} s, second {second.seconds:.1f} s; {made_by and made_by[0].read_text()}"


@case
def bare_root(lab: Lab) -> str:
    """Root, on a machine whose PostgreSQL, Redis and Docker are hidden."""
    return from_clone(lab, "root", hidden=True)


@case
def bare_nobody(lab: Lab) -> str:
    """An ordinary user, on a machine whose PostgreSQL, Redis and Docker are hidden."""
    return from_clone(lab, "nobody", hidden=True)


@case
def system_root(lab: Lab) -> str:
    """Root, with the machine's own PostgreSQL and Redis."""
    return from_clone(lab, "root", WIZ_SERVERS="system")


@case
def system_nobody(lab: Lab) -> str:
    """An ordinary user, with the machine's own PostgreSQL and Redis."""
    return from_clone(lab, "nobody", WIZ_SERVERS="system")


def killed(lab: Lab, *words: str) -> str:
    base = lab.base("nobody")
    demo = base.start()
    begun = time.monotonic()
    base.kill(*words)
    assert eventually(lambda: "started again" in demo.said or not words, 30), demo.said
    time.sleep(3)
    demo.page_within(30)
    told = [line for line in demo.said.splitlines() if "started again" in line]
    demo.stop()
    base.start().stop()
    return f"mended in {time.monotonic() - begun:.0f} s: {told[-1] if told else ''}"


@case
def kill_worker(lab: Lab) -> str:
    """kill -9 of the Celery worker."""
    return killed(lab, "celery", "worker")


@case
def kill_beat(lab: Lab) -> str:
    """kill -9 of beat."""
    return killed(lab, "celery", "beat")


@case
def kill_web(lab: Lab) -> str:
    """kill -9 of the web server and its workers."""
    return killed(lab, "gunicorn")


@case
def kill_postgres(lab: Lab) -> str:
    """kill -9 of PostgreSQL."""
    return killed(lab, "bin/postgres -D")


@case
def kill_broker(lab: Lab) -> str:
    """kill -9 of the broker."""
    return killed(lab, "unixsocket")


@case
def kill_keeper(lab: Lab) -> str:
    """kill -9 of the keeper, then of the launcher: nobody is left to stop the servers but the next start."""
    base = lab.base("nobody")
    demo = base.start()
    base.kill("wiz.servers.keeper")
    base.kill("-m wiz.servers.demo")
    demo.process.wait(10)
    again = base.start()
    again.stop()
    base.nothing_left()
    return f"the next start took the servers over in {again.seconds:.1f} s and stopped them"


@case
def kill_launcher(lab: Lab) -> str:
    """kill -9 of the launcher."""
    base = lab.base("nobody")
    demo = base.start()
    begun = time.monotonic()
    base.kill("-m wiz.servers.demo")
    demo.ended()
    gone = time.monotonic() - begun
    base.start().stop()
    return f"all it started was gone in {gone:.1f} s; the next start worked"


@case
def kill_everything(lab: Lab) -> str:
    """kill -9 of all at once, as by a power cut: a stale postmaster.pid, sockets and locks are left."""
    base = lab.base("nobody")
    base.start()
    base.kill()
    base.nothing_left()
    (base.data / "servers/postgres/postmaster.pid").write_text("1\n")
    again = base.start()
    again.stop()
    return f"the next start took {again.seconds:.1f} s"


PHASES = {
    "venv": "Making the virtual environment",
    "packages": "Installing the packages",
    "servers": "Starting PostgreSQL",
    "migrate": "Bringing the database up",
    "data": "Inventing",
    "first-page": "Waiting for the first page",
    "running": "Logs are in",
}


def broken_off(lab: Lab, name: str, end: Callable[[Demo], str]) -> str:
    """End a first start in each phase, one after the other in one checkout, then start it."""
    checkout = lab.clone(f"broken off {name}", "nobody")
    checkout.environment |= {"WIZ_SERVERS": "wheels", "CLIENTS": "20"}
    said = []
    for phase, words in PHASES.items():
        demo = Demo(checkout, terminal=True)
        demo.wait_for(words, FIRST_SECONDS)
        time.sleep(1.5 if phase != "running" else 0)
        last = end(demo)
        assert "Traceback" not in last, (phase, last)
        said.append(f"{phase}: {last.strip().splitlines()[-1] if last.strip() else ''}")
    again = checkout.start(seconds=FIRST_SECONDS)
    again.stop()
    return [*said, f"then a start of {again.seconds:.1f} s"]


@case
def ctrl_c(lab: Lab) -> list[str]:
    """Ctrl-C at a terminal in each phase of a first start, then a start."""
    return broken_off(lab, "by the keyboard", Demo.interrupt)


@case
def hang_up(lab: Lab) -> list[str]:
    """The terminal is closed in each phase of a first start, then a start."""
    return broken_off(lab, "by the terminal", Demo.hang_up)


@case
def kill_in_each_phase(lab: Lab) -> list[str]:
    """kill -9 of make, the launcher and its child in each phase of a first start, then a start."""

    def kill(demo: Demo) -> str:
        demo.checkout.kill()
        return demo.ended()

    return broken_off(lab, "by a kill", kill)
