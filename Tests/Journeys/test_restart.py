"""The plug is pulled: nothing acknowledged is lost, nothing comes out twice, nobody steps into another's visit."""

import re
import shutil

import pytest

from house import ROOT, House
from visit import Visit

SERVICE = "fund/deposit-proof"
ASKED_BY_THE_NEXT = """\
  - id: office
    kind: text
    required: true
    label: {zh-Hans: 哪个单位要？, en: "Which office wants it?", nan-Hant: 佗一個單位欲愛？}
    hint: {zh-Hans: 单位名称, en: The name of the office, nan-Hant: 單位的名}
    why: {zh-Hans: 只对它有效, en: It is good there only, nan-Hant: 干焦對伊有效}
    max: 40
"""


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


def test_a_case_goes_on_under_the_release_it_was_begun_under(own_house, chromium):
    house = own_house
    visit = Visit(house, chromium, {"width": 1080, "height": 1920})
    visit.reset()
    visit.begin(SERVICE)
    visit.identify_by_code(house.somebody())
    case = visit.page.url.split("/questions")[0]

    services = house.state / "services"
    shutil.copytree(ROOT / "Services", services)
    file = services / SERVICE / "service.yml"
    text = re.sub(r"(?m)^version: (\d+)$", lambda old: f"version: {int(old[1]) + 1}", file.read_text(), count=1)
    file.write_text(text.replace("\nassurance:", "\n" + ASKED_BY_THE_NEXT + "assurance:"))
    house.kill("centre")
    house.start_centre(EGRET_SERVICES_PATH=str(services))

    asked = []
    visit.page.goto(case)
    visit.answer_questions(each=lambda: asked.append(visit.page.url.split("/")[-1]))
    assert asked == ["purpose", "months"]
    visit.submit()
    assert visit.page.url.endswith("/paper")

    asked.clear()
    visit.reset()
    visit.begin(SERVICE)
    visit.identify_by_code(house.somebody())
    visit.answer_questions(each=lambda: asked.append(visit.page.url.split("/")[-1]))
    assert asked == ["purpose", "months", "office"]
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
