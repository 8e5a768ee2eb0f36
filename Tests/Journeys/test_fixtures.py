"""Twenty services in a real browser, as the fixtures beside them say an ordinary person answers.

The whole catalogue is walked over HTTP by FixtureJourneyTests; here are those with the most kinds of questions, half of
them in large print, with which every screen must fit its width.
"""

import datetime
import pathlib
import re

import pytest
import yaml
from playwright.sync_api import expect

ROOT = pathlib.Path(__file__).resolve().parents[2]
SERVICES = [
    "police/residence-permit-apply", "police/hongkong-macau-endorsement", "police/traffic-violation-query",
    "police/driving-licence-renewal", "insurance/pension-eligibility", "fund/withdrawal-rent", "fund/withdrawal-retirement",
    "housing/no-home-proof", "tax/income-tax-record", "medical/remote-care-filing", "education/enrolment-proof",
    "civil/old-age-allowance", "disabled/two-subsidies", "market/business-licence-print", "credit/credit-report",
    "justice/court-case-progress", "water/bill-query", "transit/student-card-review", "hotline/complaint",
    "veterans/preferential-card-progress",
]


def fixture(service):
    file = ROOT / "Services" / service / "fixtures" / "ordinary.yml"
    return yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)


def typed(answer):
    if answer.startswith("today"):
        return str(datetime.date.today() + datetime.timedelta(days=int(answer[5:] or 0)))
    return answer


def fill(page, answer):
    """Touches the tile, or types into the one or two fields of the page."""
    second = page.locator("#answer-rest")
    first = answer
    if second.count():
        # A district is chosen before the rest of an address; a number comes after a name.
        first, rest = answer.split(" ", 1) if page.locator('input[type="radio"]').count() else answer.rsplit(" ", 1)
        second.fill(rest)
    tile = page.locator(f'input[type="radio"][value="{first}"]')
    if tile.count():
        tile.locator("xpath=ancestor::label").click()
    else:
        page.locator("#answer").fill(first)


def fits(page):
    """Nothing sticks out on the right: nobody looks for what stands there."""
    page.wait_for_load_state()
    wide = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide[0] <= wide[1], (page.url, wide)


@pytest.mark.parametrize("service,display", zip(SERVICES, ["large", "plain"] * 10))
def test_an_ordinary_person_has_the_service(visit, service, display):
    known = fixture(service)
    person = visit.house.citizen(known["person"])
    if display == "large":
        visit.page.locator('button[name="large"]').click()
    visit.page.goto(f"{visit.house.url}/services/{service}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(person)
    before = len(visit.house.papers())
    asked = []
    while "/questions/" in visit.page.url:
        question = re.search(r"/questions/([^?/]+)", visit.page.url).group(1)
        assert question not in asked, visit.text()
        asked.append(question)
        fits(visit.page)
        answer = typed((known.get("answers") or {}).get(question, ""))
        if answer:
            fill(visit.page, answer)
        visit.page.locator("main form button.primary").click()
    assert visit.page.url.endswith("/check"), visit.text()
    fits(visit.page)
    assert person["number"] not in visit.text(), "the number stands masked until it is asked for"
    visit.submit()
    fits(visit.page)
    if visit.page.url.endswith("/standing"):
        steps = visit.page.locator("ol.standing li").all()
        assert steps and all(one.is_visible() for one in steps), "who has not begun stands there, too"
        expect(visit.page.locator("main .actions .primary")).to_be_in_viewport()
    if known["ends"] == "paper":
        visit.press_print()
        assert len(visit.house.papers()) == before + 1, visit.text()
