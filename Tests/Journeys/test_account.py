"""A citizen opens her account at a terminal, sets up her phone, and next time needs no card."""

import json
import pathlib
import re
import subprocess
import time

import pytest
from axe_playwright_python.sync_playwright import Axe

from house import House, comes
from visit import Visit

SERVICE = "fund/deposit-proof"
PASSWORD = "白鹭飞过筼筜湖的傍晚"
PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def house():
    house = House()
    # Browsers make passkeys for names only.
    house.public_url = house.public_url.replace("127.0.0.1", "localhost")
    house.environment["EGRET_PUBLIC_URL"] = house.public_url
    house.start_all()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def citizen(house):
    return house.somebody()


class Phone:
    """Her own phone: a small screen, and a device that makes passkeys."""

    def __init__(self, house, chromium, language="zh-CN"):
        self.house = house
        self.context = chromium.new_context(viewport=PHONE, has_touch=True, locale=language)
        self.page = self.context.new_page()
        self.troubles = []
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("console", lambda message: "Content Security Policy" in message.text
                     and self.troubles.append(f"policy: {message.text}"))
        devtools = self.context.new_cdp_session(self.page)
        devtools.send("WebAuthn.enable")
        devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True}})

    def open(self, path):
        self.page.goto(self.house.public_url + path)

    def press(self, action):
        with self.page.expect_navigation():
            self.page.locator(f'form[action="{action}"] button').first.click()

    def heading(self):
        return self.page.locator("h1").inner_text()

    def check(self):
        found = Axe().run(self.page).response["violations"]
        assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]

    def set_up(self, visit, citizen):
        """Opens her account with her card, and signs in by what she has set up: password, codes and a passkey."""
        code = code_at_terminal(visit, citizen)
        self.open(f"/account/activation#{code}")
        self.press("/account/activation")
        self.open("/account/password")
        self.page.locator("#password").fill(PASSWORD)
        self.press("/account/password")
        self.open("/account/authenticator")
        self.press("/account/authenticator/key")
        self.page.locator("#code").fill(newest(self.page.locator(".typed-code code").inner_text()))
        self.press("/account/authenticator")
        self.open("/account/passkey")
        self.press("/account/passkey")
        self.sign_out()
        self.press("/account/sign-in/passkey")
        assert self.heading() == "我的账户"

    def sign_out(self):
        self.press("/account/sign-out")
        assert self.page.url.endswith("/account/sign-in")


@pytest.fixture(scope="module")
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


def code_at_terminal(visit, citizen, lost=False):
    """Identified with her card, she is shown the code of her account."""
    visit.page.locator('a[href="/account"]').click()
    visit.page.locator('form[action="/account/start"] button').click()
    # An account that card and code opened would not speak for what must be sure for three days.
    visit.identify_by_code(citizen) if lost else visit.identify_by_face(citizen)
    assert visit.page.url.endswith("/account/phone")
    button = 'button[name="lost"]' if lost else 'form[action="/account/phone"] button:not([name="lost"])'
    visit.page.locator(button).click()
    return visit.page.locator(".typed-code code").inner_text()


def newest(secret):
    return subprocess.run(["oathtool", "--totp", "-b", secret], check=True, capture_output=True, text=True).stdout.strip()


def test_an_account_is_opened_with_the_card_and_set_up_on_the_phone(house, visit, phone, citizen):
    code = code_at_terminal(visit, citizen)
    assert citizen["number"] not in visit.text()

    phone.open(f"/account/activation#{code}")
    assert phone.page.locator("#code").input_value() == code
    assert "#" not in phone.page.url
    phone.check()
    phone.press("/account/activation")
    assert phone.heading() == "我的账户"
    assert citizen["number"] not in phone.page.content() and citizen["name"] not in phone.page.content()
    phone.check()

    phone.open("/account/password")
    phone.check()
    phone.page.locator("#password").fill("1234567890")
    phone.press("/account/password")
    assert "密码" in phone.page.locator(".error-summary").inner_text()
    phone.page.locator("#password").fill(PASSWORD)
    phone.press("/account/password")

    phone.open("/account/authenticator")
    phone.press("/account/authenticator/key")
    phone.secret = phone.page.locator(".typed-code code").inner_text()
    assert phone.page.locator("img.qr").is_visible()
    phone.check()
    phone.page.locator("#code").fill(newest(phone.secret))
    phone.press("/account/authenticator")
    assert "请用它登录" in phone.page.locator("main").inner_text()
    assert "验证器" in phone.page.locator("main").inner_text()

    phone.open("/account/passkey")
    phone.check()
    phone.press("/account/passkey")
    assert "通行密钥" in phone.page.locator("main").inner_text()
    assert comes(lambda: house.sms(citizen["phone"]), "登录方式")


