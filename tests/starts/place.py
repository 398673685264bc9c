"""A checkout of what is committed, in which the demo is started as a person would: with make, as some user."""

import contextlib
import http.client
import os
import pty
import select
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent.parent
# Of the shell that starts this, what would change how the demo starts.
OURS = (
    "WIZ_",
    "PYTHON",
    "PG",
    "DATABASE_URL",
    "REDIS_URL",
    "PORT",
    "MAKE",
    "MFLAGS",
    "VIRTUAL_ENV",
    "LC_",
    "TMPDIR",
    "CLIENTS",
)
PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
RUNS = "WIZ runs at"
FIRST_SECONDS, NEXT_SECONDS, STOP_SECONDS = 600, 90, 60
# Root only: what the machine has of servers and Docker is gone, for the command that follows and what it starts.
HIDE = """
for folder in /usr/lib/postgresql /opt/postgresql; do
  [ ! -d $folder ] || mount -t tmpfs -o size=4k none $folder
done
for name in postgres psql pg_ctl redis-server valkey-server docker; do
  while program=$(command -v $name) && [ -x "$program" ]; do mount --bind /dev/null $(readlink -f "$program"); done
done
exec "$@"
"""


class Checkout:
    """A clone in a folder, its user, its port, and the environment that user has."""

    def __init__(self, folder: Path, user: str, home: Path, pip_cache: Path) -> None:
        self.folder = folder
        self.user = user
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.environment = {
            name: value for name, value in os.environ.items() if not name.startswith(OURS)
        } | {"PATH": PATH, "HOME": str(home), "PORT": str(self.port), "PIP_CACHE_DIR": str(pip_cache)}

    @property
    def data(self) -> Path:
        return self.folder / "var"

    def command(self, words: list[str], hidden: bool) -> list[str]:
        if self.user != "root":
            words = ["setpriv", f"--reuid={self.user}", "--regid=nogroup", "--clear-groups", "--", *words]
        return ["unshare", "--mount", "sh", "-c", HIDE, "hide", *words] if hidden else words

    def make(self, *words: str, seconds: float = 300, **more: str) -> str:
        """Run make to its end; return all it said, its exit code first."""
        done = subprocess.run(
            self.command(["make", *words], hidden=False),
            cwd=self.folder,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
        return f"{done.returncode}\n{done.stdout}"

    def python(self, *words: str) -> str:
        """Run the checkout's Python; return its exit code and what it printed last."""
        command = self.command([".venv/bin/python", *words], hidden=False)
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment, capture_output=True, text=True, check=False
        )
        return f"{done.returncode}: {((done.stdout + done.stderr).strip().splitlines() or [''])[-1]}"

    def refusal(self, *words: str, **more: str) -> str:
        """Return the sentence with which `make demo` refuses: the one line that is not make's own."""
        code, *said = self.make("demo", *words, **more).splitlines()
        assert code != "0", "It did not refuse."
        said = [line for line in said if not line.startswith(("make:", "make["))]
        assert len(said) == 1, "Not one sentence:\n" + "\n".join(said)
        return said[0].replace(str(self.folder), "…")

    def start(self, *, seconds: float = NEXT_SECONDS, **more: str) -> "Demo":
        demo = Demo(self, **more)
        demo.wait_for_page(seconds)
        return demo

    def processes(self, *words: str) -> list[int]:
        """Return the processes that belong to this checkout and have all these words in their command."""
        found = []
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                said = (process / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
                where = os.readlink(process / "cwd")
                ours = where.startswith((f"{self.folder}/", str(self.folder))) or f"{self.folder}/" in said
                if ours and said and all(word in said for word in words):
                    found.append(int(process.name))
        return sorted(found)

    def kill(self, *words: str) -> None:
        killed = self.processes(*words)
        assert killed, f"No process with {words}."
        for pid in killed:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def names_no_client(self, **more: str) -> str:
        """Look through the logs for the demo's clients: see tests/log_leaks.py. Return what was looked for."""
        command = self.command([".venv/bin/python", "-m", "tests.log_leaks", "var/log"], hidden=False)
        done = subprocess.run(
            command, cwd=self.folder, env=self.environment | more, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def nothing_left(self, seconds: float = 20) -> None:
        """The kernel's word for it."""
        assert eventually(lambda: not self.processes(), seconds), "Left behind: " + "; ".join(
            Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ") for pid in self.processes()
        )


class Demo:
    """`make demo` that runs: its words, and the ways to end it."""

    def __init__(
        self,
        checkout: Checkout,
        *,
        terminal: bool = False,
        hidden: bool = False,
        before: str = "",
        **more: str,
    ) -> None:
        self.checkout = checkout
        self.said = ""
        self.begun = time.monotonic()
        words = ["make", "demo"]
        if before:
            words = ["sh", "-c", f"{before} {shlex.join(words)}"]
        ours, theirs = pty.openpty() if terminal else os.pipe()
        self.end_of_wire, self.closing = ours, False
        self.process = subprocess.Popen(
            # A terminal of its own, as a person has: Ctrl-C reaches all that runs in front, closing it too.
            ["setsid", *(["--ctty"] if terminal else []), "--wait", *checkout.command(words, hidden)],
            cwd=checkout.folder,
            env=checkout.environment | more,
            stdin=theirs if terminal else subprocess.DEVNULL,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        self.reader = threading.Thread(target=self._read, daemon=True)
        self.reader.start()

    def _read(self) -> None:
        with contextlib.suppress(OSError):
            while not self.closing:
                if select.select([self.end_of_wire], [], [], 0.1)[0]:
                    some = os.read(self.end_of_wire, 65536)
                    if not some:
                        break
                    self.said += some.decode(errors="replace")
        # Only who reads may close: the kernel keeps it open as long as somebody waits for words from it.
        os.close(self.end_of_wire)

    def read_no_more(self) -> None:
        """Close the terminal, or the reading end of the pipe."""
        self.closing = True
        self.reader.join()

    def wait_for(self, words: str, seconds: float = NEXT_SECONDS) -> None:
        until = time.monotonic() + seconds
        while words not in self.said:
            assert self.process.poll() is None, f"It ended before it said {words!r}:\n{self.said}"
            assert time.monotonic() < until, f"It did not say {words!r} in {seconds:.0f} s:\n{self.said}"
            time.sleep(0.05)

    def wait_for_page(self, seconds: float = NEXT_SECONDS) -> None:
        self.wait_for(RUNS, seconds)
        self.seconds = time.monotonic() - self.begun
        self.page()

    def page(self) -> None:
        """The sign-in page and its stylesheet answer."""
        status, text = get(self.checkout.port, "/account/login/")
        assert status == 200, (status, text)
        assert 'name="password"' in text, text
        sheet = text.split('rel="stylesheet" href="')[1].split('"')[0]
        assert get(self.checkout.port, sheet)[0] == 200, sheet

    def page_within(self, seconds: float) -> float:
        """Return after how many seconds the sign-in page answers again."""
        begun = time.monotonic()

        def answers() -> bool:
            with contextlib.suppress(OSError, http.client.HTTPException):
                return get(self.checkout.port, "/account/login/")[0] == 200
            return False

        assert eventually(answers, seconds), f"No page within {seconds} s:\n{self.said}"
        return time.monotonic() - begun

    def ended(self, seconds: float = STOP_SECONDS) -> str:
        """Wait until it ended by itself, with nothing left behind; return what it said."""
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            raise AssertionError(f"It did not end in {seconds:.0f} s:\n{self.said}") from None
        self.checkout.nothing_left()
        self.reader.join(5)
        return self.said

    def stop(self) -> None:
        said = self.checkout.make("stop", seconds=STOP_SECONDS)
        assert said.startswith("0\n"), said
        self.ended()

    def interrupt(self) -> str:
        """Ctrl-C, at a terminal."""
        os.write(self.end_of_wire, b"\x03")
        return self.ended()

    def hang_up(self) -> str:
        self.read_no_more()
        return self.ended()


class Lab:
    """A folder for checkouts, one home and one pip cache a user; emptied at the end."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wiz-starts.", dir=os.environ.get("TMPDIR", "/var/tmp")))
        self.folder.chmod(0o755)
        self.checkouts: list[Checkout] = []
        self.bases: dict[str, Checkout] = {}

    def clone(self, name: str, user: str) -> Checkout:
        """A clone as a person has just made it: nothing but what is committed."""
        folder = self.folder / name
        folder.parent.mkdir(parents=True, exist_ok=True)
        run("git", "clone", "--quiet", str(BASE_DIR), str(folder))
        home, cache = self.folder / f"home of {user}", self.folder / f"pip of {user}"
        for path in (home, cache):
            path.mkdir(exist_ok=True)
            run("chown", "--recursive", user, str(path))
        run("chown", "--recursive", f"{user}:", str(folder))
        checkout = Checkout(folder, user, home, cache)
        self.checkouts.append(checkout)
        return checkout

    def installed(self, name: str, user: str) -> Checkout:
        """A clone with its packages, so that only what comes after them is tried."""
        base = self.base(user)
        checkout = self.clone(name, user)
        checkout.environment["CLIENTS"] = "20"
        run("cp", "--archive", "--link", f"{base.folder}/.venv", f"{checkout.folder}/.venv")
        return checkout

    def base(self, user: str) -> Checkout:
        """The one checkout of this user that has been started before, with its data, which does not run."""
        if user not in self.bases:
            base = self.bases[user] = self.clone(f"a checkout of {user}/wiz", user)
            base.environment["CLIENTS"] = "20"
            base.start(seconds=FIRST_SECONDS, WIZ_SERVERS="wheels").stop()
        return self.bases[user]

    def quiet(self, goal: str = "stop") -> None:
        for checkout in self.checkouts:
            if checkout.data.exists():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    checkout.make(goal, seconds=STOP_SECONDS)

    def close(self) -> None:
        self.quiet("reset")
        shutil.rmtree(self.folder)


def get(port: int, path: str) -> tuple[int, str]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def eventually(condition, seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.1)
    return True


def run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{shlex.join(command)}: {done.stderr}"


@contextlib.contextmanager
def small_disk(path: Path, user: str, megabytes: int) -> Iterator[Path]:
    """A disk of that size at the path; root only."""
    path.mkdir(exist_ok=True)
    run("mount", "-t", "tmpfs", "-o", f"size={megabytes}m,uid={user},mode=755", "wiz-starts", str(path))
    try:
        yield path
    finally:
        run("umount", "--lazy", str(path))


if __name__ == "__main__":
    sys.exit("See tests/starts/__main__.py.")
