"""The demo's own parts: its port, its processes, its stop. The whole of it: tests/starts."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.servers.helpers import BASE_DIR, environment, eventually, run
from wiz.servers.errors import ServersError
from wiz.servers.locks import FileLock
from wiz.servers.processes import Process, Processes
from wiz.servers.secrets import secret

LAUNCHER = """
import sys, time
from pathlib import Path
from wiz.servers.processes import Process, Processes
held = Processes(Path(sys.argv[1]), [Process("one", ["sleep", "600"])], print)
held.start()
print(held.processes[0].running.pid, flush=True)
time.sleep(600)
"""


def test_demo_taken_port_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        refused = run(tmp_path, "-m", "wiz.servers.demo", PORT=port)
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == f"Port {port} is taken already. Try: make demo PORT=8123\n"


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "²"])
def test_demo_impossible_port_is_refused_with_a_sentence(tmp_path: Path, port: str) -> None:
    refused = run(tmp_path, "-m", "wiz.servers.demo", "--check", PORT=port)
    assert refused.stderr == f"PORT is {port}; it must be a number from 1 to 65535.\n"


def test_demo_second_one_in_a_checkout_is_refused_with_a_sentence(tmp_path: Path) -> None:
    demo = FileLock(tmp_path, "demo")
    assert demo.take(wait=False)
    demo.write("1 8123")
    refused = run(tmp_path, "-m", "wiz.servers.demo")
    demo.release()
    assert refused.stderr == (
        "The demo of this checkout runs already at http://127.0.0.1:8123/. `make stop` ends it.\n"
    )


@pytest.mark.parametrize("option", [[], ["--reset"]])
def test_stop_where_nothing_runs(tmp_path: Path, option: list[str]) -> None:
    done = run(tmp_path / "none", "-m", "wiz.servers.stop", *option)
    assert done.returncode == 0
    assert done.stdout.startswith("Nothing runs")


def test_reset_leaves_what_is_not_ours(tmp_path: Path) -> None:
    secret(tmp_path, "django")
    (tmp_path / "holiday.txt").write_text("mine")
    done = run(tmp_path, "-m", "wiz.servers.stop", "--reset")
    assert f"Deleting {tmp_path / 'secrets'}" in done.stdout
    assert [path.name for path in tmp_path.iterdir()] == ["holiday.txt"]


def test_reset_keeps_a_link_to_another_disk(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "var").symlink_to(tmp_path / "disk")
    secret(tmp_path / "var", "django")
    done = run(tmp_path / "var", "-m", "wiz.servers.stop", "--reset")
    assert (done.returncode, done.stderr) == (0, "")
    assert list((tmp_path / "var").iterdir()) == []


def test_stop_while_a_start_only_looks_waits_for_its_end(tmp_path: Path) -> None:
    looks = FileLock(tmp_path, "demo")
    assert looks.take(wait=False)
    looks.write("")
    threading.Timer(0.5, looks.release).start()
    done = run(tmp_path, "-m", "wiz.servers.stop")
    assert (done.stdout, done.stderr) == ("No demo runs here.\n", "")


def test_processes_die_with_their_killed_launcher(tmp_path: Path) -> None:
    launcher = subprocess.Popen(
        [sys.executable, "-c", LAUNCHER, str(tmp_path)],
        cwd=BASE_DIR,
        env=environment(tmp_path),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert launcher.stdout
    child = int(launcher.stdout.readline())
    launcher.kill()
    launcher.communicate()
    assert eventually(lambda: not alive(child))


def test_processes_dead_one_is_started_again(tmp_path: Path) -> None:
    said: list[str] = []
    held = Processes(tmp_path, [Process("worker", ["sleep", "600"])], said.append)
    held.start()
    try:
        first = held.processes[0].running
        assert first
        os.kill(first.pid, signal.SIGKILL)
        first.wait()
        held.look_after()
        assert "The worker ended (SIGKILL); started again in 1 s." in said[0]
        held.processes[0].start_at = time.monotonic()
        held.look_after()
        second = held.processes[0].running
        assert second
        assert second.pid != first.pid
    finally:
        held.end()
    assert not alive(second.pid)


def test_processes_that_keep_dying_end_the_demo_with_their_last_words(tmp_path: Path) -> None:
    held = Processes(tmp_path, [Process("beat", ["sh", "-c", "echo no luck; exit 3"])], lambda text: None)
    held.start()

    def until_it_gives_up() -> None:
        for _ in range(20):
            process = held.processes[0]
            if process.running:
                process.running.wait()
            process.start_at = 0
            held.look_after()

    with pytest.raises(ServersError, match=r"The beat ended 5 times[^\0]*no luck"):
        until_it_gives_up()


def test_secret_is_made_once_and_private(tmp_path: Path) -> None:
    data_dir = tmp_path / "data"
    first = secret(data_dir, "django")
    assert len(first) >= 50
    assert secret(data_dir, "django") == first
    assert secret(data_dir, "bsn") != first
    assert (data_dir / "secrets" / "django").stat().st_mode & 0o777 == 0o600
    assert (data_dir / "secrets").stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in (data_dir / "secrets").iterdir()) == ["bsn", "django"]


def test_secret_asked_by_many_at_once_is_one(tmp_path: Path) -> None:
    ask = (
        "import sys; from pathlib import Path; from wiz.servers.secrets import secret\n"
        "print(secret(Path(sys.argv[1]), 'x'))"
    )
    asked = [
        subprocess.Popen(
            [sys.executable, "-S", "-c", ask, str(tmp_path)], cwd=BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        for _ in range(6)
    ]
    answers = {process.communicate()[0] for process in asked}
    assert len(answers) == 1


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
