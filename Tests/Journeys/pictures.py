"""Walks the whole journey once and writes the README's pictures: `python Tests/Journeys/pictures.py docs/pictures`."""

import pathlib
import subprocess
import sys

from playwright.sync_api import Error, sync_playwright

from desk import Desk, first_code
from house import House
from visit import Visit

SCREEN = {"width": 1080, "height": 1920}
DESK = {"width": 1280, "height": 900}


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    house = House().start_all()
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
            walk(Visit(house, browser, SCREEN, scale=0.5), folder)
            sites(house, browser, folder)
            desk(house, browser, folder)
            browser.close()
        paper(house, folder)
    finally:
        house.stop()


def picture(page, path):
    # A busy machine now and then gives Chromium no frame to take.
    for _ in range(4):
        try:
            return page.screenshot(path=path)
        except Error:
            page.wait_for_timeout(500)
    raise RuntimeError(f"no picture for {path}")


def walk(visit, folder):
    def shot(name):
        picture(visit.page, folder / f"{name}.png")

    citizen = visit.house.citizen("chen-jing")
    visit.reset()
    shot("01-home")
    visit.page.locator('a[href="/services/police/temporary-identity-proof"]').click()
    shot("02-service")
    visit.page.locator('form[action$="/start"] button').click()
    shot("03-ways")
    visit.lay_card(citizen)
    visit.page.locator('button[name="way"][value="face"]').click()
    shot("04-consent")
    visit.page.locator('button[name="face"][value="yes"]').click()
    shot("05-card")
    visit.read_card()
    visit.page.wait_for_timeout(1_000)
    shot("06-face")
    visit.page.locator('button[name="face"][value="no"]').click()
    shot("07-code")
    visit.type_code(visit.newest_code(citizen))
    shot("08-question")
    visit.answer_questions()
    shot("09-check")
    visit.submit()
    shot("10-paper-ready")
    visit.press_print()
    shot("11-take-paper")
    visit.page.locator('a[href$="/rating"]').click()
    shot("12-rating")
    visit.page.locator('button[name="level"][value="5"]').click()
    shot("13-goodbye")
    visit.leave()


def sites(house, browser, folder):
    context = browser.new_context(viewport=DESK, locale="zh-CN", device_scale_factor=0.75)
    page = context.new_page()
    for name, url in {
        "simulator": house.url + "/terminal/simulator",
        "verify": house.public_url + "/verify",
        "site": house.public_url + "/",
        "stations": house.public_url + "/stations",
        "audit": house.public_url + "/audit",
        "sandbox": house.sandbox_url + "/",
        "inbox": house.sandbox_url + "/inbox",
    }.items():
        page.goto(url)
        picture(page, folder / f"{name}.png")
    context.close()


def desk(house, browser, folder):
    officer = Desk(house, browser, scale=0.75)
    officer.enrol(first_code(house), "林安全")
    officer.sign_in()
    picture(officer.page, folder / "desk.png")
    officer.leave()


def paper(house, folder):
    subprocess.run(
        ["pdftoppm", "-png", "-r", "70", "-singlefile", house.papers()[-1], folder / "paper"], check=True)


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
