"""The desk: passkeys alone, the first officer by the console's code, roles by two people."""

import datetime
import re

import pytest

from desk import Desk, first_code
from test_reach import sound
from visit import look_until

LANGUAGES = ["zh-CN", "en", "nan-Hant"]


@pytest.fixture(scope="module")
def officer(house, chromium):
    desk = Desk(house, chromium)
    desk.enrol(first_code(house), "林安全")
    desk.sign_in()
    desk.say_number(house.citizen("wang-jianguo")["number"])
    yield desk
    desk.leave()


@pytest.fixture(scope="module")
def system(house, chromium, officer):
    desk = Desk(house, chromium, "en")
    desk.number, code = officer.invite("陈系统", "system")
    desk.enrol(code)
    desk.sign_in()
    yield desk
    desk.leave()


@pytest.fixture(scope="module")
def clerk(house, chromium, officer, system):
    desk = Desk(house, chromium, "en")
    number, code = officer.invite("王样本")
    desk.enrol(code)
    officer.request_roles(number, "clerk")
    system.decide("approved")
    desk.sign_in()
    yield desk
    desk.leave()


def somebody(house, chromium, officer, system, name, role):
    """Somebody with a role, asked in and signed in."""
    desk = Desk(house, chromium, "en")
    number, code = officer.invite(name)
    desk.enrol(code)
    officer.request_roles(number, role)
    system.decide("approved")
    desk.sign_in()
    desk.say_number(house.citizen("wang-jianguo")["number"])
    return desk


@pytest.fixture(scope="module")
def supervisor(house, chromium, officer, system):
    desk = somebody(house, chromium, officer, system, "赵主管", "supervisor")
    yield desk
    desk.leave()


@pytest.fixture(scope="module")
def privacy(house, chromium, officer, system):
    desk = somebody(house, chromium, officer, system, "孙保护", "privacy")
    yield desk
    desk.leave()


def looks_of(visit):
    visit.page.goto(visit.house.url + "/looks")
    return visit.page.locator("main ol.facts li", has_text="工作人员查看了办件")


def test_nobody_comes_in_without_a_passkey(house, chromium):
    desk = Desk(house, chromium)
    desk.page.goto(desk.url + "/")
    assert desk.page.url == desk.url + "/sign-in"
    assert desk.page.locator("nav a").count() == 0
    desk.press("/sign-in")
    desk.page.locator('[data-passkey-state="failed"]').wait_for()
    desk.page.goto(desk.url + "/people")
    assert desk.page.url == desk.url + "/sign-in"
    desk.leave()


def test_roles_take_two_people(officer, system):
    somebody, _ = officer.invite("林样本")

    officer.request_roles(somebody, "technician")
    assert officer.page.locator('form[action$="/decision"]').count() == 0, "not the one who asked"
    refused = officer.page.evaluate(
        """async (path) => {
            const body = new URLSearchParams({ decision: "approved" });
            return (await fetch(path, { method: "POST", body })).status;
        }""",
        system.waiting())
    assert refused == 403, "nor by a request that no page offers"

    system.decide("approved")
    assert system.page.locator('form[action$="/decision"]').count() == 0
    assert officer.roles(somebody) == "技术人员"
    system.page.goto(system.url + "/people")
    assert system.page.locator('form[action="/people"]').count() == 0, "only the security officer asks people in"
    assert system.number in system.page.inner_text("table")


def test_the_person_sees_who_looked_and_for_what(visit, officer, clerk):
    visit.begin("police/temporary-identity-proof")
    visit.identify_by_code(visit.house.somebody())
    visit.answer_questions()
    visit.submit()
    paper = visit.page.url
    number = re.search(r"/cases/([0-9A-Z]+)", paper)[1]

    clerk.look(number, "question")
    assert re.search(r"\w\*", clerk.page.inner_text("main")), "the name is masked"

    look_until(visit.page, looks_of(visit).count)
    clerk.look("0" * 43, "question")
    assert "no open case" in clerk.page.inner_text("main").lower() and not re.search(r"\w\*", clerk.page.inner_text("main"))
    assert clerk.page.locator("main form").count() == 1, "only the form itself, with what she typed"


