"""What is looked at before a start, and what the terminal is told. All of it on real machines: tests/starts."""

import os
import pty
import shutil
import socket
import subprocess
import sys
import threading
from collections import namedtuple
from pathlib import Path

import pytest

from tests.servers.helpers import BASE_DIR, environment, run
from wiz.servers import checks, folders, postgres, programs
from wiz.servers.errors import ServersError, as_sentence
from wiz.servers.progress import run_steps

Usage = namedtuple("Usage", "total used free")


def test_port_is_held_until_the_web_server_takes_it(tmp_path: Path) -> None:
    with checks.taken_port(0) as held:
        port = held.getsockname()[1]
        with pytest.raises(ServersError, match=f"Port {port} is taken already"):
            checks.taken_port(port)
        with pytest.raises(OSError, match="in use"):
            socket.create_server(("127.0.0.1", port))


def test_port_of_a_killed_demo_is_waited_for() -> None:
    lingers = socket.create_server(("127.0.0.1", 0))
    port = lingers.getsockname()[1]
    threading.Timer(0.2, lingers.close).start()
    checks.taken_port(port, patience=20).close()


def test_address_that_is_not_there_is_not_called_a_taken_port(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "ADDRESS", "192.0.2.1")
    with pytest.raises(ServersError, match=r"does not have the address 192\.0\.2\.1"):
        checks.taken_port(8123)


def test_full_disk_is_refused_before_anything_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIZ_DATA_DIR", str(tmp_path / "not" / "yet"))
    monkeypatch.setattr(shutil, "disk_usage", lambda path: Usage(0, 0, 100_000_000))
    with pytest.raises(ServersError, match="has 100 MB left, and WIZ needs 250 MB"):
        checks.refuse_full_disk()
    monkeypatch.setenv("WIZ_DATA_DIR", str(tmp_path))
    (tmp_path / "servers").mkdir()
    checks.refuse_full_disk()  # what is there needs less


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        (
            "WIZ_ENV",
            "production",
            "WIZ_ENV is production, and the demo is for trying out. See docs/running.md.\n",
        ),
        ("CLIENTS", "many", "CLIENTS is many; it must be a number from 1 to 1000000.\n"),
        ("WIZ_SERVERS", "docker", "WIZ_SERVERS is docker; it must be url, system or wheels, or not set.\n"),
    ],
)
def test_wish_that_cannot_be_is_refused_first(tmp_path: Path, name: str, value: str, sentence: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as some:
        free = some.getsockname()[1]
    assert (
        run(tmp_path, "-m", "wiz.servers.demo", "--check", PORT=str(free), **{name: value}).stderr == sentence
    )


def test_refusal_of_the_machine_is_one_line() -> None:
    assert as_sentence(OSError(28, "No space left on device", "x")).startswith("The disk is full.")
    assert as_sentence(PermissionError(13, "Permission denied", "/x")) == "Permission denied: /x."


def test_postgres_on_path_is_not_found_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "bin").mkdir()
    for name in ("postgres", "initdb", "psql"):
        (tmp_path / "bin" / name).write_text("#!/bin/sh\necho postgres 15.1")
        (tmp_path / "bin" / name).chmod(0o755)
    (tmp_path / "link").symlink_to(tmp_path / "bin")
    monkeypatch.setattr(programs, "_system_postgres_folders", lambda: [tmp_path / "bin", tmp_path / "link"])
    assert [str(found) for found in programs.find_postgres((programs.SYSTEM,))] == ["PostgreSQL 15 (system)"]


