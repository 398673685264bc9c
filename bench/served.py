"""The program (or a peer) behind gunicorn with one worker on the first core, and somebody signed in to it."""

import contextlib
import http.client
import os
import re
import socket
import subprocess
import sys
import time
import urllib.parse
from collections.abc import Iterator
from pathlib import Path

from bench import databases, machine

PASSWORD = "kastanjeboom"  # of everybody in the demo
START_SECONDS = 60


class Site:
    """One signed-in person's way to a server: `get` returns a page's text, or raises AssertionError."""

    def __init__(self, port: int) -> None:
        self.host = f"127.0.0.1:{port}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        status, body = self.ask("GET", path)
        assert status == 200, f"{path}: {status}"
        return body

    def sign_in(self, path: str, *, name: str, names: tuple[str, str] = ("login", "password")) -> None:
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(path))
        assert token, f"{path} is no page to sign in"
        form = {"csrfmiddlewaretoken": token[1], names[0]: name, names[1]: PASSWORD}
        status, _body = self.ask("POST", path, urllib.parse.urlencode(form))
        assert status == 302, f"{name} could not sign in: {status}"

    def ask(self, method: str, path: str, body: str | None = None) -> tuple[int, str]:
        """Ask once. A connection each, for a worker of this kind keeps none; as through a proxy with TLS."""
        connection = http.client.HTTPConnection(self.host, timeout=120)
        headers = {
            "Host": self.host,
            "Origin": f"https://{self.host}",
            "X-Forwarded-Proto": "https",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": "application/x-www-form-urlencoded",
        }
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode()
        finally:
            connection.close()
        for cookie in response.headers.get_all("Set-Cookie", []):
            name, _is, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return response.status, text


@contextlib.contextmanager
def served(database: str, *, settings: str = "bench.settings", log: Path) -> Iterator[Site]:
    """Serve a database for the time of the block. Raises RuntimeError when the server does not start."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [
        sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"127.0.0.1:{port}",
        "--workers", "1", "--worker-class", "sync", "--timeout", "300", "--log-level", "warning",
    ]  # fmt: skip
    environment = databases.environment_for(database, DJANGO_SETTINGS_MODULE=settings)
    with log.open("a") as output:
        server = subprocess.Popen(
            command, cwd=databases.ROOT, env=environment, stdout=output, stderr=output,
            preexec_fn=lambda: machine.pin(0),
        )  # fmt: skip
    try:
        _wait(server, port, log)
        yield Site(port)
    finally:
        server.terminate()
        server.wait()


def _wait(server: "subprocess.Popen[bytes]", port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the web server did not start: {os.linesep.join(log.read_text().splitlines()[-5:])}")
