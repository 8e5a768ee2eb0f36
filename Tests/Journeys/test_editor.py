"""The desk's editor for services: defects and pages beside the text, and the keyboard through the desk."""

import re

import pytest
from playwright.sync_api import expect

from desk import Desk, first_code
from test_reach import sound

SERVICE = "/catalogue/editor/police/residence-permit-endorsement"


@pytest.fixture(scope="module")
def clerk(house, chromium):
    officer = Desk(house, chromium)
    officer.enrol(first_code(house), "林安全")
    officer.sign_in()
    system = Desk(house, chromium, "en")
    system.enrol(officer.invite("陈系统", "system")[1])
    system.sign_in()
    desk = Desk(house, chromium, "en")
    officer.page.goto(officer.url + "/people")
    officer.page.select_option("#department", "police")
    officer.page.fill("#name", "王样本")
    officer.press("/people")
    number = re.search(r"s-\d{4}", officer.page.inner_text("h1"))[0]
    desk.enrol(officer.page.inner_text("#code"))
    officer.request_roles(number, "clerk")
    system.decide("approved")
    desk.sign_in()
    yield desk
    for one in [desk, system, officer]:
        one.leave()


def test_what_is_written_is_seen_beside_it(clerk):
    page = clerk.page
    page.goto(clerk.url + SERVICE)
    sound(page)
    text = page.input_value("#source")
    with page.expect_response(lambda answer: answer.url.endswith("/preview")):
        page.fill("#source", text.replace("kind: choice", "kind: chioce", 1))
    line = text[: text.index("kind: choice")].count("\n") + 1
    page.locator(f'#outcome .defects [data-line="{line}"]').first.click()
    assert page.evaluate("document.activeElement.id") == "source"
    chosen = page.evaluate("(() => { const t = document.activeElement; return t.value.slice(t.selectionStart, t.selectionEnd); })()")
    assert "chioce" in chosen, chosen

    with page.expect_response(lambda answer: answer.url.endswith("/preview")):
        page.fill("#source", text.replace("label: {zh-Hans: ", "label: {zh-Hans: 试", 1))
    # The answer is there before the page has it.
    question = page.locator('#page option[value^="question."]').first.get_attribute("value")
    with page.expect_response(lambda answer: answer.url.endswith("/preview")):
        page.select_option("#page", question)
    shown = page.frame_locator("#outcome iframe")
    shown.locator("main form button.primary").wait_for()
    size = shown.locator("h1").evaluate("e => getComputedStyle(e).fontSize")
    assert float(size.removesuffix("px")) > 24, "the terminal's own styles are there"
    with page.expect_response(lambda answer: answer.url.endswith("/preview")):
        page.select_option("#page", "paper")
    paper = page.locator("#outcome img")
    paper.wait_for()
    expect(paper).to_have_js_property("complete", True)
    assert paper.evaluate("e => e.naturalWidth") > 400
    sound(page)


def test_the_desk_is_worked_by_keyboard(clerk):
    page = clerk.page
    page.goto(clerk.url + "/work")
    page.locator("summary").first.focus()
    page.keyboard.press("Enter")
    page.locator("#name").focus()
    page.keyboard.type("soon")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.locator('nav.tabs a[accesskey="4"]').inner_text().startswith("soon")
    page.locator("#text").focus()
    page.keyboard.type("查无此人")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert "查无此人" not in page.url
    sound(page)
