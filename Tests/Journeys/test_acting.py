"""Acting for another: a mother fetches her child's paper; a mandate is given, used, and taken back in the middle of a case."""

import re

import pytest

from house import comes
from test_account import PASSWORD, Phone, code_at_terminal
from test_journey import paper_text
from test_reach import sound, targets

SERVICE = "insurance/participation-proof"


@pytest.fixture
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


def check(visit):
    sound(visit.page)
    targets(visit.page)


def begin_for_another(visit, citizen):
    visit.page.goto(f"{visit.house.url}/services/{SERVICE}")
    check(visit)
    visit.page.locator('form[action$="?whom=another"] button').click()
    visit.identify_by_code(citizen)
    visit.page.wait_for_url(re.compile("/acting$"))
    check(visit)


def choose(visit, kind):
    visit.page.locator(f'button[name="whom"][value="{kind}"]').click()
    check(visit)


def test_a_mother_fetches_her_childs_paper(visit):
    mother, child = visit.house.citizen("chen-jing"), visit.house.citizen("chen-xiaoyu")
    brother = visit.house.citizen("chen-dawei")
    begin_for_another(visit, mother)
    choose(visit, "child")
    listed = visit.page.locator('button[name="choice"]')
    assert listed.count() == 1, "her brother is fourteen"
    for one in (child, brother):
        assert one["name"] not in visit.text() and one["number"] not in visit.page.content()
    listed.click()
    visit.page.wait_for_url(re.compile("/cases/"))
    visit.answer_questions()
    check(visit)
    visit.submit()
    before = len(visit.house.papers())
    visit.press_print()
    papers = visit.house.papers()
    assert len(papers) == before + 1
    text = paper_text(papers[-1])
    assert child["name"] in text and child["number"] in text
    assert "代办人" in text and mother["name"] in text and mother["number"] not in text


def sign_in_by_message(phone, citizen):
    """The code of a terminal is for setting up; for what harms nobody a message to her phone signs her in."""
    phone.open("/account/password")
    phone.page.locator("#password").fill(PASSWORD)
    phone.press("/account/password")
    phone.sign_out()
    phone.page.locator("#name").fill(citizen["number"])
    phone.page.locator("#password").fill(PASSWORD)
    phone.press("/account/sign-in")
    phone.press("/account/second/message")
    texts = "\n".join(one["text"] for one in phone.house.inbox() if one["to"] == citizen["phone"])
    phone.page.locator("#code").fill(re.search(r"验证码 (\d{6})", texts).group(1))
    phone.press("/account/second")
    assert phone.heading() == "我的账户"


def test_a_mandate_taken_back_in_the_middle_of_a_case_stops_it(visit, phone):
    giver, holder = visit.house.citizen("li-qiang"), visit.house.citizen("lin-wei")
    code = code_at_terminal(visit, giver)
    phone.open(f"/account/activation#{code}")
    phone.press("/account/activation")
    sign_in_by_message(phone, giver)
    visit.page.request.post(visit.house.url + "/terminal/end", headers=visit.same_origin(), max_redirects=0)

    visit.page.goto(visit.house.url + "/services/egret/my-data")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_code(giver)
    visit.page.locator('a[href="/mandates"]').click()
    check(visit)
    visit.page.locator("#name").fill(holder["name"])
    visit.page.locator("#number").fill(holder["number"])
    for name, value in (("scope", SERVICE), ("days", "7")):
        visit.page.locator(f'input[name="{name}"][value="{value}"]').locator("xpath=ancestor::label").click()
    visit.page.locator('form[action="/mandates"] button').click()
    check(visit)
    assert holder["name"] not in visit.text() and "有效" in visit.text()
    visit.page.request.post(visit.house.url + "/terminal/end", headers=visit.same_origin(), max_redirects=0)

    begin_for_another(visit, holder)
    choose(visit, "mandate")
    visit.page.locator('button[name="choice"]').click()
    visit.page.wait_for_url(re.compile("/cases/"))
    visit.answer_questions()
    phone.open("/account/mandates")
    phone.check()
    with phone.page.expect_navigation():
        phone.page.locator('form[action$="/revocation"] button').click()
    assert "已收回" in phone.page.locator("main").inner_text()
    before = len(visit.house.papers())
    visit.submit()
    check(visit)
    assert "您不能再替这位办了" in visit.text()
    assert len(visit.house.papers()) == before
    assert comes(lambda: visit.house.sms(giver["phone"]), "代办人")
