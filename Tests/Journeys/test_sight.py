"""An office that does one step of another department's service is shown what its step needs, in three languages."""

import re

import pytest
from playwright.sync_api import expect

from desk import clerk_of
from test_fixtures import fill, fixture, typed
from test_reach import sound
from test_work import officer, system  # noqa: F401

SERVICE = "civil/old-age-allowance"
RECORDS = {"en": "Allowance records", "nan-Hant": "高齡津貼登記資料", "zh-Hans": "高龄津贴登记信息"}


@pytest.fixture(scope="module")
def police(chromium, officer, system):  # noqa: F811
    desk = clerk_of("police", "350203", "王样本", officer, system, chromium)
    yield desk
    desk.leave()


def test_the_police_checks_a_registration_and_sees_no_account(visit, police):
    known = fixture(SERVICE)
    answers = {question: typed(answer) for question, answer in known["answers"].items()}
    person = visit.house.citizen(known["person"])
    page = visit.page
    page.goto(f"{visit.house.url}/services/{SERVICE}")
    page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(person)
    while "/questions/" in page.url:
        fill(page, answers[re.search(r"/questions/([^?/]+)", page.url)[1]])
        page.locator("main form button.primary").click()
    visit.submit()
    number = re.search(r"/cases/([0-9A-Z]+)", page.url)[1]

    desk = police.page
    desk.goto(f"{police.url}/work/cases/{number}/household")
    assert person["name"] not in desk.inner_text("main")
    police.press(f"/work/cases/{number}/household/claim")
    for language, said in [
        ("en", "This office is shown what its step needs."), ("nan-Hant", "遮干焦顯示這步需要的內容"),
        ("zh-Hans", "这里只显示本环节需要的内容"),
    ]:
        desk.locator(f'button[name="language"][value="{language}"]').click()
        main = desk.locator("main")
        expect(main).to_contain_text(said)
        expect(main).to_contain_text(person["name"])
        for hidden in ["contact", "phone"]:
            expect(main).not_to_contain_text(answers[hidden])
        # Who shared what is said by the register itself, and not of papers whose register is not shown.
        expect(main).not_to_contain_text(RECORDS[language])
        sound(desk)
    police.press(f"/work/cases/{number}/household/approval")
    expect(desk.locator("main")).not_to_contain_text(person["name"])
