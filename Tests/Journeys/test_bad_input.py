"""What goes wrong before a terminal: each time a sentence that helps, a way on, and nothing of anyone else."""

import re

import pytest

from test_fixtures import fill, fixture
from test_journey import paper_text

SERVICE = "police/temporary-identity-proof"


def at_card(visit, citizen, **card):
    visit.begin(SERVICE)
    visit.lay_card(citizen, **card)
    visit.choose_code()
    visit.read_card()


def shows_nobody(visit, but=None):
    text = visit.text()
    for one in visit.house.citizens():
        if but is None or one["number"] != but["number"]:
            assert one["number"] not in text


@pytest.mark.parametrize(
    "kind,fault,words",
    [
        ("expired", "none", "过期"),
        ("foreign", "none", "不能读"),
        ("valid", "pulled", "没有读到"),
        ("valid", "wrongChecksum", "没有读到"),
    ],
)
def test_a_card_that_cannot_be_used_is_said_so(visit, kind, fault, words):
    at_card(visit, visit.house.somebody(), kind=kind, fault=fault)

    assert words in visit.text()
    assert visit.page.locator("main a, main button, nav a").count() > 0
    shows_nobody(visit)


def test_an_empty_reader_is_said_so(visit):
    visit.begin(SERVICE)
    visit.choose_code()
    visit.read_card()

    assert "没有卡" in visit.text()


def test_another_face_leads_to_the_code_on_the_same_screen(visit):
    citizen, other = visit.house.somebody(), visit.house.somebody()
    visit.begin(SERVICE)
    visit.lay_card(citizen)
    visit.stand_before_camera(other)
    visit.choose_face()
    visit.read_card()

    visit.take_picture()

    assert "没有对上" in visit.text()
    visit.page.locator('button[name="face"][value="no"]').click()
    visit.type_code(visit.newest_code(citizen))
    assert "/questions/" in visit.page.url


def test_three_wrong_codes_close_the_way_and_name_the_other(visit):
    citizen = visit.house.somebody()
    at_card(visit, citizen)
    right = visit.newest_code(citizen)
    wrong = "000000" if right != "000000" else "111111"

    visit.type_code(wrong)
    assert "验证码不对" in visit.text()
    visit.type_code(wrong)
    visit.type_code(wrong)

    assert "三次" in visit.text()
    assert visit.page.locator("#code").count() == 0
    assert visit.page.locator('main a[href="/identification"]').count() == 1


def test_a_second_card_ends_the_visit(visit):
    first, second = visit.house.somebody(), visit.house.somebody()
    at_card(visit, first)
    visit.lay_card(second)
    visit.page.goto(visit.house.url + "/identification/card")
    visit.read_card()

    assert "另一张卡" in visit.text()
    visit.page.goto(visit.house.url + "/identification/code")
    assert "已经结束" in visit.text()


def test_back_after_submitting_repeats_nothing(visit):
    citizen = visit.house.somebody()
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    visit.answer_questions()
    check = visit.page.url
    visit.submit()
    visit.page.wait_for_url("**/paper")

    visit.page.go_back()
    visit.page.goto(check)

    assert visit.page.url.endswith("/paper")


def test_markup_and_direction_marks_are_refused_or_shown_as_text(visit):
    citizen = visit.house.somebody()
    visit.begin("insurance/participation-proof")
    visit.identify_by_code(citizen)
    while not visit.page.locator("#answer[type=text]").count():
        assert "/questions/" in visit.page.url
        visit.page.locator('main input[type="radio"]').last.locator("xpath=ancestor::label").click()
        visit.page.locator("main form button.primary").click()

    visit.page.locator("#answer").fill("好\u202e人")
    visit.page.locator("main form button.primary").click()
    assert "看不见的字符" in visit.text()

    visit.page.locator("#answer").fill("<img src=x onerror=alert(1)>")
    visit.page.locator("main form button.primary").click()
    while "/questions/" in visit.page.url:
        visit.page.locator("main form button.primary").click()
    assert "<img src=x onerror=alert(1)>" in visit.text()
    assert visit.page.locator('img[src="x"]').count() == 0


def test_another_persons_case_is_nobodys(visit):
    first = visit.house.somebody()
    visit.begin(SERVICE)
    visit.identify_by_code(first)
    case = visit.page.url.split("/questions")[0]
    visit.reset()
    visit.begin(SERVICE)
    visit.identify_by_code(visit.house.somebody())

    visit.page.goto(case)

    assert "没有找到" in visit.text()


