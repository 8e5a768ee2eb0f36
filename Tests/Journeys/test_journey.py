"""From the first screen to the sealed paper and goodbye, both ways, in three languages."""

import subprocess

import pytest

SERVICES = ["police/temporary-identity-proof", "insurance/participation-proof", "fund/deposit-proof"]
LANGUAGES = {"普通话": "zh-Hans", "English": "en", "閩南語": "nan-Hant"}


def paper_text(path):
    return subprocess.run(["pdftotext", "-layout", path, "-"], check=True, capture_output=True, text=True).stdout


def walk(visit, citizen, service, identify):
    before = len(visit.house.papers())
    visit.begin(service)
    identify(citizen)
    visit.answer_questions()
    assert visit.page.url.endswith("/check"), visit.page.url
    visit.submit()
    visit.press_print()
    papers = visit.house.papers()
    assert len(papers) == before + 1
    visit.rate()
    assert visit.page.url.endswith("/goodbye")
    return papers[-1]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("way", ["face", "code"])
def test_a_citizen_leaves_with_a_sealed_paper(visit, service, way):
    citizen = visit.house.somebody()
    identify = visit.identify_by_face if way == "face" else visit.identify_by_code

    paper = walk(visit, citizen, service, identify)

    text = paper_text(paper)
    assert citizen["name"] in text
    assert citizen["number"] in text
    others = [one["number"] for one in visit.house.citizens() if one["number"] != citizen["number"]]
    assert not [number for number in others if number in text]
    seal = subprocess.run(["pdfsig", paper], capture_output=True, text=True).stdout
    assert "Signature is Valid" in seal, seal


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_screen_speaks_the_chosen_language(visit, name):
    citizen = visit.house.somebody()
    visit.speak(name)
    seen = []

    def screen():
        assert visit.page.locator("html").get_attribute("lang") == LANGUAGES[name]
        seen.append(visit.heading())

    visit.begin(SERVICES[0])
    screen()
    visit.lay_card(citizen)
    visit.choose_code()
    screen()
    visit.read_card()
    screen()
    visit.type_code(visit.newest_code(citizen))
    visit.answer_questions(screen)
    screen()
    visit.submit()
    screen()
    visit.press_print()
    screen()
    visit.rate()
    screen()
    assert all(seen)


def test_nothing_of_the_former_person_is_left(visit):
    citizen = visit.house.somebody()
    walk(visit, citizen, SERVICES[0], visit.identify_by_code)

    visit.page.locator('form[action="/terminal/end"] button').first.click()
    visit.page.goto(visit.house.url + "/cases/opening")

    assert citizen["name"] not in visit.text()
    assert visit.page.evaluate("localStorage.length + sessionStorage.length") == 0
    visit.page.go_back()
    assert citizen["name"] not in visit.text()


def test_logs_hold_no_personal_data(house):
    logs = house.logs()
    for citizen in house.citizens():
        assert citizen["number"] not in logs
        assert citizen["name"] not in logs
        assert "phone" not in citizen or citizen["phone"] not in logs
