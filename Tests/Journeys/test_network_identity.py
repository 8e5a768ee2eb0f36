"""A citizen shows her certificate of the national network identity service: with the app on her phone, of her own free will."""

import re
import subprocess

import pytest
from axe_playwright_python.sync_playwright import Axe

from visit import Visit, qr_code

SERVICE = "fund/deposit-proof"
SCREEN = {"width": 1080, "height": 1920}
PHONE = {"width": 390, "height": 844}


def check(page, waits=False):
    # A screen that waits asks again by itself, as every one of the kiosk's does; it takes nothing from who reads it.
    options = {"rules": {"meta-refresh": {"enabled": False}}} if waits else None
    found = Axe().run(page, options=options).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]


def choose_network(visit, service=SERVICE):
    visit.begin(service)
    visit.page.locator('button[name="way"][value="network"]').click()


def scanned(visit, folder):
    """What a phone's camera reads from the screen."""
    picture = folder / "screen.png"
    visit.page.locator("img.qr").screenshot(path=picture)
    return qr_code(picture)


@pytest.fixture
def app(chromium):
    """The national app on her phone; here a page of the sandbox."""
    context = chromium.new_context(viewport=PHONE, has_touch=True, locale="zh-CN")
    yield context.new_page()
    context.close()


def agree(app, address, citizen, answer="yes", fault="none"):
    app.goto(address)
    text = app.locator("main").inner_text()
    app.locator('select[name="citizen"]').select_option(citizen["id"])
    app.locator('select[name="fault"]').select_option(fault)
    app.locator(f'button[name="answer"][value="{answer}"]').click()
    return text


def press(visit, answer):
    button = visit.page.locator(f'form[action="/identification/network"] button[value="{answer}"]')
    button.wait_for(timeout=20_000)
    with visit.page.expect_navigation():
        button.click()


@pytest.fixture(scope="module")
def citizen(house):
    return house.somebody()


def test_who_comes_for_the_first_time_gives_her_number_and_gets_her_paper(house, visit, app, citizen, tmp_path):
    visit.begin(SERVICE)
    check(visit.page)
    visit.page.locator('button[name="way"][value="network"]').click()
    assert visit.heading() == "请用国家网络身份认证 App 扫码"
    check(visit.page, waits=True)
    first = scanned(visit, tmp_path)
    assert first.startswith(house.sandbox_url + "/network/app?request=")
    shown = agree(app, first, citizen)
    assert "住房公积金缴存证明" in shown and "应用标识" in shown

    visit.page.get_by_role("heading", name="可以知道您的姓名和身份证号吗？").wait_for(timeout=20_000)
    check(visit.page)
    assert "第八条" in visit.text()
    press(visit, "give")
    second = scanned(visit, tmp_path)
    assert second != first
    assert "公民身份号码" in agree(app, second, citizen)

    visit.page.get_by_role("heading", name="已确认").wait_for(timeout=20_000)
    check(visit.page)
    assert citizen["number"] not in visit.text()
    press(visit, "enter")
    visit.answer_questions()
    visit.submit()
    visit.press_print()
    text = subprocess.run(["pdftotext", house.papers()[-1], "-"], check=True, capture_output=True, text=True).stdout
    assert citizen["number"] in re.sub(r"\s", "", text)


def test_next_time_she_is_known_and_gives_nothing(visit, app, citizen, tmp_path):
    choose_network(visit)
    agree(app, scanned(visit, tmp_path), citizen)
    press(visit, "enter")
    assert "/cases/" in visit.page.url


def test_the_picture_outlives_a_restart_of_the_centre(house, visit, app, citizen, tmp_path):
    choose_network(visit)
    address = scanned(visit, tmp_path)
    house.kill("centre")
    house.start_centre()
    agree(app, address, citizen)
    visit.page.goto(house.url + "/identification/network")
    press(visit, "enter")
    assert "/cases/" in visit.page.url


def test_an_answer_counts_once(visit, app, citizen, tmp_path):
    choose_network(visit)
    address = scanned(visit, tmp_path)
    agree(app, address, citizen, answer="no")
    app.goto(address)
    assert app.locator("form").count() == 0
    visit.page.get_by_role("heading", name="手机上选了不同意").wait_for(timeout=20_000)
    check(visit.page)
    assert visit.page.locator('button[value="enter"]').count() == 0


@pytest.mark.parametrize("fault, heading", [
    ("partial", "没有通过认证"), ("deceased", "没有通过认证"), ("other-serial", "没有收到可信的答复"),
    ("forged", "没有收到可信的答复")])
def test_what_cannot_be_believed_lets_nobody_in(visit, app, citizen, tmp_path, fault, heading):
    choose_network(visit)
    agree(app, scanned(visit, tmp_path), citizen, fault=fault)
    visit.page.get_by_role("heading", name=heading).wait_for(timeout=20_000)
    assert visit.page.locator('button[value="enter"]').count() == 0
    press(visit, "cancel")
    assert visit.page.url.endswith("/identification")


def test_the_other_ways_stand_beside_it(visit, citizen):
    choose_network(visit)
    press(visit, "cancel")
    visit.identify_by_code(citizen)
    assert "/cases/" in visit.page.url


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_the_pages_are_for_everybody(house, chromium, app, citizen, tmp_path, language):
    visit = Visit(house, chromium, SCREEN, language)
    visit.reset()
    choose_network(visit)
    check(visit.page, waits=True)
    agree(app, scanned(visit, tmp_path), citizen, answer="no")
    visit.page.locator('button[value="again"]').wait_for(timeout=20_000)
    check(visit.page)
    visit.leave()
    assert not visit.troubles, visit.troubles