def test_a_printer_without_paper_keeps_the_case(visit):
    citizen = visit.house.somebody()
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    visit.answer_questions()
    visit.submit()
    visit.simulate("printer", fault="paperOut")
    before = len(visit.house.papers())
    visit.press_print()
    assert "没有纸" in visit.text()
    assert len(visit.house.papers()) == before

    visit.simulate("printer", fault="none")
    visit.press_print()

    assert "取走" in visit.heading()
    assert len(visit.house.papers()) == before + 1


def test_a_spoiled_paper_is_printed_anew_and_the_first_is_void(visit):
    citizen = visit.house.somebody()
    visit.begin("fund/deposit-proof")
    visit.identify_by_code(citizen)
    visit.answer_questions()
    visit.submit()
    papers = set(visit.house.papers())
    codes = []
    # The first, and two in its place: as often as a paper may be printed.
    for _ in range(3):
        visit.press_print()
        assert "取走" in visit.heading()
        new = set(visit.house.papers()) - papers
        assert len(new) == 1
        papers |= new
        codes.append(re.search(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){3}", paper_text(new.pop())).group())
        visit.page.get_by_text("就作废").wait_for()
    visit.press_print()
    assert "次数已用完" in visit.heading()
    assert visit.page.locator('form[action="/terminal/print"]').count() == 0
    assert set(visit.house.papers()) == papers
    visit.rate()
    assert visit.page.url.endswith("/goodbye")

    site = visit.context.new_page()
    for code, word in zip(codes, ["已被新的一版代替", "已被新的一版代替", "现在有效"], strict=True):
        site.goto(visit.house.public_url + "/verify")
        site.locator("input[name=code]").fill(code)
        site.locator("input[name=code]").press("Enter")
        site.wait_for_load_state()
        assert word in site.inner_text("main"), site.inner_text("main")


def test_an_unknown_page_helps(visit):
    visit.page.goto(visit.house.url + "/services/police/no-such-thing")

    assert "没有这项服务" in visit.text()
    assert visit.page.locator('nav a[href="/"], main a[href="/"]').count() > 0


def test_what_is_typed_survives_large_print_another_language_and_a_look_at_the_help(visit):
    citizen = visit.house.somebody()
    visit.page.goto(visit.house.url + "/services/hotline/praise")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_code(citizen)
    assert visit.page.url.endswith("/questions/who")
    field = visit.page.locator("#answer")
    field.fill("王师傅")
    for press in [
        'form[action="/display"] button[name="large"]', 'form[action="/display"] button[value="en"]',
        'form[action="/display"] button[value="zh-Hans"]', 'form[action="/display"] button[name="large"]',
    ]:
        with visit.page.expect_navigation():
            visit.page.locator(press).first.click()
        assert visit.page.url.endswith("/questions/who")
        assert field.input_value() == "王师傅", press
    visit.page.locator('a[href^="/help"]').first.click()
    visit.page.locator("main .actions a").last.click()
    assert field.input_value() == "王师傅"
    visit.page.locator('a[href^="/help"]').first.click()
    visit.page.locator('main a[href^="/assistance"]').click()
    visit.page.locator('a[href$="/questions/who"]').first.click()
    assert field.input_value() == "王师傅", "no helper was there"
    # It is nobody's any more once another page has come.
    field.fill("李师傅")
    visit.page.goto(visit.page.url)
    assert field.input_value() == ""
    assert visit.page.evaluate("sessionStorage.length") == 0


def test_the_language_is_changed_on_a_refused_page_too(visit):
    citizen = visit.house.somebody()
    at_card(visit, citizen)
    visit.type_code("12")
    assert "六位" in visit.text() and "还" not in visit.page.locator(".error").first.inner_text()
    with visit.page.expect_navigation():
        visit.page.locator('form[action="/display"] button[value="en"]').first.click()
    assert "/identification/code" in visit.page.url
    assert "cannot be opened" not in visit.text()


def test_who_is_asked_for_somebody_else_is_told_that_this_is_herself(visit):
    """The slip of a wedding names two."""
    wedding = "civil/marriage-appointment"
    known = fixture(wedding)
    person, page = visit.house.citizen(known["person"]), visit.page
    page.goto(f"{visit.house.url}/services/{wedding}")
    page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(person)
    fill(page, known["answers"]["matter"])
    page.locator("main form button.primary").click()

    fill(page, f"{person['name']} {person['number']}")
    page.locator("main form button.primary").click()

    assert page.url.split("?")[0].endswith("/questions/partner")
    assert "当事人自己的号码" in visit.text()
    assert page.locator("#answer").input_value() == person["name"], "nothing typed is lost"
    fill(page, known["answers"]["partner"])
    page.locator("#answer-rest").press("Enter")
    page.wait_for_url(lambda url: not url.split("?")[0].endswith("/questions/partner"))