def test_she_signs_in_by_passkey_and_by_password_and_code(phone, citizen):
    phone.sign_out()
    phone.check()
    phone.press("/account/sign-in/passkey")
    assert phone.heading() == "我的账户"

    phone.sign_out()
    phone.page.locator("#name").fill(citizen["number"])
    phone.page.locator("#password").fill("不是这个密码呀不是的")
    phone.press("/account/sign-in")
    assert "不对" in phone.page.locator(".error-summary").inner_text()
    phone.page.locator("#password").fill(PASSWORD)
    phone.press("/account/sign-in")
    assert phone.heading() == "第二步"
    phone.check()
    # An empty field is no try, of which there are five.
    for _ in range(5):
        phone.press("/account/second")
        assert "没有填" in phone.page.locator(".error-summary").inner_text()
    phone.open("/account/second")
    # The code with which she set it up has been used.
    time.sleep(31 - time.time() % 30)
    phone.page.locator("#code").fill(newest(phone.secret))
    phone.press("/account/second")
    assert phone.heading() == "我的账户"
    phone.page.go_back()
    assert phone.heading() != "第二步" or "startAgain" not in phone.page.content()
    phone.open("/account")


def test_her_phone_agrees_to_a_visit_without_a_card(house, visit, phone, citizen):
    visit.begin(SERVICE)
    visit.page.locator('button[name="way"][value="phone"]').click()
    code = visit.page.locator(".typed-code code").inner_text()
    assert visit.page.locator("img.qr").is_visible()

    phone.open(f"/approve#{code}")
    phone.check()
    phone.press("/approve")
    text = phone.page.locator("main").inner_text()
    assert "住房公积金缴存证明" in text
    phone.check()
    phone.page.locator('button[name="answer"][value="yes"]').click()
    assert phone.heading() == "已同意"

    visit.page.locator('form[action="/identification/phone"] button').click()
    visit.answer_questions()
    visit.submit()
    visit.press_print()
    paper = house.papers()[-1]
    text = subprocess.run(["pdftotext", paper, "-"], check=True, capture_output=True, text=True).stdout
    assert citizen["number"] in re.sub(r"\s", "", text)


def test_a_form_goes_to_her_phone_and_comes_back_as_paper(house, visit, phone, citizen, chromium):
    visit.begin(SERVICE)
    visit.identify_by_code(citizen)
    visit.page.locator('form[action$="/hand-over"] button').click()
    code = visit.page.locator(".typed-code code").inner_text()
    assert visit.page.locator("img.qr").is_visible()
    # It looks for the phone every few seconds, as every page that waits.
    waiting = {"rules": {"meta-refresh": {"enabled": False}}}
    assert Axe().run(visit.page, options=waiting).response["violations"] == []

    stranger = chromium.new_context(viewport=PHONE)
    page = stranger.new_page()
    page.goto(f"{house.public_url}/continue#{code}")
    assert "/account/sign-in" in page.url and citizen["name"] not in page.content()
    stranger.close()

    phone.open(f"/continue#{code}")
    assert phone.page.locator("#code").input_value() == code and "#" not in phone.page.url
    phone.check()
    phone.press("/continue")

    # The terminal has noticed by itself, and lets her go: soon without her, too.
    visit.page.get_by_role("heading", name="表单已到您的手机").wait_for()
    assert Axe().run(visit.page).response["violations"] == []
    visit.page.locator('a[href="/goodbye"]').click()
    visit.page.locator('form[action="/terminal/end"] button.primary').click()

    case = phone.page.url.split("/account/cases/")[1].split("/")[0]
    while "/questions/" in phone.page.url:
        phone.check()
        tiles = phone.page.locator('main input[type="radio"]')
        if tiles.count():
            tiles.first.locator("xpath=ancestor::label").click()
        else:
            phone.page.locator("#answer").fill("厦门测试单位")
        with phone.page.expect_navigation():
            phone.page.locator("main form button.primary").click()
    phone.check()
    phone.press(f"/account/cases/{case}/submission")
    assert phone.heading() == "已经提交"
    phone.check()
    phone.open("/account/cases")
    phone.check()
    assert case[-12:] in phone.page.locator("main").inner_text()

    visit.page.goto(house.url + "/")
    visit.page.locator('a[href="/services/egret/unfinished"]').click()
    visit.page.locator('form[action$="/unfinished/start"] button').click()
    visit.identify_by_code(citizen)
    assert visit.page.url.endswith("/cases/unfinished")
    assert Axe().run(visit.page).response["violations"] == []
    visit.page.locator(f'a[href="/cases/{case}"]').click()
    visit.press_print()
    text = subprocess.run(["pdftotext", house.papers()[-1], "-"], check=True, capture_output=True, text=True).stdout
    assert citizen["number"] in re.sub(r"\s", "", text)


