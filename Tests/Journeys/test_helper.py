"""Assisted mode: the desk enrols a volunteer, she helps a person at a terminal, and sees nothing of her."""

import re

import pytest

from desk import Desk, first_code
from test_journey import paper_text
from test_reach import sound, targets
from visit import look_until

SERVICE = "police/temporary-identity-proof"
PHONE = "15410009901"
MARK = "●●●"


def member(house, chromium, officer, system, name):
    desk = Desk(house, chromium, "en")
    number, code = officer.invite(name)
    desk.enrol(code)
    officer.request_roles(number, "operator")
    system.decide("approved")
    desk.sign_in()
    return desk


@pytest.fixture(scope="module")
def desks(house, chromium):
    """Two operators, and the officers who let them in."""
    officer = Desk(house, chromium)
    officer.enrol(first_code(house), "林安全")
    officer.sign_in()
    system = Desk(house, chromium, "en")
    _, code = officer.invite("陈系统", "system")
    system.enrol(code)
    system.sign_in()
    first = member(house, chromium, officer, system, "王运营")
    second = member(house, chromium, officer, system, "赵运营")
    yield first, second
    for desk in (officer, system, first, second):
        desk.leave()


@pytest.fixture(scope="module")
def number(house, desks):
    """A volunteer's number, as the second operator reads it to her."""
    first, second = desks
    first.page.goto(first.url + "/volunteers")
    sound(first.page)
    first.page.fill("#name", "林帮手")
    first.page.fill("#number", house.citizen("lin-wei")["number"])
    first.page.fill("#phone", PHONE)
    first.page.locator('input[name="station"]').first.check()
    first.page.fill("#reason", "new in the shop")
    first.press("/volunteers")
    first.page.wait_for_url(first.url + "/approvals")
    assert first.page.locator('form[action$="/decision"]').count() == 0, "not the one who asked"
    assert "Decided by: Supervisor, Operator." in first.page.inner_text("main")
    second.decide("approved")
    return re.search(r"\b\d{6}\b", second.page.inner_text("#code"))[0]


def press(visit, action, name=None):
    with visit.page.expect_navigation():
        visit.page.locator(f'form[action="{action}"] button:not(.key)').first.click()


def call(visit, number):
    visit.page.goto(visit.house.url + "/help?from=/")
    visit.page.locator('a[href^="/assistance"]').click()
    sound(visit.page)
    targets(visit.page)
    visit.page.fill("#number", number)
    press(visit, "/assistance/call")
    sound(visit.page)
    visit.page.fill("#code", visit.house.newest_code(PHONE))
    press(visit, "/assistance/begin")


def begin(visit):
    visit.page.goto(f"{visit.house.url}/services/{SERVICE}")
    visit.page.locator('form[action$="/start"] button').click()


class Watched:
    """Every page of a visit, as the helper could see it."""

    def __init__(self, visit, citizen, number):
        self.visit, self.number, self.count = visit, number, 0
        person = citizen["number"]
        self.secrets = [citizen["name"], person, person[:4] + "*" * 10 + person[-4:], citizen["phone"]]
        self.secrets += [citizen[key] for key in ("address", "issuer") if key in citizen]

    def see(self):
        page = self.visit.page
        # What was opened is hidden again by itself, which axe takes for a page that runs away.
        if "show=all" not in page.url:
            sound(page)
        targets(page)
        assert page.locator(".helper").count() == 1, f"{page.url}: {self.visit.text()}"
        assert self.number in page.locator(".helper").inner_text()
        assert page.locator('.helper form[action="/assistance/end"]').is_visible()
        seen = page.content() + self.visit.text()
        assert not [secret for secret in self.secrets if secret in seen], page.url
        self.count += 1

    def alone(self):
        """The helper has read the guide aloud; the person presses that she has stepped aside."""
        assert self.visit.page.locator(".pictures-of-help img").count() == 2
        self.see()
        press(self.visit, "/assistance/aside")
        self.see()


def test_a_helper_shows_the_way_and_sees_nothing(visit, number):
    citizen = visit.house.citizen("chen-jing")
    call(visit, number)
    watched = Watched(visit, citizen, number)
    watched.see()
    begin(visit)
    watched.see()
    visit.lay_card(citizen)
    visit.page.locator('button[name="way"][value="code"]').click()
    watched.alone()
    visit.read_card()
    watched.see()
    code = visit.newest_code(citizen)
    assert visit.page.locator("#code").get_attribute("type") == "password"
    visit.type_code(code)
    watched.alone()
    visit.answer_questions(each=watched.see)
    watched.see()
    assert MARK in visit.text()
    visit.page.locator('a[href$="?show=all"]').click()
    watched.see()
    before = len(visit.house.papers())
    visit.submit()
    watched.alone()
    visit.press_print()
    watched.see()
    papers = visit.house.papers()
    assert len(papers) == before + 1 and citizen["name"] in paper_text(papers[-1])
    assert watched.count >= 12

    # What is hers alone waits until the help has ended; then it is told there.
    visit.page.goto(visit.house.url + "/looks")
    watched.see()
    press(visit, "/assistance/end")
    assert visit.page.locator(".helper").count() == 0
    look_until(visit.page, lambda: "志愿者的帮忙结束了" in visit.text())
    assert "有志愿者在终端旁帮您" in visit.text() and number not in visit.text()


def test_nobody_is_helped_by_herself(visit, number):
    volunteer = visit.house.citizen("lin-wei")
    call(visit, number)
    begin(visit)
    visit.lay_card(volunteer)
    visit.page.locator('button[name="way"][value="code"]').click()
    press(visit, "/assistance/aside")
    visit.read_card()
    visit.type_code(visit.newest_code(volunteer))
    assert "志愿者不再帮忙了" in visit.heading()
    sound(visit.page)
    visit.page.locator("main a.button").click()
    assert "/questions/" in visit.page.url and visit.page.locator(".helper").count() == 0


def test_who_is_ended_at_the_desk_is_gone_from_the_screen(visit, desks, number):
    call(visit, number)
    assert visit.page.locator(".helper").count() == 1
    first, _ = desks
    first.page.goto(first.url + "/volunteers")
    sound(first.page)
    with first.page.expect_navigation():
        first.page.locator('form[action$="/retirement"] button').click()
    visit.page.goto(visit.house.url + "/")
    assert visit.page.locator(".helper").count() == 0
