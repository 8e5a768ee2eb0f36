"""Files from a phone and a signature on the screen: sent, refused in words, scanned, opened by the clerk, seen by their sender."""

import io
import re

import pytest
from PIL import Image

from desk import clerk_of
from house import House
from test_account import Phone
from test_fixtures import fill, fixture, typed
from test_reach import sound, targets
from test_work import officer, system  # noqa: F401
from visit import look_until

COMPLAINT = "hotline/complaint"
AID = "education/student-aid"
EICAR = "X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD" + "-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(scope="module")
def house():
    house = House()
    house.public_url = house.public_url.replace("127.0.0.1", "localhost")
    house.environment["EGRET_PUBLIC_URL"] = house.public_url
    house.start_all()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


@pytest.fixture(scope="module")
def clerk(chromium, officer, system):  # noqa: F811
    """A clerk of the city's hotline."""
    desk = clerk_of("hotline", "", "王热线", officer, system, chromium)
    yield desk
    desk.leave()


def photograph():
    """What a phone held upright writes: turned by a word beside the pixels, and the place where it was taken."""
    picture = Image.new("RGB", (1600, 900), (200, 30, 30))
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010E] = "at 24.4798N 118.0894E"
    data = io.BytesIO()
    picture.save(data, "JPEG", exif=exif)
    return data.getvalue()


def pdf(text=""):
    return f"%PDF-1.4\n% {text}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def send(phone, *files):
    phone.page.locator("#file").set_input_files(
        [{"name": name, "mimeType": kind, "buffer": data} for name, kind, data in files])
    with phone.page.expect_navigation():
        phone.page.locator('form[action$="/files"] button:not([name])').click()


def answer_until(visit, question):
    known = fixture(COMPLAINT)
    while f"/questions/{question}" not in visit.page.url:
        here = re.search(r"/questions/([^?/]+)", visit.page.url)[1]
        fill(visit.page, typed(known["answers"][here]))
        visit.page.locator("main form button.primary").first.click()


def test_an_account_is_set_up(house, visit, phone):
    phone.set_up(visit, house.citizen("chen-jing"))


