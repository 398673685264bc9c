"""What docker-compose.yml, the Dockerfile and the systemd units start, started here with production's settings.

Their commands and health checks are read from the files and run without Docker: on a database and a broker of the
tests' own, with every secret in a file. Then each must end by itself when it is told to.
"""

import configparser
import contextlib
import json
import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import databases
from wiz.servers.postgres import SILENT_ABOUT_ROWS
from wiz.servers.programs import KINDS, find_broker

pytestmark = pytest.mark.integration

ROOT = databases.ROOT
COMPOSE = (ROOT / "docker-compose.yml").read_text()
DOCKERFILE = (ROOT / "Dockerfile").read_text()
UNITS = ROOT / "deploy" / "systemd"
BIN = Path(sys.executable).parent
OURS = {"migrate", "web", "worker", "beat"}


def service(name: str) -> str:
    """Return a service's lines. The files keep what is read here on one line each, as JSON."""
    return re.search(rf"^  {name}:\n((?:    .*\n|\n)+)", COMPOSE, re.MULTILINE)[1]


def command_of(name: str) -> list[str]:
    found = re.search(r"^    command: (\[.*\])$", service(name), re.MULTILINE)
    return json.loads(found[1] if found else re.findall(r"^CMD (\[.*\])$", DOCKERFILE, re.MULTILINE)[-1])


def health_check_of(name: str) -> list[str]:
    found = re.search(r"^      test: (\[.*\])$", service(name), re.MULTILINE)
    how, *words = json.loads(found[1]) if found else ["CMD", *json.loads(image_health_check())]
    return ["sh", "-c", words[0].replace("$$", "$")] if how == "CMD-SHELL" else words


def image_health_check() -> str:
    return re.search(r"^HEALTHCHECK [^[]*CMD (\[.*\])$", DOCKERFILE, re.MULTILINE | re.DOTALL)[
        1
    ].splitlines()[0]


def settings_of_all() -> dict[str, str]:
    """Return the environment every service of ours has, with what Compose would ask for filled in."""
    block = re.search(r"^  environment:\n((?:    .*\n)+)", COMPOSE, re.MULTILINE)[1]
    found = dict(line.strip().split(": ", 1) for line in block.splitlines())
    found["ALLOWED_HOSTS"] = "wiz.example.org"
    return {name: re.sub(r"^\$\{\w+:-\}$", "", value) for name, value in found.items()}


@dataclass
class Production:
    folder: Path
    environment: dict[str, str]
    port: int
    broker: "subprocess.Popen[bytes]"

    def start(self, command: list[str], name: str) -> "subprocess.Popen[bytes]":
        with (self.folder / f"{name}.log").open("ab") as log:
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def run_for_the_image(self, command: list[str]) -> None:
        """Without any setting of production, as when the image is made."""
        static = {"WIZ_STATIC_ROOT": str(self.folder / "static"), "WIZ_DATA_DIR": str(self.folder / "build")}
        environment = {"PATH": self.environment["PATH"], **static}
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)

    def healthy(self, name: str) -> bool:
        words = [word.replace("127.0.0.1:8000", f"127.0.0.1:{self.port}") for word in health_check_of(name)]
        asked = subprocess.run(words, cwd=ROOT, env=self.environment, capture_output=True, check=False)
        return asked.returncode == 0

    def ask(self, path: str) -> tuple[int, str]:
        token = (self.folder / "secrets" / "metrics_token").read_text()
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{path}", headers={"Authorization": f"Bearer {token}"}
        )
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def failing(self) -> list[str]:
        return json.loads(self.ask("/health/ready")[1])["failing"]

    def log(self, name: str) -> str:
        return (self.folder / f"{name}.log").read_text()