def test_initdb_that_fails_says_its_own_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not that of a second try with another locale."""
    tried = []

    def fails(place: folders.Place, command: list[str]) -> subprocess.CompletedProcess[str]:
        tried.append(command)
        words = (
            "initdb: error: invalid locale name"
            if len(tried) == 1
            else "initdb: error: No space left on device"
        )
        return subprocess.CompletedProcess(command, 1, "", words)

    monkeypatch.setattr(postgres, "_run", fails)
    place = folders.Place(tmp_path, tmp_path, tmp_path, folders.Account(os.getuid(), os.getgid()))
    monkeypatch.setattr(postgres, "LOCALES", ("C.UTF-8", "en_US.UTF-8", "never tried"))
    with pytest.raises(ServersError, match="No space left on device"):
        postgres._make_data(place, programs.Postgres("system", 15, tmp_path), tmp_path)
    assert len(tried) == 2


def test_reason_of_a_failed_step_is_told_and_the_rest_is_in_the_log(tmp_path: Path) -> None:
    command = [sys.executable, "-c", "print('== Step'); print('more'); print('!! No luck.'); exit(1)"]
    with pytest.raises(ServersError) as refused:
        run_steps(command, tmp_path, "prepare")
    assert str(refused.value) == f"\nThat failed: No luck. More is in {tmp_path}/log/prepare.log"
    assert (tmp_path / "log" / "prepare.log").read_text() == "more\n"


SAY = """
import os
import pty
from wiz.servers.progress import say, see_to_streams
see_to_streams()
say("Zoë")
say("Zoë")
print(os.fstat(1).st_rdev == os.stat(os.devnull).st_rdev)
os.open("/", os.O_RDONLY) > 2 or exit(3)
"""


@pytest.mark.parametrize("output", [">&-", "| true"])
def test_say_goes_on_where_nobody_reads(tmp_path: Path, output: str) -> None:
    script = f'set -o pipefail; "$0" -c "$1" {output}'
    done = subprocess.run(
        ["bash", "-c", script, sys.executable, SAY],
        cwd=BASE_DIR,
        env=environment(tmp_path, PYTHONIOENCODING="ascii"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_other_postgres_variables_do_not_reach_our_servers(monkeypatch: pytest.MonkeyPatch) -> None:
    from wiz.servers import _hide_other_postgres

    monkeypatch.setenv("PGSERVICE", "theirs")
    hidden = _hide_other_postgres()
    assert hidden["PGSERVICE"] == "theirs"
    assert not [name for name in os.environ if name.startswith("PG")]
    os.environ.update(hidden)


def test_packages_that_were_not_finished_are_installed_anew(tmp_path: Path) -> None:
    """pip takes a package of which it wrote a part for a whole one."""
    for folder in ("requirements", ".venv/bin"):
        (tmp_path / folder).mkdir(parents=True)
    shutil.copy(BASE_DIR / "requirements" / "install.py", tmp_path / "requirements")
    (tmp_path / "requirements" / "trial.txt").write_text("")
    (tmp_path / ".venv" / "bin" / "python").symlink_to(sys.executable)
    ask = "import sys; sys.path[0] = 'requirements'; import install; print(install.usable())"
    asked = [sys.executable, "-c", ask]
    assert subprocess.check_output(asked, cwd=tmp_path, text=True) == "True\n"
    (tmp_path / ".venv" / ".unfinished").touch()
    assert subprocess.check_output(asked, cwd=tmp_path, text=True) == "False\n"


@pytest.mark.parametrize(
    "told",
    [
        "import sys; sys.path[:0] = ['requirements']; import install; "
        "install.run('Installing', ['sleep', '1'], os.open('.', 0))",
        "from wiz.servers.progress import say; say('Installing'); time.sleep(1); say('done')",
    ],
)
def test_a_closed_terminal_ends_what_its_leader_waits_for(tmp_path: Path, told: str) -> None:
    """As `ssh -t host make demo` is: who leads the session hears of it, and waits for children who do not."""
    ours, theirs = pty.openpty()
    went_on = tmp_path / "went-on"
    told = f"import os, time; {told}; time.sleep(0.2); open({str(went_on)!r}, 'w')"
    leader = 'trap : HUP; "$@"; true'
    command = ["setsid", "--ctty", "--wait", "sh", "-c", leader, "sh", sys.executable, "-c", told]
    with subprocess.Popen(command, cwd=BASE_DIR, stdin=theirs, stdout=theirs, stderr=theirs) as process:
        os.close(theirs)
        assert b"Installing" in os.read(ours, 1000)
        os.close(ours)
        process.wait(20)
    assert not went_on.exists()
