"""Events in life: begun at a terminal, carried to the phone, one service handed in there, and at another visit one for the child."""

import re

import pytest

from house import House
from test_account import Phone
from test_fixtures import fill, typed
from test_reach import sound, targets

BUNDLE = "bundles/school-entry"
CHILDS = "health/vaccination-record"
OTHER = "bundles/newborn"
AT_HOME = "medical/maternity-progress"


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
    return house.citizen("chen-jing")


@pytest.fixture(scope="module")
def child(house):
    return house.citizen("chen-xiaoyu")


def answer(page, questions):
    for question, said in questions:
        assert page.url.endswith(f"/questions/{question}")
        fill(page, said)
        with page.expect_navigation():
            page.locator("main form button.primary").first.click()


def row(page, name):
    """What stands of a service on the page of the event."""
    found = page.locator("ol.bundle li", has=page.locator("h2", has_text=name))
    assert found.count() == 1, name
    return found


@pytest.fixture(scope="module")
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


def test_an_account_is_set_up(visit, phone, citizen):
    phone.set_up(visit, citizen)


def test_it_goes_to_the_phone_before_anything_is_answered(visit, phone, citizen):
    visit.page.goto(f"{visit.house.url}/services/{BUNDLE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(citizen)
    assert visit.page.url.endswith("/questions/home")
    visit.page.locator('form[action$="/hand-over"] button').click()
    code = visit.page.locator(".typed-code code").inner_text()

    phone.open(f"/continue#{code}")
    phone.press("/continue")
    # Her telephone is known.
    answer(phone.page, (("home", "rent"),))
    assert phone.page.url.endswith(f"/account/{BUNDLE}")
    text = phone.page.locator("main").inner_text()
    assert "已办 0 项，共 7 项" in text
    assert "还要准备的材料" in text and text.count("居民身份证") == 1, "each paper once"
    phone.check()
    # Nobody acts for a child without the card.
    childs = row(phone.page, "接种记录")
    assert "给孩子办" in childs.inner_text() and "到站点办" in childs.inner_text()
    assert childs.locator("button").count() == 0


def test_what_a_phone_may_open_is_handed_in_at_home(phone, citizen):
    phone.open(f"/services/{OTHER}")
    phone.press(f"/account/services/{OTHER}/start")
    answer(phone.page, (("born", typed("today")),))
    assert phone.page.url.endswith(f"/account/{OTHER}")
    at_station = phone.page.locator("ol.bundle li", has_text="带身份证到站点办")
    assert at_station.count() > 0 and at_station.locator("button").count() == 0
    phone.press(f"/account/{OTHER}/services/{AT_HOME}")
    assert phone.page.url.endswith("/check"), "nothing is asked"
    with phone.page.expect_navigation():
        phone.page.locator('form[action$="/submission"] button').click()
    phone.check()
    phone.page.locator(f'a[href="/account/{OTHER}"]').click()
    assert "已办 1 项，共 7 项" in phone.page.locator("main").inner_text()

    phone.open("/account/cases")
    phone.check()
    assert "已办 1 项，共 7 项" in phone.page.locator("main").inner_text()


def test_at_the_terminal_she_goes_on_where_the_phone_stopped_and_for_her_child(visit, citizen, child):
    visit.page.goto(f"{visit.house.url}/services/{BUNDLE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(citizen)
    assert visit.page.url.endswith(f"/{BUNDLE}")
    assert "已办 0 项，共 7 项" in visit.text()
    sound(visit.page)
    targets(visit.page)

    # She says once for which child, and sees nobody's whole name.
    visit.page.locator(f'form[action="/{BUNDLE}/services/{CHILDS}"] button').click()
    visit.page.wait_for_url(re.compile("/acting$"))
    visit.page.locator('button[name="whom"][value="child"]').click()
    visit.page.locator('button[name="choice"]').click()
    visit.page.wait_for_url(re.compile(f"/{BUNDLE}$"))
    sound(visit.page)
    targets(visit.page)
    assert child["name"] not in visit.text() and child["number"] not in visit.page.content()
    own = row(visit.page, "小学入学报名")
    assert "给您自己办" in own.inner_text() and own.locator("button").count() == 0
    visit.page.locator(f'form[action="/{BUNDLE}/services/{CHILDS}"] button').click()
    visit.page.wait_for_url(re.compile("/check$"))
    visit.submit()
    visit.page.locator(f'a[href="/{BUNDLE}"]').first.click()
    assert "已办 1 项，共 7 项" in visit.text()

    # For herself she goes on in a visit of her own, in which no answer is asked twice.
    visit.page.locator(f'form[action="/services/{BUNDLE}/start"] button').click()
    visit.identify_by_face(citizen)
    assert visit.page.url.endswith(f"/{BUNDLE}")
    assert "已办 1 项，共 7 项" in visit.text()
    sound(visit.page)
    targets(visit.page)
    visit.page.locator(f'form[action="/{BUNDLE}/services/education/primary-entry"] button').click()
    assert re.search(r"/cases/[^/]+/questions/(?!phone|home)", visit.page.url), visit.page.url


def test_at_home_she_sees_how_the_childs_stands(phone, child):
    phone.open(f"/account/{BUNDLE}")
    phone.check()
    childs = row(phone.page, "接种记录")
    assert "给孩子" in childs.inner_text() and childs.locator("button, a").count() == 0
    assert "已办 1 项，共 7 项" in phone.page.locator("main").inner_text()
    assert child["name"] not in phone.page.content() and child["number"] not in phone.page.content()


def test_to_another_person_there_is_no_such_thing(house, visit):
    visit.page.goto(f"{visit.house.url}/services/{BUNDLE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(house.citizen("lin-wei"))
    assert visit.page.url.endswith("/questions/home")
    assert visit.page.goto(f"{visit.house.url}/{BUNDLE}").ok
    assert "已办" not in visit.text()
