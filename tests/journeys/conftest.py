import os
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.journeys.office import Office, demo, open_office
from tests.run import find_chromium

# A page that waits for beat may take a few rounds.
expect.set_options(timeout=15_000)
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Let the fixtures know that a test failed, so that they can show its pages."""
    report = yield
    if report.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]
    return report


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("WIZ_CHROMIUM") or find_chromium()
    if not path:
        pytest.skip("no Chromium here")
    with sync_playwright() as playwright:
        # Without a sandbox because tests may run as root; it opens nothing but our own pages.
        browser = playwright.chromium.launch(
            executable_path=path,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--disable-background-networking",
                "--disable-component-update",
            ],
        )
        yield browser
        browser.close()


@pytest.fixture
def office(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Office]:
    """Give an empty office; parametrized with "demo", one with invented people."""
    with open_office(tmp_path, like=demo() if getattr(request, "param", "") == "demo" else None) as office:
        yield office


@pytest.fixture
def person(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Callable[..., Page]]:
    """Give a function that opens a browser of its own for somebody, at the office's address."""
    contexts = []
    pages = []

    def sit_down(width: int = 1366, height: int = 768) -> Page:
        context = browser.new_context(
            base_url=office.address, viewport={"width": width, "height": height}, locale="nl-NL"
        )
        contexts.append(context)
        context.set_default_timeout(10_000)
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: pytest.fail(f"script error: {error}"))
        return page

    yield sit_down
    if getattr(request.node, "failed", False):
        for number, page in enumerate(pages):
            picture = office.folder / f"failed-{number}.png"
            page.screenshot(path=picture)
            print(f"{page.url}, see {picture}\n{page.inner_text('body')}")
    for context in contexts:
        context.close()


@pytest.fixture
def accessible() -> Callable[[Page], None]:
    """Give a check that axe finds nothing on the page as it stands, whatever is open on it."""
    axe = Axe()

    def check(page: Page) -> None:
        # A click waits until the next page begins, not until it is there.
        page.wait_for_load_state()
        # Of what is right it would write down every element too.
        options = {"runOnly": {"type": "tag", "values": WCAG}, "resultTypes": ["violations"]}
        results = axe.run(page, options=options)
        assert results.violations_count == 0, f"{page.url}\n{results.generate_report()}"

    return check