def test_a_look_is_told_later_once_two_others_agree(visit, officer, clerk, supervisor, privacy):
    visit.begin("police/temporary-identity-proof")
    visit.identify_by_code(visit.house.somebody())
    visit.answer_questions()
    visit.submit()
    number = re.search(r"/cases/([0-9A-Z]+)", visit.page.url)[1]
    clerk.look(number, "question")
    look_until(visit.page, looks_of(visit).count)
    assert looks_of(visit).count() == 1, "at once, as long as nobody decided otherwise"

    page = supervisor.page
    page.goto(supervisor.url + "/delays")
    page.fill("#number", number)
    with page.expect_navigation():
        supervisor.press("/delays/looks")
    sound(page)
    page.locator('input[name="act"]').first.check()
    page.locator('input[name="basis"]').first.check()
    page.fill("#release", (datetime.date.today() + datetime.timedelta(days=7)).isoformat())
    page.fill("#reason", "an inquiry that must not be warned")
    supervisor.press("/delays")
    page.wait_for_url(supervisor.url + "/approvals")
    assert page.locator('form[action$="/decision"]').count() == 0, "not the one who asks"

    officer.decide("approved")
    assert looks_of(visit).count() == 1, "one yes is none"
    assert officer.page.locator('form[action$="/decision"]').count() == 0, "nor the same one twice"
    privacy.decide("approved")
    assert looks_of(visit).count() == 0

    page.goto(supervisor.url + "/delays")
    page.locator('form[action$="/release"] button').click()
    page.wait_for_url(supervisor.url + "/delays")
    assert looks_of(visit).count() == 1
    assert "晚公开" in visit.page.inner_text("main")


def test_keys_take_a_permit_of_two(house, officer, system):
    alone = house.run("keys", "tokens")
    assert alone.returncode != 0 and "Two people" in alone.stderr

    system.page.goto(system.url + "/approvals")
    system.page.click("#keys summary")
    system.page.locator('input[name="act"][value="keys-tokens"]').check()
    system.page.fill("#keys-reason", "yearly")
    system.press("/approvals/keys")
    system.page.wait_for_url(system.url + "/approvals")
    assert "keys-tokens" not in system.page.inner_text("main"), "who decides reads it in words"
    officer.decide("approved")
    code = officer.page.inner_text("#code")

    assert house.run("keys", "rotate", "--permit", code).returncode != 0, "another act"
    assert house.run("keys", "tokens", "--permit", code).returncode == 0
    assert house.run("keys", "tokens", "--permit", code).returncode != 0, "once"


def test_a_broken_glass_is_told_and_reviewed(officer, clerk):
    clerk.page.goto(clerk.url + "/break-glass")
    clerk.page.locator('input[name="reason"][value="danger"]').check()
    clerk.page.fill("#text", "fire at the shop")
    clerk.press("/break-glass")
    clerk.page.wait_for_url(clerk.url + "/cases")
    officer.page.goto(officer.url + "/people")
    sound(officer.page)
    officer.page.locator('main > p.notice a[href="/break-glass"]').click()
    assert "fire at the shop" in officer.page.inner_text("main")
    officer.page.locator('button[name="finding"][value="justified"]').click()
    officer.page.wait_for_url(officer.url + "/break-glass")
    assert officer.page.locator('button[name="finding"]').count() == 0
    assert officer.page.locator("main > p.notice").count() == 0


def test_a_device_that_does_not_know_who_holds_it_opens_nothing(officer):
    officer.press("/logout")
    officer.page.wait_for_url(officer.url + "/sign-in")
    officer.verifies(False)
    officer.press("/sign-in")
    officer.page.locator('[data-passkey-state="failed"]').wait_for()
    officer.verifies(True)
    officer.sign_in()


def test_signing_out_ends_the_session_on_the_server(officer):
    kept = officer.context.cookies()
    officer.press("/logout")
    officer.page.wait_for_url(officer.url + "/sign-in")
    officer.context.add_cookies(kept)
    officer.page.goto(officer.url + "/people")
    assert officer.page.url == officer.url + "/sign-in"
    officer.sign_in()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_of_the_desk_is_sound(officer, system, clerk, supervisor, privacy, language):
    clerk.context.set_extra_http_headers({"Accept-Language": language})
    clerk.page.goto(clerk.url + "/cases")
    sound(clerk.page)
    officer.context.set_extra_http_headers({"Accept-Language": language})
    for desk, paths in [
        (officer, ["/", "/people", "/people/s-0002", "/approvals", "/break-glass", "/alerts", "/watched", "/delays", "/me",
                   "/sign-in", "/enrolment"]),
        (system, ["/approvals", "/periods"]), (supervisor, ["/delays"]), (privacy, ["/requests", "/delays"]),
    ]:
        desk.context.set_extra_http_headers({"Accept-Language": language})
        for path in paths:
            desk.page.goto(desk.url + path)
            sound(desk.page)
            assert not re.search(r"\[(staff|delays|work)\.", desk.page.content())


def test_the_keyboard_is_enough(officer):
    officer.page.goto(officer.url + "/")
    officer.press("/logout")
    officer.page.wait_for_url(officer.url + "/sign-in")
    officer.page.locator('form[action="/sign-in"] button').focus()
    officer.page.keyboard.press("Enter")
    officer.page.wait_for_url(officer.url + "/")
