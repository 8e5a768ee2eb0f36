"""A person and her own data at the terminal: who looked, with a question; a consent taken back; a request for a copy."""

import re

from test_journey import paper_text
from test_reach import sound, targets
from visit import look_until

SERVICE = "police/temporary-identity-proof"
NUMBER = re.compile(r"R\d{12,}")


def check(visit):
    sound(visit.page)
    targets(visit.page)


def begin_my_data(visit):
    visit.page.goto(visit.house.url + "/")
    visit.page.locator('a[href="/services/egret/my-data"]').click()
    check(visit)
    visit.page.locator('form[action$="/start"] button').click()


def test_who_looked_can_be_asked_about(visit):
    citizen = visit.house.somebody()
    begin_my_data(visit)
    visit.identify_by_code(citizen)
    visit.page.wait_for_url(re.compile("/my-data"))
    check(visit)
    visit.page.locator('a[href="/looks"]').click()
    look_until(visit.page, visit.page.locator("main ol.looks > li").count)
    check(visit)
    visit.page.locator('a[href*="right=question"]').first.click()
    check(visit)
    visit.page.locator('main input[type="radio"]').first.locator("xpath=ancestor::label").click()
    visit.page.locator('form[action="/requests"] button').click()
    visit.page.wait_for_url(re.compile(r"/requests/R\d+"))
    check(visit)
    assert NUMBER.search(visit.text())

    visit.page.locator('form[action$="/withdrawal"] button').click()
    visit.page.wait_for_url(re.compile(r"/requests/R\d+"))
    assert visit.page.locator('form[action$="/withdrawal"]').count() == 0
    visit.page.goto(visit.house.url + "/requests")
    check(visit)


def test_who_looked_is_printed_in_large_type(visit):
    citizen = visit.house.somebody()
    begin_my_data(visit)
    visit.identify_by_code(citizen)
    visit.page.wait_for_url(re.compile("/my-data"))
    visit.page.locator('a[href="/looks"]').click()
    look_until(visit.page, visit.page.locator("main ol.looks > li").count)
    check(visit)
    visit.page.locator('main a[href="/services/platform/looks-record"]').click()
    check(visit)
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_code(citizen)
    visit.answer_questions()
    visit.submit()
    before = len(visit.house.papers())
    visit.press_print()
    papers = visit.house.papers()
    assert len(papers) == before + 1
    text = paper_text(papers[-1])
    assert citizen["name"] in text and citizen["number"] in text and "您本人" in text
    assert not [one for one in visit.house.citizens() if one != citizen and one["number"] in text]


def test_a_copy_is_asked_for_at_the_terminal(visit):
    citizen = visit.house.somebody()
    begin_my_data(visit)
    visit.identify_by_code(citizen)
    visit.page.locator('a[href="/requests/new?right=copy"]').click()
    check(visit)
    visit.page.locator('form[action="/requests"] button').click()
    visit.page.wait_for_url(re.compile(r"/requests/R\d+"))
    check(visit)
    assert NUMBER.search(visit.text())


def test_a_consent_taken_back_stops_the_case_at_its_next_step(visit):
    citizen = visit.house.somebody()
    visit.begin(SERVICE)
    visit.identify_by_face(citizen)
    visit.page.wait_for_url(re.compile("/questions/"))
    question = visit.page.url
    visit.page.goto(visit.house.url + "/consents")
    check(visit)
    face = visit.page.locator('form[action="/consents"]:has(input[value="face"]) button')
    assert face.get_attribute("value") == "withdraw"
    face.click()
    visit.page.wait_for_url(visit.house.url + "/consents")
    check(visit)
    assert visit.page.locator('form[action="/consents"]:has(input[value="face"])').count() == 0

    visit.page.goto(question)
    check(visit)
    assert "撤回了同意" in visit.text()


def test_messages_are_agreed_to_and_taken_back(visit):
    citizen = visit.house.somebody()
    begin_my_data(visit)
    visit.identify_by_code(citizen)
    visit.page.locator('a[href="/consents"]').click()
    button = visit.page.locator('form[action="/consents"] button')
    assert button.get_attribute("value") == "give"
    button.click()
    visit.page.locator('form[action="/consents"] button[value="withdraw"]').click()
    visit.page.locator('form[action="/consents"] button[value="give"]').wait_for()
    check(visit)
