"""An event in life: begun at a terminal, carried to the phone, one service handed in there, the rest at another visit."""

import re

import pytest

from house import House
from test_account import PASSWORD, Phone, code_at_terminal, newest
from test_fixtures import fill
from test_reach import sound, targets

BUNDLE = "bundles/school-entry"
AT_HOME = "health/vaccination-record"


@pytest.fixture(scope="module")
def house():
    house = House()
    house.public_url = house.public_url.replace("127.0.0.1", "localhost")
    house.environment["EGRET_PUBLIC_URL"] = house.public_url
    house.start_all()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def citizen(house):
    return house.citizen("huang-min")


@pytest.fixture(scope="module")
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


def test_an_account_is_set_up(house, visit, phone, citizen):
    code = code_at_terminal(visit, citizen)
    phone.open(f"/account/activation#{code}")
    phone.press("/account/activation")
    phone.open("/account/password")
    phone.page.locator("#password").fill(PASSWORD)
    phone.press("/account/password")
    phone.open("/account/authenticator")
    phone.press("/account/authenticator/key")
    phone.page.locator("#code").fill(newest(phone.page.locator(".typed-code code").inner_text()))
    phone.press("/account/authenticator")
    phone.open("/account/passkey")
    phone.press("/account/passkey")
    phone.sign_out()
    phone.press("/account/sign-in/passkey")
    assert phone.heading() == "我的账户"


def test_it_goes_to_the_phone_before_anything_is_answered(visit, phone, citizen):
    visit.page.goto(f"{visit.house.url}/services/{BUNDLE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(citizen)
    assert visit.page.url.endswith("/questions/home")
    visit.page.locator('form[action$="/hand-over"] button').click()
    code = visit.page.locator(".typed-code code").inner_text()

    phone.open(f"/continue#{code}")
    phone.press("/continue")
    for question, answer in (("home", "rent"), ("phone", citizen["phone"])):
        assert phone.page.url.endswith(f"/questions/{question}")
        fill(phone.page, answer)
        with phone.page.expect_navigation():
            phone.page.locator("main form button.primary").first.click()
    assert phone.page.url.endswith(f"/account/{BUNDLE}")
    assert "已办 0 项，共 7 项" in phone.page.locator("main").inner_text()
    phone.check()


def test_what_a_phone_may_open_is_handed_in_at_home(phone):
    at_station = phone.page.locator("ol.bundle li", has_text="带身份证到站点办")
    assert at_station.count() > 0 and at_station.locator("button").count() == 0
    phone.press(f"/account/{BUNDLE}/services/{AT_HOME}")
    assert phone.page.url.endswith("/check"), "the event says all that is asked"
    with phone.page.expect_navigation():
        phone.page.locator('form[action$="/submission"] button').click()
    phone.check()
    phone.page.locator(f'a[href="/account/{BUNDLE}"]').click()
    assert "已办 1 项，共 7 项" in phone.page.locator("main").inner_text()

    phone.open("/account/cases")
    phone.check()
    assert "已办 1 项，共 7 项" in phone.page.locator("main").inner_text()


def test_at_the_terminal_she_goes_on_where_the_phone_stopped(visit, citizen):
    visit.page.goto(f"{visit.house.url}/services/{BUNDLE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(citizen)
    assert visit.page.url.endswith(f"/{BUNDLE}")
    assert "已办 1 项，共 7 项" in visit.text()
    sound(visit.page)
    targets(visit.page)
    # The card's own services can be begun here, and no answer is asked twice.
    begin = visit.page.locator(f'form[action^="/{BUNDLE}/services/"] button')
    assert begin.count() > 0
    visit.page.locator(f'form[action="/{BUNDLE}/services/education/primary-entry"] button').click()
    assert re.search(r"/cases/[^/]+/questions/(?!phone|home)", visit.page.url), visit.page.url


def test_to_another_person_there_is_no_such_thing(house, visit):
    visit.page.goto(f"{visit.house.url}/services/{BUNDLE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(house.citizen("lin-wei"))
    assert visit.page.url.endswith("/questions/home")
    assert visit.page.goto(f"{visit.house.url}/{BUNDLE}").ok
    assert "已办" not in visit.text()