def test_what_must_be_sure_takes_the_card_and_the_phone(visit, phone, citizen):
    """Neither a code by SMS nor the phone alone; who does not want her picture taken is led to her phone."""
    visit.page.goto(f"{visit.house.url}/services/credit/credit-report")
    visit.page.locator('form[action$="/start"] button').click()
    ways = visit.page.locator('button[name="way"]').evaluate_all("all => all.map(one => one.value)")
    assert ways == ["face", "card-phone"]
    assert Axe().run(visit.page).response["violations"] == []
    visit.lay_card(citizen)
    visit.page.locator('button[name="way"][value="face"]').click()
    visit.page.locator('button[name="face"][value="no"]').click()
    visit.read_card()
    code = visit.page.locator(".typed-code code").inner_text()

    phone.open(f"/approve#{code}")
    phone.press("/approve")
    phone.page.locator('button[name="answer"][value="yes"]').click()
    visit.page.locator('form[action="/identification/phone"] button').click()
    assert re.search(r"/cases/[^/]+/(questions|check)", visit.page.url), visit.page.url


def test_a_no_on_the_phone_opens_nothing(visit, phone):
    visit.begin(SERVICE)
    visit.page.locator('button[name="way"][value="phone"]').click()
    code = visit.page.locator(".typed-code code").inner_text()
    phone.open(f"/approve#{code}")
    phone.press("/approve")
    phone.page.locator('button[name="answer"][value="no"]').click()
    visit.page.get_by_role("heading", name="手机已拒绝").wait_for()
    assert visit.page.locator('form[action="/identification/phone"]').count() == 0


def test_her_account_shows_who_looked_and_gives_the_copy(phone, citizen):
    for path in ("/account/my-data", "/account/looks", "/account/consents", "/account/requests"):
        phone.open(path)
        phone.check()
        assert "/sign-in" not in phone.page.url
    phone.open("/account/looks")
    phone.page.locator('a[href*="right=question"]').first.click()
    phone.check()
    phone.page.locator('main input[type="radio"]').first.check()
    phone.page.locator("#text").fill("那天我不在厦门。")
    phone.press("/account/requests")
    phone.check()
    assert "那天我不在厦门。" in phone.page.locator("main").inner_text()

    phone.open("/account/requests/new?right=copy")
    phone.check()
    phone.press("/account/requests")
    phone.check()
    with phone.page.expect_download() as download:
        phone.page.locator('a[href$="/copy.json"]').click()
    copy = json.loads(pathlib.Path(download.value.path()).read_text())
    assert copy["kept"]["citizens"][0]["number_sealed"] == citizen["number"]
    assert [one["text_sealed"] for one in copy["kept"]["privacy_requests"]][0] == "那天我不在厦门。"
    assert copy["whoLooked"]["totalUsages"] > 0
    assert len(copy["kept"]["account_sessions"]) > 0
    usage = phone.page.request.get(phone.house.public_url + "/api/v1/me/usage?limit=1").json()
    assert usage["returnedUsages"] == 1


def test_she_changes_her_number_with_card_and_face(house, visit, phone, citizen):
    visit.page.locator('a[href="/account"]').click()
    visit.page.locator('form[action="/account/start"] button').click()
    visit.identify_by_face(citizen)
    visit.page.locator('a[href="/account/number"]').click()
    phone_check(visit)
    number = "13900" + citizen["phone"][-6:]
    for digit in number:
        visit.page.locator(f'.key[value="{digit}"]').click()
    visit.page.locator('form[action="/account/number"] button:not(.key)').click()
    phone_check(visit)
    for digit in visit.newest_code({"phone": number}):
        visit.page.locator(f'.key[value="{digit}"]').click()
    visit.page.locator('form[action="/account/number/code"] button:not(.key)').click()
    visit.page.wait_for_url("**/account/number")
    assert number[:3] + "****" + number[-4:] in visit.text()

    phone.open("/account")
    assert "/account/sign-in" in phone.page.url, "who is signed in elsewhere signs in anew"
    phone.press("/account/sign-in/passkey")
    assert number[:3] + "****" + number[-4:] in phone.page.locator("main").inner_text()
    phone.open("/account/number")
    phone.check()
    assert comes(lambda: house.sms(citizen["phone"]), "换成另一个号码")
    citizen["phone"] = number


def phone_check(visit):
    found = Axe().run(visit.page).response["violations"]
    assert not found, [(one["id"], one["nodes"][0]["html"]) for one in found]


def test_a_lost_phone_is_shut_out_with_the_card(visit, phone, citizen):
    code_at_terminal(visit, citizen, lost=True)
    phone.open("/account")
    assert "/account/sign-in" in phone.page.url
    phone.press("/account/sign-in/passkey")
    assert phone.heading() != "我的账户"


@pytest.mark.parametrize("language", ["en", "zh-TW"])
def test_the_pages_of_an_account_are_for_everybody(house, chromium, language):
    phone = Phone(house, chromium, language)
    for path in ("/account/sign-in", "/account/activation", "/approve"):
        phone.open(path)
        phone.check()
    phone.context.close()
