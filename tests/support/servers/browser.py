"""A real browser, and the login of the Prefect UI in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import BrowserContext, Page, sync_playwright

from services.stack.login import server_login
from tests.support.servers.running_stack import Stack

_CHROMIUM = Path("/usr/bin/chromium")
_OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu")


@contextmanager
def browser(*options: str) -> Iterator[BrowserContext]:
    """Give a browser whose tabs share one user's storage."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=_CHROMIUM, args=[*_OPTIONS, *options])
        yield chromium.new_context(viewport={"width": 1366, "height": 768})
        chromium.close()


def log_in(page: Page, stack: Stack, login: str = "") -> None:
    """Open the UI and log in as staff do, by pasting the login into the only field there is."""
    page.goto(f"http://127.0.0.1:{stack.port}/")
    page.get_by_placeholder("admin:pass").fill(login or server_login(stack.home))
    page.get_by_role("button", name="Login").click()
    if not login:
        page.wait_for_url("**/dashboard", timeout=60_000)
