"""An answer of several rows: added, filled in, taken away again, with the finger and with the keyboard."""

import re

from axe_playwright_python.sync_playwright import Axe

from test_fixtures import fill, fixture, typed
from test_reach import MILLIMETRES

SERVICE = "civil/temporary-relief"


def at_the_rows(visit):
    known = fixture(SERVICE)
    visit.page.goto(f"{visit.house.url}/services/{SERVICE}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(visit.house.citizen(known["person"]))
    while "/questions/members" not in visit.page.url:
        case, question = re.search(r"(/cases/[^/]+)/questions/([^?/]+)", visit.page.url).groups()
        if question == "income":
            # She was here before, and her case goes on behind the rows.
            visit.page.goto(f"{visit.house.url}{case}/questions/members")
            break
        fill(visit.page, typed(known["answers"][question]))
        visit.page.locator("main form button.primary").click()


def write(visit, row, name, relation, born, income=""):
    visit.page.locator(f'[name="answer-{row}-name"]').fill(name)
    visit.page.locator(f'[name="answer-{row}-relation"][value="{relation}"]').locator("xpath=ancestor::label").click()
    visit.page.locator(f'[name="answer-{row}-born"]').fill(born)
    visit.page.locator(f'[name="answer-{row}-income"]').fill(income)


def go_on(visit):
    visit.page.locator("main form button.primary").first.click()


def serious(page):
    return [(one["id"], [node["html"] for node in one["nodes"]])
            for one in Axe().run(page).response["violations"] if one["impact"] in ("serious", "critical")]


def test_who_lives_alone_leaves_the_row_empty(visit):
    at_the_rows(visit)
    go_on(visit)

    assert "/questions/income" in visit.page.url, visit.text()


def test_the_cell_that_is_wrong_is_named_and_led_to(visit):
    at_the_rows(visit)
    write(visit, 1, "许建国", "spouse", "1962-03-05", "很多")
    visit.page.locator('[name="answer-1-income"]').press("Enter")

    wrong = visit.page.locator('[name="answer-1-income"]')
    assert wrong.get_attribute("aria-invalid") == "true" and wrong.input_value() == "很多"
    assert visit.page.locator('[name="answer-1-name"]').input_value() == "许建国"
    assert "第1行“每月收入（元）”：" in visit.text()
    assert visit.page.locator(f'a[href="#{wrong.get_attribute("id")}"]').count() == 1
    assert not serious(visit.page)
    wrong.fill("0")
    go_on(visit)
    assert "/questions/income" in visit.page.url, visit.text()


def test_rows_are_added_and_taken_away_and_what_was_typed_stays(visit):
    at_the_rows(visit)
    assert visit.page.locator("fieldset.row").count() == 1
    assert visit.page.locator("fieldset.row legend").first.bounding_box()["width"] > 20
    assert visit.page.locator('label[for="answer-1-name"]').bounding_box()["width"] > 20
    write(visit, 1, "许建国", "spouse", "1962-03-05", "4200.50")

    visit.page.locator('button[value="more"]').click()
    assert visit.page.locator("fieldset.row").count() == 2
    assert visit.page.locator('[name="answer-1-income"]').input_value() == "4200.50"
    write(visit, 2, "许小海", "child", "2011-09-01")
    visit.page.locator('button[value="more"]').click()
    write(visit, 3, "许小溪", "child", "2015-01-31")
    visit.page.locator('button[name="rows"][value="2"]').click()

    assert visit.page.locator("fieldset.row").count() == 2
    assert visit.page.locator('[name="answer-2-name"]').input_value() == "许小溪"
    assert not serious(visit.page)
    go_on(visit)
    assert "/questions/income" in visit.page.url, visit.text()
    visit.page.goto(visit.page.url.replace("/income", "/members"))
    assert visit.page.locator('[name="answer-1-income"]').input_value() == "4200.50"
    assert visit.page.locator('[name="answer-2-born"]').input_value() == "2015-01-31"


def test_rows_that_are_not_sent_yet_survive_another_language(visit):
    at_the_rows(visit)
    page = visit.page
    write(visit, 1, "许建国", "spouse", "1962-03-05", "4200.50")
    page.locator('button[value="more"]').click()
    write(visit, 2, "许小海", "child", "2011-09-01")
    with page.expect_navigation():
        page.locator('form[action="/display"] button[value="en"]').first.click()

    # The page asks once more, for the row that it has no more.
    page.wait_for_function("document.querySelectorAll('fieldset.row').length > 1")
    assert page.locator('[name="answer-1-income"]').input_value() == "4200.50"
    assert page.locator('[name="answer-1-relation"][value="spouse"]').is_checked()
    assert page.locator('[name="answer-2-name"]').input_value() == "许小海"
    page.locator('button[name="rows"][value="1"]').click()
    page.locator('[name="answer-1-born"]').fill("")
    go_on(visit)
    page.locator(".error-summary").wait_for()
    with page.expect_navigation():
        page.locator('form[action="/display"] button[value="zh-Hans"]').first.click()
    assert page.locator('[name="answer-1-name"]').input_value() == "许小海", "a refused page keeps it too"
    assert page.locator('[name="answer-1-relation"][value="child"]').is_checked()
    page.locator('[name="answer-1-born"]').fill("2011-09-01")
    go_on(visit)
    assert "/questions/income" in page.url, visit.text()


def pictures_of_calendars(page):
    """Where the browser's own buttons stand that open a calendar: heights and widths."""
    devtools = page.context.new_cdp_session(page)
    found = []

    def look(node):
        if "-webkit-calendar-picker-indicator" in node.get("attributes", []):
            left, top, _, _, right, bottom, *_ = devtools.send(
                "DOM.getBoxModel", {"nodeId": node["nodeId"]})["model"]["border"]
            found.append((bottom - top, right - left))
        for child in node.get("children", []) + node.get("shadowRoots", []):
            look(child)

    look(devtools.send("DOM.getDocument", {"depth": -1, "pierce": True})["root"])
    return found


def test_a_day_is_chosen_with_a_finger(visit):
    at_the_rows(visit)
    born = visit.page.locator('[name="answer-1-born"]')

    for display in ["plain", "contrast", "large"]:
        if display != "plain":
            with visit.page.expect_navigation():
                visit.page.locator(f'button[name="{display}"]').click()
        calendars = pictures_of_calendars(visit.page)
        assert calendars and all(side * MILLIMETRES >= 15 for box in calendars for side in box), calendars
        # The calendar is as many times larger as the field is zoomed; a day in it has 28 by 28 pixels.
        assert float(born.evaluate("field => getComputedStyle(field).zoom")) * 28 * MILLIMETRES >= 15
        assert born.bounding_box()["width"] < visit.page.viewport_size["width"] - 100
    # The browser draws its marks in white on black.
    assert born.evaluate("field => getComputedStyle(field).colorScheme") == "dark"
