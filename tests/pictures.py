"""`make screenshots`: the pictures of the README, taken in Chromium in an office with invented people.

Always of the same people on the same morning (`tests/frozen_day.py`), so that a picture changes when its screen does.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import django
from playwright.sync_api import Page, sync_playwright

from partners.demo.signins import PASSWORD
from tests import databases
from tests.journeys.office import SECRETS, open_office
from tests.journeys.people import sign_in
from tests.plugin import surroundings
from tests.png import smaller
from tests.run import find_chromium

FOLDER = databases.ROOT / "docs" / "pictures"
DESK, PHONE = (1366, 768), (390, 844)
CONSULTANT, LEAD, COACH = (
    "consulent@maasdal.example",
    "teamleider@maasdal.example",
    "coach@wilgenbrug.example",
)


def today(page: Page) -> None:
    page.goto("/vandaag/")


def client(page: Page) -> None:
    """Of the clients whose whole story is told: the one with most people around her."""
    page.goto("/")
    page.get_by_label("Zoek een cliënt").first.fill("10001")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="Overzicht", exact=True).wait_for()


def caseload(page: Page) -> None:
    page.goto("/caseload/")


def calendar(page: Page) -> None:
    page.goto("/kalender/")


def review(page: Page) -> None:
    page.goto("/beoordelen/")
    page.get_by_role("main").locator("a[href^='/beoordelen/']").first.click()


def report(page: Page) -> None:
    page.goto("/rapporten/")
    page.get_by_role("main").locator("a[href$='/schrijven/']").first.click()


PICTURES: list[tuple[str, str, tuple[int, int], Callable[[Page], None]]] = [
    ("today", CONSULTANT, DESK, today),
    ("client", CONSULTANT, DESK, client),
    ("caseload", CONSULTANT, DESK, caseload),
    ("calendar", CONSULTANT, DESK, calendar),
    ("review", LEAD, DESK, review),
    ("report", COACH, DESK, report),
    ("today-phone", CONSULTANT, PHONE, today),
]


def main() -> None:
    """Take them all; one that cannot be reached ends it with its error."""
    path = os.environ.get("WIZ_CHROMIUM") or find_chromium()
    if not path:
        sys.exit("There is no Chromium here to take pictures in. On Debian: apt install chromium.")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        like = databases.template("pictures", _fill, like=databases.migrated())
        with open_office(Path(folder), like=like, application="tests.frozen_day:application") as office:
            take(office.address, path)


def take(address: str, chromium: str) -> None:
    """Take the pictures at an address."""
    with sync_playwright() as playwright:
        # Letters in shades of one colour: the same on every screen, and few colours.
        arguments = ["--no-sandbox", "--disable-gpu", "--disable-lcd-text"]
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for name, who, (width, height), go in PICTURES:
            context = browser.new_context(
                base_url=address, viewport={"width": width, "height": height}, locale="nl-NL"
            )
            page = context.new_page()
            sign_in(page, who, PASSWORD)
            go(page)
            page.wait_for_load_state("networkidle")
            file = FOLDER / f"{name}.png"
            file.write_bytes(smaller(page.screenshot(animations="disabled", caret="hide")))
            print(f"{file.relative_to(databases.ROOT)}  {file.stat().st_size // 1000} kB", flush=True)
            context.close()
        browser.close()


def _fill(address: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "tests.frozen_day", "demo_data", "--clients", "150", "--seed", "1"],
        cwd=databases.ROOT,
        env={**os.environ, **SECRETS, "DATABASE_URL": address},
        stdout=subprocess.DEVNULL,
        check=True,
    )


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    with surroundings():
        django.setup()
        main()
