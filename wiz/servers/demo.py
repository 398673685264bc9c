"""`make demo`: servers, database, example data, then web, worker and beat until Ctrl-C.

    python -m wiz.servers.demo [--check]

With --check it only looks whether the demo can start here (by the system's Python, before anything is made).
"""

import http.client
import os
import resource
import signal
import socket
import subprocess
import sys
import time

from wiz.servers import checks, servers
from wiz.servers.checks import ADDRESS
from wiz.servers.errors import ServersError, as_sentence
from wiz.servers.folders import BASE_DIR, data_folder, private_folder
from wiz.servers.locks import FileLock
from wiz.servers.processes import END_SECONDS, Process, Processes, last_lines
from wiz.servers.progress import Step, pass_hang_up_on, run_steps, say, see_to_streams
from wiz.servers.use import Use, ensure_running

ANSWER_SECONDS = 60
# PostgreSQL, the broker and the web server want some hundreds; on macOS a shell gives 256.
OPEN_FILES = 4096


def main(arguments: list[str]) -> None:
    """Run the demo of this checkout. Refuses with exit code 1 and a sentence."""
    see_to_streams()
    # Whatever the shell says: what is made here is closed to other users.
    os.umask(0o077)
    _allow_open_files()
    try:
        checks.refuse_production()
        port = checks.wished_port()
        checks.wished_clients()
        demo = FileLock(data_folder(), "demo")
        if not demo.take(wait=False):
            raise ServersError(f"The demo of this checkout runs already{_where(demo)}. `make stop` ends it.")
        # Only a demo that was killed leaves its note; its web server is about to notice.
        with checks.taken_port(port, patience=END_SECONDS if demo.read().endswith(f" {port}") else 0) as door:
            checks.refuse_without_programs()
            checks.refuse_full_disk()
            if "--check" in arguments:
                return
            demo.write(f"{os.getpid()} {port}")
            try:
                _demo(port, door)
            finally:
                demo.write("")
    except ServersError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(as_sentence(error))
    except KeyboardInterrupt:
        sys.exit(130)


def _allow_open_files() -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = OPEN_FILES if hard == resource.RLIM_INFINITY else min(OPEN_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def _demo(port: int, door: socket.socket) -> None:
    begun = time.monotonic()
    say("Starting WIZ. The first time takes longest; all it keeps is in " + str(data_folder()))
    step = Step("Starting PostgreSQL and the broker")
    with servers() as use:
        step.done()
        processes = Processes(data_folder(), _programs(door), say)
        try:
            run_steps([sys.executable, "-m", "wiz.servers.prepare"], data_folder(), "prepare")
            private_folder(data_folder() / "run")
            processes.start()
            _wait_for_answer(port, processes)
            sign_ins = _sign_ins()
            say(f"\nWIZ runs at http://{ADDRESS}:{port}/ after {time.monotonic() - begun:.1f} s\n")
            say(sign_ins)
            say(f"Logs are in {data_folder() / 'log'}. Ctrl-C stops everything; the data stay.")
            _watch(processes, use)
        except (KeyboardInterrupt, SystemExit):
            say("\nStopping ...")
        finally:
            # A second Ctrl-C must not leave half of it running.
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_IGN)
            processes.end()
    say("Stopped.")


def _programs(door: socket.socket) -> list[Process]:
    # fmt: off
    return [
        Process("web", [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"fd://{door.fileno()}",
            "--worker-class", "gthread", "--workers", "2", "--threads", "4",
            # Its default is one socket per user, which two checkouts would fight for.
            "--no-control-socket",
        ], door=door),
        Process("worker", [
            sys.executable, "-m", "celery", "-A", "config", "worker", "--concurrency", "2",
            "--loglevel", "INFO", "--without-gossip", "--without-mingle",
        ]),
        Process("beat", [
            sys.executable, "-m", "celery", "-A", "config", "beat", "--loglevel", "INFO", "--pidfile=",
        ]),
    ]
    # fmt: on


def _watch(processes: Processes, use: Use | None) -> None:
    """Until a signal comes: start again what died."""
    terminal = sys.stdout.isatty()
    while True:
        time.sleep(1)
        if terminal and not sys.stdout.isatty():
            pass_hang_up_on()
        processes.look_after()
        if use:
            for name in ensure_running(use):
                say(f"The server of {name} had ended and was started again.")


def _wait_for_answer(port: int, processes: Processes) -> None:
    step = Step("Waiting for the first page")
    status = 0
    while step.seconds < ANSWER_SECONDS:
        processes.look_after()
        status = _status(port)
        if 0 < status < 500:
            step.done()
            return
        time.sleep(0.1)
        step.tick()
    log = data_folder() / "log" / "web.log"
    answer = f"answers with status {status}" if status else "does not answer"
    raise ServersError(f"\nThe web server {answer}. The last lines of {log}:\n{last_lines(log)}")


def _status(port: int) -> int:
    """Return the status of the first page, 0 when nobody answers."""
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _sign_ins() -> str:
    asked = subprocess.run(
        [sys.executable, "manage.py", "demo_data", "--sign-ins"],
        cwd=BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    if asked.returncode != 0:
        raise ServersError(f"The sign-ins could not be listed: {asked.stderr.strip()[-1000:]}")
    return asked.stdout


def _where(demo: FileLock) -> str:
    note = demo.read().split()
    return f" at http://{ADDRESS}:{note[1]}/" if len(note) == 2 else ""


if __name__ == "__main__":
    main(sys.argv[1:])