def test_a_terminal_takes_no_files_and_leads_to_the_phone(house, visit, phone):
    visit.page.goto(f"{house.url}/services/{COMPLAINT}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_code(house.citizen("chen-jing"))
    answer_until(visit, "pictures")
    sound(visit.page)
    targets(visit.page)
    assert visit.page.locator('input[type="file"]').count() == 0

    visit.page.locator('form[action$="/hand-over"] button').click()
    code = visit.page.locator(".typed-code code").inner_text()
    phone.open(f"/continue#{code}")
    phone.press("/continue")
    assert phone.page.url.endswith("/questions/pictures"), phone.page.url
    phone.case = phone.page.url.split("/account/cases/")[1].split("/")[0]
    phone.check()


@pytest.mark.parametrize(
    "name, kind, data, words",
    [
        ("a.exe", "application/pdf", b"MZ\x90\x00", "这种文件不能收"),
        ("virus.pdf", "application/pdf", pdf(EICAR), "文件里有病毒"),
        ("half.jpg", "image/jpeg", photograph()[:2000], "文件读不出来"),
        ("huge.jpg", "image/jpeg", b"\xff\xd8\xff" + bytes(20 << 20), "文件太大"),
    ],
    ids=["program", "virus", "half", "huge"])
def test_what_is_not_taken_is_said_on_the_same_page(phone, name, kind, data, words):
    phone.open(f"/account/cases/{phone.case}/questions/pictures")
    send(phone, (name, kind, data))

    assert words in phone.page.locator(".error-summary").inner_text()
    assert phone.page.locator("ul.files li").count() == 0
    assert phone.page.locator(".has-error #file").count() == 1
    phone.check()


def test_files_are_sent_shown_and_taken_back(phone):
    phone.open(f"/account/cases/{phone.case}/questions/pictures")
    send(phone, ("here.jpg", "image/jpeg", photograph()), ("letter.pdf", "application/pdf", pdf("letter")))
    assert phone.page.locator("ul.files li").count() == 2
    assert "here.jpg" not in phone.page.content()
    assert all(one.bounding_box()["height"] < 40 for one in phone.page.locator(".file-state").all()), "in one line"
    phone.check()
    send(phone, ("again.jpg", "image/jpeg", photograph()))
    assert phone.page.locator("ul.files li").count() == 2, "the same picture is one"

    links = [one.get_attribute("href") for one in phone.page.locator("ul.files a").all()]
    kept = [phone.page.request.get(phone.house.public_url + link) for link in links]
    pictures = [one for one in kept if one.headers["content-type"] == "image/jpeg"]
    assert len(pictures) == 1
    picture = Image.open(io.BytesIO(pictures[0].body()))
    assert picture.size == (900, 1600), "kept upright"
    assert not picture.getexif() and b"118.0894E" not in pictures[0].body()
    letter = next(one for one in kept if one.headers["content-type"] == "application/pdf")
    assert letter.body() == pdf("letter") and letter.headers["content-disposition"].startswith("attachment")

    row = phone.page.locator("ul.files li", has_text="PDF")
    with phone.page.expect_navigation():
        row.locator("button").press("Enter")
    assert phone.page.locator("ul.files li").count() == 1

    known = fixture(COMPLAINT)
    with phone.page.expect_navigation():
        phone.page.locator('button[name="goes-on"]').click()
    while "/questions/" in phone.page.url:
        here = re.search(r"/questions/([^?/]+)", phone.page.url)[1]
        fill(phone.page, typed(known["answers"][here]))
        with phone.page.expect_navigation():
            phone.page.locator("main form button.primary").first.click()
    assert "1 个文件" in phone.page.locator("main").inner_text()
    phone.check()
    phone.press(f"/account/cases/{phone.case}/submission")


def test_she_says_how_it_went(phone):
    phone.open(f"/account/cases/{phone.case}/standing")
    phone.page.locator(f'a[href="/account/cases/{phone.case}/rating"]').click()
    faces = phone.page.locator('button[name="level"]')
    assert faces.count() == 5
    sizes = {tuple(round(one.bounding_box()[side]) for side in ("width", "height")) for one in faces.all()}
    assert len({height for _, height in sizes}) == 1 and min(min(one) for one in sizes) >= 44, sizes
    phone.check()
    faces.nth(1).press("Enter")
    phone.page.get_by_role("heading", name="谢谢您").wait_for()
    phone.check()


def test_the_clerk_opens_it_and_she_sees_that(phone, clerk):
    address = f"{clerk.url}/work/cases/{phone.case}/accept"
    clerk.page.goto(address)
    assert clerk.page.locator("ul.files").count() == 0, "nothing of hers before it is claimed"
    with clerk.page.expect_navigation():
        clerk.page.locator('form[action$="/claim"] button').press("Enter")
    sound(clerk.page)
    link = clerk.page.locator("ul.files a")
    assert link.count() == 1
    with clerk.context.expect_page() as opened:
        link.click()
    picture = opened.value
    picture.wait_for_load_state()
    assert picture.evaluate("[document.images[0].naturalWidth, document.images[0].naturalHeight]") == [900, 1600]
    picture.close()
    assert clerk.page.url == address, "her place at the desk stays where it is"

    phone.open("/account/looks")
    look_until(phone.page, phone.page.locator("main", has_text="打开了您发送的文件").count)
    assert clerk.troubles == []


def test_she_withdraws_it_and_the_clerk_sees_it_gone(phone, clerk):
    address, path = clerk.page.url, f"/account/cases/{phone.case}"
    phone.open(path)
    assert phone.page.url.endswith(f"{path}/standing")
    with phone.page.expect_navigation():
        phone.page.locator(f'a[href="{path}/withdrawal"]').click()
    assert phone.heading() == "撤回申请？"
    phone.check()
    phone.press(f"{path}/withdrawal")
    assert phone.page.url.endswith(f"{path}/standing") and phone.heading() == "您已撤回申请"
    assert "您撤回的时间" in phone.page.locator("main").inner_text()
    assert phone.page.locator(f'a[href="{path}/withdrawal"]').count() == 0
    phone.check()

    # The clerk's page is as it was: what is pressed there now is refused, with why.
    with clerk.page.expect_navigation():
        clerk.page.locator('form[action$="/release"] button').press("Enter")
    assert "This application has ended" in clerk.page.locator("main").inner_text()
    clerk.page.goto(address)
    sound(clerk.page)
    assert clerk.page.locator("ul.files").count() == 0
    assert "Withdrawn by the applicant" in clerk.page.locator("main").inner_text()
    assert clerk.troubles == []


def at_the_signature(visit, house):
    known = fixture(AID)
    visit.page.goto(f"{house.url}/services/{AID}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(house.citizen(known["person"]))
    case = re.search(r"/cases/[0-9A-Z]+", visit.page.url)[0]
    while "/questions/promise" not in visit.page.url:
        here = re.search(r"/questions/([^?/]+)", visit.page.url)
        if not here:
            # She was here before, and her form goes on at its end.
            visit.page.goto(f"{house.url}{case}/questions/promise")
            break
        fill(visit.page, typed(known["answers"][here[1]]))
        visit.page.locator("main form button.primary").first.click()
    return case


def draw(visit, *points):
    box = visit.page.locator("canvas").bounding_box()
    places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in points]
    visit.page.mouse.move(*places[0])
    visit.page.mouse.down()
    for place in places[1:]:
        visit.page.mouse.move(*place, steps=8)
    visit.page.mouse.up()


def test_who_signs_with_a_finger_finds_it_again(house, visit):
    case = at_the_signature(visit, house)
    sound(visit.page)
    targets(visit.page)
    visit.page.locator("main form button.primary").click()
    assert "请先回答这个问题" in visit.text()

    draw(visit, (0.1, 0.2), (0.3, 0.8), (0.5, 0.2))
    visit.page.locator(".signature-pad button").click()
    assert visit.page.locator("#answer").input_value() == ""
    draw(visit, (0.1, 0.5), (0.4, 0.3), (0.8, 0.7))
    drawn = visit.page.locator("#answer").input_value()
    assert re.fullmatch(r"\d+,\d+( \d+,\d+)+", drawn), drawn
    for press in ['button[name="large"]', 'form[action="/display"] button[value="nan-Hant"]',
                  'form[action="/display"] button[value="zh-Hans"]']:
        with visit.page.expect_navigation():
            visit.page.locator(press).first.click()
        assert visit.page.locator("#answer").input_value() == drawn, press
    visit.page.locator("main form button.primary").click()

    assert visit.page.url.endswith("/check"), visit.page.url
    assert "已手写签名" in visit.text()
    visit.page.goto(f"{house.url}{case}/questions/promise")
    assert visit.page.locator("#answer").input_value() == drawn
    dark = visit.page.evaluate(
        "(() => { const c = document.querySelector('canvas');"
        " return c.getContext('2d').getImageData(0, 0, c.width, c.height).data.some(v => v > 0); })()")
    assert dark, "it is drawn again"


def test_who_cannot_draw_types_a_name(house, visit):
    at_the_signature(visit, house)
    if visit.page.locator("#answer").input_value():
        visit.page.locator(".signature-pad button").press("Enter")
    visit.page.locator('[name="answer-rest"]').fill("王子涵")
    visit.page.locator('[name="answer-rest"]').press("Enter")

    assert visit.page.url.endswith("/check"), visit.text()
    assert "王子涵" in visit.text()
