"""The trial servers: started, shared, stopped, found again after a kill -9. Each test has its own folder."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.servers.helpers import BASE_DIR, OURS, environment, eventually, run
from wiz.servers import broker, folders, postgres, use
from wiz.servers.programs import SYSTEM, WHEELS, find_postgres

# Writes a row and passes a message; tells that it is in, and stays until its standard input closes.
USER = """
import os, sys
from wiz.servers import servers
with servers():
    import environ, kombu, psycopg
    address = environ.Env().db_url_config(os.environ["DATABASE_URL"])
    names = {"HOST": "host", "PORT": "port", "USER": "user", "NAME": "dbname"}
    with psycopg.connect(**{ours: address[name] for name, ours in names.items()}) as connection:
        connection.execute("CREATE TABLE IF NOT EXISTS visit (name text)")
        connection.execute("INSERT INTO visit VALUES ('Zoë')")
        count = connection.execute("SELECT count(*) FROM visit").fetchone()[0]
        encoding = connection.execute("SHOW server_encoding").fetchone()[0]
        fsync = connection.execute("SHOW fsync").fetchone()[0]
    with kombu.Connection(os.environ["REDIS_URL"]) as connection:
        connection.ensure_connection(max_retries=1)
    print("in", count, encoding, fsync, flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def data_dir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    # Not in pytest's folder: as root that is closed to the user the servers run as, and its name is long.
    folder = Path("/var/tmp") / f"wiz-test-{os.getpid()}-{time.monotonic_ns()}"
    yield folder
    run(folder, "-m", "wiz.servers.stop", "--reset")
    assert not folder.exists()


class User:
    """A process that uses the servers until `leave` or `kill`."""

    def __init__(self, data_dir: Path, kind: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", USER],
            cwd=BASE_DIR,
            env=environment(data_dir, WIZ_SERVERS=kind),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.process.stdout
        self.said = self.process.stdout.readline().split()

    def leave(self) -> None:
        self.process.communicate(timeout=30)
        assert self.process.returncode == 0

    def kill(self) -> None:
        self.process.kill()
        self.process.communicate(timeout=30)


def both_run(data_dir: Path) -> bool:
    place = folders.find_place(data_dir)
    return postgres.running(place) and broker.running(place)


def none_runs(data_dir: Path) -> bool:
    place = folders.find_place(data_dir)
    return not postgres.running(place) and not broker.running(place)


KINDS = [
    pytest.param(kind, marks=pytest.mark.skipif(not find_postgres((kind,)), reason=f"no {kind} PostgreSQL"))
    for kind in (SYSTEM, WHEELS)
]


@pytest.mark.integration
@pytest.mark.parametrize("kind", KINDS)
def test_servers_are_shared_and_stopped_by_the_last_one_out(data_dir: Path, kind: str) -> None:
    first = User(data_dir, kind)
    assert first.said == ["in", "1", "UTF8", "on"]
    second = User(data_dir, kind)
    assert second.said == ["in", "2", "UTF8", "on"]
    first.leave()
    assert both_run(data_dir)
    second.leave()
    assert none_runs(data_dir)
    third = User(data_dir, kind)
    assert third.said == ["in", "3", "UTF8", "on"]
    third.leave()


@pytest.mark.integration
def test_servers_private_for_others(data_dir: Path) -> None:
    User(data_dir, "").leave()
    place = folders.find_place(data_dir)
    private = (place.home, place.sockets, place.home / "postgres", data_dir / "run", data_dir / "log")
    assert [path.stat().st_mode & 0o777 for path in private] == [0o700] * len(private)
    assert {path.stat().st_mode & 0o777 for path in (data_dir / "log").iterdir()} == {0o600}


# Refused by a constraint: PostgreSQL would log the row, and the statement that brought it.
REFUSED_ROW = """
from wiz.servers import servers
with servers():
    import os, environ, psycopg
    address = environ.Env().db_url_config(os.environ["DATABASE_URL"])
    with psycopg.connect(host=address["HOST"], user=address["USER"], dbname=address["NAME"]) as connection:
        connection.execute("CREATE TABLE person (name text CONSTRAINT nobody CHECK (name = ''))")
        try:
            connection.execute("INSERT INTO person VALUES ('Zoë')")
        except psycopg.errors.CheckViolation as error:
            print(error.diag.message_detail)
"""


@pytest.mark.integration
def test_postgres_logs_no_row_it_refuses(data_dir: Path) -> None:
    assert "Zoë" in run(data_dir, "-c", REFUSED_ROW).stdout  # who sent it is told
    log = (data_dir / "log" / "postgres.log").read_text()
    assert 'violates check constraint "nobody"' in log
    assert "Zoë" not in log


@pytest.mark.integration
def test_servers_stop_when_their_last_user_is_killed(data_dir: Path) -> None:
    User(data_dir, "").kill()
    assert eventually(lambda: none_runs(data_dir))


@pytest.mark.integration
def test_servers_orphaned_by_kills_are_taken_over(data_dir: Path) -> None:
    user = User(data_dir, "")
    keeper = int(run(data_dir, "-c", FIND_KEEPER).stdout)
    os.kill(keeper, signal.SIGKILL)
    user.kill()
    assert both_run(data_dir)
    after = User(data_dir, "")
    assert after.said[:2] == ["in", "2"]
    after.leave()
    assert none_runs(data_dir)


@pytest.mark.integration
def test_postgres_killed_in_use_starts_again(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    held = use.enter(data_dir, ["DATABASE_URL", "REDIS_URL"])
    try:
        pid_file = held.place.home / "postgres" / "postmaster.pid"
        os.kill(int(pid_file.read_text().split()[0]), signal.SIGKILL)
        assert eventually(lambda: not postgres.running(held.place))
        assert use.ensure_running(held) == ["DATABASE_URL"]
        assert use.ensure_running(held) == []
    finally:
        use.leave(held)
    assert none_runs(data_dir)


FIND_KEEPER = """
import os
from pathlib import Path
wanted = ["wiz.servers.keeper", os.environ["WIZ_DATA_DIR"]]
for process in Path("/proc").glob("[0-9]*"):
    try:
        words = (process / "cmdline").read_text().split(chr(0))
    except OSError:
        continue
    if words[-3:-1] == wanted:
        print(process.name)
"""


@pytest.mark.integration
def test_data_of_another_postgres_are_refused_with_a_sentence(data_dir: Path) -> None:
    User(data_dir, "").leave()
    made_by = folders.find_place(data_dir).home / "made-by.json"
    made_by.write_text('{"kind": "system", "major": 9}')
    refused = run(data_dir, "-c", USER)
    assert refused.returncode == 1
    assert refused.stderr.startswith("The data in ")
    assert "were made by PostgreSQL 9 (system)" in refused.stderr
    assert "Install PostgreSQL 9, or set WIZ_DATA_DIR" in refused.stderr
    assert len(refused.stderr.splitlines()) == 1
    assert none_runs(data_dir)


@pytest.mark.integration
def test_socket_folder_is_short_and_private_when_the_data_folder_is_deep(data_dir: Path) -> None:
    deep = data_dir / ("long name " * 12)
    user = User(deep, "")
    assert user.said[:2] == ["in", "1"]
    user.leave()
    place = folders.find_place(deep)
    assert place.sockets.parent == Path("/tmp")
    assert place.sockets.stat().st_mode & 0o777 == 0o700
    run(deep, "-m", "wiz.servers.stop", "--reset")
    assert not place.sockets.exists()
    with suppress(FileNotFoundError):
        data_dir.rmdir()


def test_servers_do_nothing_where_both_addresses_are_given(tmp_path: Path) -> None:
    say = "import os; from wiz.servers import servers\nwith servers(): print(os.environ['REDIS_URL'])"
    given = {"DATABASE_URL": "postgresql://db/wiz", "REDIS_URL": "redis://queue/1"}
    done = run(tmp_path / "none", "-c", say, **given)
    assert done.stdout == "redis://queue/1\n"
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize("command", [[], ["help"], ["migrate", "--help"], ["--version"], ["compilemessages"]])
def test_servers_do_nothing_for_commands_without_a_database(tmp_path: Path, command: list[str]) -> None:
    say = (
        f"import os, sys; sys.argv = ['manage.py', *{command}]; from wiz.servers import servers\n"
        "with servers(): print(os.environ.get('DATABASE_URL'))"
    )
    assert run(tmp_path / "none", "-c", say).stdout == "None\n"


def test_url_without_addresses_is_refused_with_a_sentence(tmp_path: Path) -> None:
    refused = run(tmp_path, "-c", USER, WIZ_SERVERS="url", REDIS_URL="redis://queue/1")
    assert (refused.returncode, refused.stderr) == (1, "WIZ_SERVERS is url, but DATABASE_URL is not set.\n")


def test_unknown_kind_is_refused_with_a_sentence(tmp_path: Path) -> None:
    refused = run(tmp_path, "-c", USER, WIZ_SERVERS="docker")
    assert refused.stderr == "WIZ_SERVERS is docker; it must be url, system or wheels, or not set.\n"


def test_package_imports_without_any_installed_package() -> None:
    # -S leaves out site-packages; `make stop` and the look at the port run before there is a .venv.
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import wiz.servers.demo, wiz.servers.stop"], cwd=BASE_DIR, check=False
    )
    assert done.returncode == 0
