import pytest
from playwright.sync_api import sync_playwright

from house import House
from visit import Visit

SCREEN = {"width": 1080, "height": 1920}


@pytest.fixture(scope="session")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="session")
def chromium(playwright):
    browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
    yield browser
    browser.close()


@pytest.fixture(scope="module")
def house():
    house = House().start_all()
    yield house
    house.stop()


@pytest.fixture
def visit(house, chromium):
    """A person before the terminal: a fresh browser, nothing on the reader, a working printer."""
    visit = Visit(house, chromium, SCREEN)
    visit.reset()
    yield visit
    visit.leave()
    assert not visit.troubles, visit.troubles