@pytest.fixture
def production() -> Iterator[Production]:
    """Production's settings by the names of docker-compose.yml, an empty database and a broker on a port."""
    folder = Path(tempfile.mkdtemp(prefix="wiz"))
    database = f"wiz_production_{secrets.token_hex(6)}"
    databases.create(database, databases.migrated())
    web_port, broker_port = free_port(), free_port()
    values = {
        "database_url": databases.address_of(database),
        "bsn_key": secrets.token_urlsafe(48),
        "secret_key": secrets.token_urlsafe(48),
        "metrics_token": secrets.token_urlsafe(24),
        "email_url": "smtp://127.0.0.1:1",
    }
    (folder / "secrets").mkdir()
    (folder / "run").mkdir()
    for name, value in values.items():
        (folder / "secrets" / name).write_text(value)
    given = {
        name: value.replace("/run/secrets", str(folder / "secrets"))
        for name, value in settings_of_all().items()
    }
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PG", "LC_", "LANG"))}
    image = dict(re.findall(r"^ +(?:ENV )?(WIZ_\w+)=(\S+)", DOCKERFILE, re.MULTILINE))
    environment = {
        **kept,
        **image,
        **given,
        "HOSTNAME": socket.gethostname(),
        "PATH": f"{BIN}:{os.environ['PATH']}",
        "REDIS_URL": f"redis://127.0.0.1:{broker_port}/0",
        "WIZ_BIND": f"127.0.0.1:{web_port}",
        "WIZ_DATA_DIR": str(folder),
        "WIZ_STATIC_ROOT": str(folder / "static"),
        "WIZ_SWEEP_SECONDS": "1",
        "WIZ_WEB_WORKERS": "1",
    }
    _kind, program = find_broker(KINDS)
    broker = subprocess.Popen(
        [program, "--port", str(broker_port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        cwd=folder, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield Production(folder, environment, web_port, broker)
    finally:
        broker.kill()
        broker.wait()
        databases.drop(database)
        shutil.rmtree(folder)


def ended(process: "subprocess.Popen[bytes]") -> int:
    """Return how a process ended that was told to; killed when it does not."""
    try:
        return process.wait(40)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def eventually(condition, what: str, seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while True:
        with contextlib.suppress(OSError):
            if condition():
                return
        assert time.monotonic() < until, f"waited {seconds} seconds in vain for: {what}"
        time.sleep(0.2)


def test_each_service_starts_is_found_healthy_and_ends_when_told_to(production):
    """As the image is made, and then in the order of docker-compose.yml: once the migrations, then the others."""
    made = re.search(r"^RUN WIZ_DATA_DIR.* (manage.py collectstatic .*)$", DOCKERFILE, re.MULTILINE)
    production.run_for_the_image(made[1].split())
    once = production.start(command_of("migrate"), "migrate")
    assert once.wait(120) == 0, production.log("migrate")
    running = {name: production.start(command_of(name), name) for name in ("web", "worker", "beat")}
    try:
        eventually(lambda: production.healthy("web"), "the web server")
        eventually(lambda: not production.failing(), "the first sweep, by beat and worker")
        assert {name: production.healthy(name) for name in running} == dict.fromkeys(running, True)
        status, numbers = production.ask("/metrics")
        assert status == 200
        assert 'wiz_up{part="broker"} 1.0' in numbers
        assert "wiz_flags_open" in numbers
        # By its name and over https it is a page; over http the way to it; by any other name nothing.
        assert page_of(production, "wiz.example.org", https=True) == 200
        assert page_of(production, "wiz.example.org", https=False) == 301
        assert page_of(production, "elsewhere.example.org", https=True) == 400
        assert 'wiz_request_seconds_count{method="GET",route="account_login"' in production.ask("/metrics")[1]

        # A broker that hangs: the answer comes within three seconds and a bit, and names it.
        production.broker.send_signal(signal.SIGSTOP)
        begun = time.monotonic()
        assert production.failing() == ["broker"]
        assert time.monotonic() - begun < 4
        production.broker.send_signal(signal.SIGCONT)
        eventually(lambda: not production.failing(), "the broker to be back")
    finally:
        for process in running.values():
            process.terminate()
        codes = {name: ended(process) for name, process in running.items()}
    assert codes == {"web": 0, "worker": 0, "beat": 0}
    for name in ("web", "worker", "beat"):
        # Celery has a few words of its own at its end, and for root.
        lines = [json.loads(line) for line in production.log(name).splitlines() if line.startswith("{")]
        assert {"time", "level", "event"} <= set(lines[0]), name
        wrong = [line for line in lines if line["level"] in ("error", "critical")]
        assert [line["logger"] for line in wrong] == (
            ["django.security.DisallowedHost"] if name == "web" else []
        )


def page_of(production: Production, host: str, *, https: bool) -> int:
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_request):
            return None

    headers = {"Host": host} | ({"X-Forwarded-Proto": "https"} if https else {})
    request = urllib.request.Request(f"http://127.0.0.1:{production.port}/account/login/", headers=headers)
    try:
        return urllib.request.build_opener(Stay).open(request, timeout=20).status
    except urllib.error.HTTPError as error:
        return error.code


def test_production_without_a_setting_says_which_and_does_not_start():
    """Which must be given is in the table of docs/running.md: tests/test_settings.py."""
    environment = {"PATH": os.environ["PATH"], "WIZ_ENV": "production", "DATABASE_URL": "postgres:///x"}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )  # fmt: skip
    assert done.returncode == 1
    (sentence,) = done.stderr.splitlines()
    assert "neither REDIS_URL nor REDIS_URL_FILE is set" in sentence


def test_production_is_clean_for_django_itself():
    environment = {
        "PATH": os.environ["PATH"], "WIZ_ENV": "production", "DATABASE_URL": "postgres:///x", "REDIS_URL": "redis://x",
        "SECRET_KEY": secrets.token_urlsafe(48), "WIZ_BSN_KEY": "x", "ALLOWED_HOSTS": "x", "EMAIL_URL": "smtp://x",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_compose_has_these_services_and_each_secret_by_file():
    services = re.search(r"^services:\n((?:  .*\n|\n)+)", COMPOSE, re.MULTILINE)[1]
    assert set(re.findall(r"^  (\w+):$", services, re.MULTILINE)) == OURS | {"postgres", "redis"}
    for name in OURS:
        assert "    <<: *wiz\n" in service(name)
    # Builds of one name that run at the same time make each other fail.
    assert COMPOSE.count("build:") == service("migrate").count("build: .") == 1
    files = {value.rpartition("/")[2] for name, value in settings_of_all().items() if name.endswith("_FILE")}
    assert files == set(json.loads(re.search(r"^  secrets: (\[.*\])$", COMPOSE, re.MULTILINE)[1]))


def test_compose_lets_postgres_log_no_row():
    assert command_of("postgres")[1::2] == ["-c"] * len(SILENT_ABOUT_ROWS)
    assert command_of("postgres")[2::2] == list(SILENT_ABOUT_ROWS)
    docs = (ROOT / "docs" / "running.md").read_text()
    assert all(f"SET {setting.replace('=', ' = ')};" in docs for setting in SILENT_ABOUT_ROWS)


@pytest.mark.parametrize("name", sorted(OURS))
def test_systemd_unit_starts_what_compose_starts(name):
    lines = (UNITS / f"wiz-{name}.service").read_text().splitlines()
    started = [
        line.removeprefix("ExecStart=/opt/wiz/.venv/bin/") for line in lines if line.startswith("ExecStart=")
    ]
    assert started[0].split() == command_of(name)


def test_systemd_units_are_well_formed(tmp_path):
    """By systemd itself where it is installed; it warns of what it does not know and still ends with 0."""
    if shutil.which("systemd-analyze") is None:
        for path in UNITS.rglob("*.*"):
            if path.is_file():
                configparser.RawConfigParser(strict=False).read_string(path.read_text())
        return
    shutil.copytree(UNITS, tmp_path / "units")
    units = [path for path in (tmp_path / "units").iterdir() if path.is_file()]
    for path in units:
        path.write_text(path.read_text().replace("/opt/wiz/.venv/bin", str(BIN)))
    done = subprocess.run(["systemd-analyze", "verify", *units], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
