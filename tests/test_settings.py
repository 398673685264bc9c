"""The table of settings in docs/running.md: nothing missing, nothing invented."""

import re
import runpy
from pathlib import Path

import pytest
from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import ImproperlyConfigured

ROOT = Path(settings.BASE_DIR)
# Said to the program by those who start it, and of no use to people.
OWN = {"DJANGO_SETTINGS_MODULE", "PROMETHEUS_MULTIPROC_DIR"}
SETTINGS = (ROOT / "config" / "settings.py").read_text()


def rows() -> dict[str, str]:
    """Return the names in the table, with the marks behind them."""
    text = (ROOT / "docs" / "running.md").read_text()
    table = text.partition("## Environment variables")[2].partition("\n## ")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    return {name: marks for cell in first for name, marks in re.findall(r"`(\w+)`([ *†]*)", cell)}


def read_by_the_program() -> set[str]:
    places = [ROOT / "gunicorn.conf.py", *(ROOT / "config").glob("*.py"), *(ROOT / "wiz").rglob("*.py")]
    calls = r'(?:env(?:\.\w+)?|given|required|environ\.get)\(\s*"([A-Z_]+)"|environ\["([A-Z_]+)"\]'
    return {one or other for path in places for one, other in re.findall(calls, path.read_text())}


def test_table_has_every_setting_the_program_reads_and_no_other():
    assert set(rows()) == read_by_the_program() - OWN


def test_table_marks_what_production_needs_and_what_may_be_a_file():
    marks = rows()
    assert {name for name, mark in marks.items() if "*" in mark} == set(
        re.findall(r'required\("(\w+)"\)', SETTINGS)
    )
    by_file = set(re.findall(r'(?:required|given)\("(\w+)"\)', SETTINGS))
    assert {name for name, mark in marks.items() if "†" in mark} == by_file


def in_production(monkeypatch, **other: str) -> None:
    good = {
        "WIZ_ENV": "production", "DATABASE_URL": "postgres:///x", "REDIS_URL": "redis://x", "SECRET_KEY": "x",
        "WIZ_BSN_KEY": "x", "ALLOWED_HOSTS": "x", "EMAIL_URL": "smtp://x",
    }  # fmt: skip
    for name, value in (good | other).items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "postgres://wiz:Gehe/im@localhost/wiz", "DATABASE_URL is no address"),
        ("DATABASE_URL", "Geheim", "DATABASE_URL is no address"),
        ("EMAIL_URL", "smtp://wiz:Gehe#im@mail.example:25", "EMAIL_URL is no address"),
        ("EMAIL_URL", "Geheim", "EMAIL_URL is no address"),
        ("ALLOWED_HOSTS", " , ", "must name hosts"),
        ("ALLOWED_HOSTS", "wiz.example.org,*", "must name hosts"),
        ("DEBUG", "1", "not in production"),
    ],
)
def test_a_wrong_setting_stops_production_with_a_sentence_that_holds_no_secret(
    monkeypatch, name, value, says
):
    in_production(monkeypatch, **{name: value})
    with pytest.raises(ImproperlyConfigured, match=says) as refused:
        runpy.run_path(str(ROOT / "config" / "settings.py"))
    assert "Gehe" not in str(refused.value)
    assert refused.value.__suppress_context__ or refused.value.__context__ is None


def test_a_secret_that_is_no_text_is_refused_in_a_sentence(monkeypatch, tmp_path):
    (tmp_path / "key").write_bytes(b"\xff\xfe\x00")
    monkeypatch.delenv("SECRET_KEY", raising=False)
    monkeypatch.setenv("SECRET_KEY_FILE", str(tmp_path / "key"))
    with pytest.raises(ImproperlyConfigured, match="which cannot be read: it is no text"):
        runpy.run_path(str(ROOT / "config" / "settings.py"))


def test_attempts_are_counted_by_visitor_behind_the_proxy(monkeypatch, settings, rf):
    """Else all have the proxy's address, and ten failures of an outsider lock everybody out for a minute."""
    in_production(monkeypatch)
    monkeypatch.setattr("wiz.health.logs.from_environment", dict)
    made = runpy.run_path(str(ROOT / "config" / "settings.py"))
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = made["ALLAUTH_TRUSTED_PROXY_COUNT"]
    request = rf.get("/", headers={"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}, REMOTE_ADDR="127.0.0.1")
    assert (
        get_adapter().get_client_ip(request) == "203.0.113.9"
    )  # what the proxy saw, not what the visitor says


def test_a_theme_is_read_after_the_stylesheet_of_wiz(monkeypatch, tmp_path, settings, client):
    (tmp_path / "huis.css").write_text(".maasdal-theme { --utrecht-link-color: #205030 }")
    monkeypatch.setenv("WIZ_THEME", str(tmp_path / "huis.css"))
    made = runpy.run_path(str(ROOT / "config" / "settings.py"))
    assert made["STATICFILES_DIRS"][1:] == [("theme", tmp_path)]
    settings.STATICFILES_DIRS = made["STATICFILES_DIRS"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    }
    settings.WIZ_THEME_STYLESHEET, settings.WIZ_THEME_CLASS = made["WIZ_THEME_STYLESHEET"], "maasdal-theme"
    assert finders.find(made["WIZ_THEME_STYLESHEET"]) == str(tmp_path / "huis.css")
    page = client.get("/account/login/").content.decode()
    assert 'class="maasdal-theme"' in page
    assert page.index("static/wiz.css") < page.index("static/theme/huis.css")


def test_a_theme_that_is_not_there_is_refused_in_a_sentence(monkeypatch, tmp_path):
    monkeypatch.setenv("WIZ_THEME", str(tmp_path / "huis.css"))
    with pytest.raises(ImproperlyConfigured, match="which is no file"):
        runpy.run_path(str(ROOT / "config" / "settings.py"))
