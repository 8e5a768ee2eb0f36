"""Everybody can use it: axe finds nothing serious, targets are big enough, the keyboard is enough, idle is kind."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from visit import look_until

SERVICE = "police/temporary-identity-proof"
# 21.5 inches upright: 0.248 mm a pixel.
MILLIMETRES = 0.248


def sound(page):
    serious = [
        f"{rule['id']}: {rule['nodes'][0]['html']}"
        for rule in Axe().run(page).response["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert not serious, serious


def targets(page):
    boxes = page.eval_on_selector_all(
        "main button:not([hidden]), main a.button, main .tile, nav a, nav button",
        "all => all.filter(e => e.offsetParent).map(e => [e.outerHTML.slice(0, 80), e.getBoundingClientRect().height])",
    )
    small = [(html, height * MILLIMETRES) for html, height in boxes if height * MILLIMETRES < 15]
    assert not small, small


@pytest.mark.parametrize("display", ["plain", "large", "contrast"])
def test_every_screen_is_sound(visit, display):
    if display != "plain":
        visit.page.locator(f'button[name="{display}"]').click()

    def check():
        sound(visit.page)
        targets(visit.page)

    citizen = visit.house.somebody()
    check()
    visit.page.locator(f'a[href="/services/{SERVICE}"]').click()
    check()
    visit.page.locator('form[action$="/start"] button').click()
    check()
    visit.lay_card(citizen)
    visit.page.locator('button[name="way"][value="face"]').click()
    check()
    visit.page.locator('button[name="face"][value="no"]').click()
    check()
    visit.read_card()
    check()
    visit.type_code(visit.newest_code(citizen))
    check()
    visit.answer_questions()
    check()
    visit.submit()
    check()
    visit.press_print()
    check()
    paper = visit.page.url
    visit.page.locator('a[href^="/looks"]').click()
    look_until(visit.page, visit.page.locator("main ol.facts li").count)
    check()
    visit.page.goto(paper)
    visit.rate()
    check()


@pytest.mark.parametrize("path", ["/", "/services", "/stations", "/ratings", "/verify", "/audit"])
def test_the_public_site_is_sound(house, chromium, path):
    page = chromium.new_page()
    page.goto(house.public_url + path)
    sound(page)
    page.close()


def test_the_public_site_is_asked_on_its_first_page(house, chromium):
    page = chromium.new_page(viewport={"width": 390, "height": 844}, locale="zh-CN")
    page.goto(house.public_url + "/")
    page.locator("#q").fill("shengfengzheng")
    page.locator("#q").press("Enter")
    page.wait_for_url("**/services?q=*")
    found = page.locator("main section").all()
    assert len(found) > 2
    boxes = [one.bounding_box() for one in found]
    assert all(a["y"] + a["height"] + 8 <= b["y"] for a, b in zip(boxes, boxes[1:])), "each apart from the next"
    page.close()


@pytest.mark.parametrize("locale", ["zh-CN", "en"])
@pytest.mark.parametrize("width", [320, 375])
def test_on_a_phone_the_page_begins_below_a_low_header(house, chromium, width, locale):
    page = chromium.new_page(viewport={"width": width, "height": 844}, locale=locale)
    page.goto(house.public_url + "/services")
    for display in ["plain", "large"]:
        if display == "large":
            with page.expect_navigation():
                page.locator('button[name="large"]').click()
        for one in page.locator(".site-top a, .site-top button").all():
            one.focus()
            box = one.bounding_box()
            assert box["height"] >= 44 and box["width"] >= 44, box
            assert box["x"] >= -1 and box["x"] + box["width"] <= width + 1, "what stands aside comes into sight"
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        assert page.locator(".site-top").bounding_box()["height"] <= 120, display
    page.close()


def test_the_keyboard_is_enough(visit):
    visit.page.keyboard.press("Tab")
    for _ in range(20):
        if "temporary-identity-proof" in (visit.page.evaluate("document.activeElement.href") or ""):
            break
        visit.page.keyboard.press("Tab")
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("/services/"))
    visit.page.locator('form[action$="/start"] button').focus()
    visit.page.keyboard.press("Enter")
    visit.page.wait_for_url(re.compile("/identification"))


def test_an_idle_screen_hides_itself_asks_and_ends(visit):
    citizen = visit.house.somebody()
    visit.page.clock.install()
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    page = visit.page
    # What a busy machine takes for all this is none of her ninety seconds: they pass as told here, from a key of hers on.
    page.clock.pause_at(page.evaluate("Date.now()") / 1000 + 60)
    page.keyboard.press("Shift")

    page.clock.run_for(89_000)
    assert not page.locator("#idle").is_visible()
    page.clock.run_for(2_000)
    assert page.locator("#idle").is_visible()
    assert not page.locator("h1").is_visible()

    page.keyboard.press("Enter")
    assert page.locator("h1").is_visible()

    page.clock.run_for(91_000)
    page.clock.run_for(31_000)
    page.wait_for_url(visit.house.url + "/")
