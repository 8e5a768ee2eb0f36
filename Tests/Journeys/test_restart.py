"""The plug is pulled: nothing acknowledged is lost, nothing comes out twice, nobody steps into another's visit."""

import pytest

from house import House
from visit import Visit

SERVICE = "fund/deposit-proof"


@pytest.fixture
def own_house():
    house = House().start_all()
    yield house
    house.stop()


def test_a_killed_centre_and_a_killed_terminal_end_cleanly(own_house, chromium):
    house = own_house
    citizen = house.somebody()
    visit = Visit(house, chromium, {"width": 1080, "height": 1920})
    visit.reset()
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    visit.answer_questions()
    case = visit.page.url.split("/check")[0]

    house.kill("centre")
    visit.submit()
    assert "再按也只算一次" in visit.text()
    house.start_centre()

    visit.page.goto(case)
    visit.submit()
    assert visit.page.url.endswith("/paper")

    house.kill("terminal")
    house.start_terminal()
    visit.page.goto(case + "/paper")
    assert citizen["name"] not in visit.text()

    visit.reset()
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    assert visit.page.url.endswith("/paper")
    visit.press_print()
    assert len(house.papers()) == 1
    visit.context.close()


def test_the_whole_log_verifies_after_all_that(own_house, chromium):
    house = own_house
    visit = Visit(house, chromium, {"width": 1080, "height": 1920})
    visit.reset()
    visit.begin(SERVICE)
    visit.identify_by_code(house.somebody())
    house.kill("centre")
    house.start_centre()

    assert "clean" in house.command("verify", "audit", house.public_url + "/audit")
    visit.context.close()
