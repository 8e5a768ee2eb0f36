"""Who is registered in another city, and the clerk of that city who decides here what is its own, and nothing else."""

import re

import pytest
from playwright.sync_api import expect

from desk import clerk_of
from test_fixtures import fill, fits, fixture
from test_journey import paper_text
from test_reach import sound
from test_work import officer, system  # noqa: F401

SERVICE = "disabled/certificate-replace"


@pytest.fixture(scope="module")
def clerk(chromium, officer, system):  # noqa: F811
    desk = clerk_of("disabled", "350500", "王样本", officer, system, chromium)
    yield desk
    desk.leave()


def test_her_own_city_decides_and_she_reads_it_before(visit, clerk):
    answers = fixture(SERVICE)["answers"]
    person = visit.house.citizen("citizen-16")
    page = visit.page
    page.goto(f"{visit.house.url}/services/{SERVICE}")
    page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(person)
    while "/questions/" in page.url:
        fill(page, answers[re.search(r"/questions/([^?/]+)", page.url)[1]])
        page.locator("main form button.primary").click()
    assert page.url.endswith("/check"), visit.text()
    for language, city in [("en", "Quanzhou"), ("nan-Hant", "泉州市"), ("zh-Hans", "泉州市")]:
        page.locator(f'button[name="language"][value="{language}"]').click()
        expect(page.locator("main .notice")).to_contain_text(city)
        expect(page.locator("main .notice")).to_be_in_viewport(ratio=1)
        fits(page)
        sound(page)
    visit.submit()
    expect(page.locator("ol.standing")).to_contain_text("泉州市")
    number = re.search(r"/cases/([0-9A-Z]+)", page.url)[1]

    desk = clerk.page
    desk.goto(clerk.url + "/work")
    expect(desk.locator("main")).to_contain_text("Quanzhou")
    assert desk.locator('a[href="/people"], a[href="/revocations"], [action="/work/export"]').count() == 0
    sound(desk)
    desk.goto(f"{clerk.url}/work/cases/{number}/review")
    assert person["name"] not in desk.inner_text("main")
    clerk.press(f"/work/cases/{number}/review/claim")
    expect(desk.locator("main")).to_contain_text(person["name"])
    sound(desk)
    clerk.press(f"/work/cases/{number}/review/approval")
    expect(desk.locator("main")).not_to_contain_text(person["name"])

    # What Quanzhou has decided comes out here, as this city's paper.
    page.goto(f"{visit.house.url}/cases/{number}/paper")
    page.locator('form[action="/terminal/print"] button').wait_for()
    visit.press_print()
    assert person["name"] in paper_text(visit.house.papers()[-1])
