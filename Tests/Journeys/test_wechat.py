"""Notices by WeChat: bound by picture, scan and code, read on her WeChat in place of an SMS, and undone."""

import json
import re

import pytest

from house import House, comes
from test_account import Phone
from test_fixtures import fill, fixture
from visit import look_until, qr_code

PAGE = "/account/notices/wechat"


@pytest.fixture(scope="module")
def house():
    house = House()
    house.public_url = house.public_url.replace("127.0.0.1", "localhost")
    # The sandbox plays WeChat from the same settings.
    house.environment |= {
        "EGRET_PUBLIC_URL": house.public_url,
        "EGRET_WECHAT_APP": "wx0000000000000001",
        "EGRET_WECHAT_URL": house.sandbox_url + "/wechat",
        "EGRET_WECHAT_SECRET": "a secret of the journey",
        "EGRET_WECHAT_TOKEN": "journey",
        "EGRET_WECHAT_AESKEY": "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG",
        "EGRET_WECHAT_NEWS_TEMPLATE": "news",
        "EGRET_WECHAT_CODE_TEMPLATE": "code",
    }
    house.start_all()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def citizen(house):
    return house.citizen("chen-jing")


@pytest.fixture(scope="module")
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


@pytest.fixture(scope="module")
def wechat(house, chromium):
    """Her WeChat; here pages of the sandbox, which its first page leads to."""
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    page.goto(house.sandbox_url + "/")
    page.locator('a[href="/wechat/phones"]').click()
    yield page
    context.close()


def act(phone, what):
    with phone.page.expect_navigation():
        phone.page.locator(f'form[action="{PAGE}"] button[name="act"][value="{what}"]').click()


def by_wechat(house):
    """What has come to WeChats, the newest first."""
    return [one["text"] for one in json.loads(house.get(house.sandbox_url + "/wechat/phones.json"))]


def hand_in(visit, citizen, service):
    """Hands in what an office decides; gives back the digits by which messages call it."""
    answers = fixture(service)["answers"]
    visit.page.goto(f"{visit.house.url}/services/{service}")
    visit.page.locator('form[action$="/start"] button').click()
    visit.identify_by_face(citizen)
    while "/questions/" in visit.page.url:
        question = re.search(r"/questions/([^?/]+)", visit.page.url)[1]
        # What a fixture leaves out may be left out.
        fill(visit.page, answers.get(question, ""))
        visit.page.locator("main form button.primary").first.click()
    case = re.search(r"/cases/([^/]+)/check", visit.page.url)[1]
    visit.submit()
    visit.page.wait_for_url(re.compile(rf"/cases/{case}/standing"))
    return case[-12:]


def test_her_wechat_is_bound_by_scan_and_code(house, visit, phone, wechat, citizen, tmp_path):
    phone.set_up(visit, citizen)
    phone.open("/account/notices")
    phone.page.locator(f'a[href="{PAGE}"]').click()
    phone.check()
    act(phone, "begin")
    phone.check()
    phone.page.locator("img.qr").screenshot(path=tmp_path / "picture.png")
    address = qr_code(tmp_path / "picture.png")
    assert address.startswith(house.sandbox_url + "/wechat/q/")

    wechat.goto(address)
    wechat.select_option("select", label="ordinary")
    wechat.locator("button").click()
    assert "已通知" in wechat.locator("h1").inner_text()
    assert by_wechat(house) == [], "nothing goes to whom nobody has asked about"

    phone.page.locator(f'main a[href="{PAGE}"]').click()
    phone.check()
    act(phone, "claim")
    phone.check()
    code = by_wechat(house)[0]
    assert re.fullmatch(r"\d{4}", code)
    wrong = "0000" if code != "0000" else "0001"
    phone.page.locator("#code").fill(wrong)
    act(phone, "code")
    assert "验证码不对" in phone.page.locator(".error-summary").inner_text()
    phone.check()
    phone.page.locator("#code").fill(code)
    act(phone, "code")
    phone.check()
    assert phone.page.locator('button[value="unbind"]').is_visible()
    phone.open("/account/notices")
    phone.check()
    assert "先发微信" in phone.page.locator("main").inner_text()


def test_a_notice_comes_to_wechat_and_not_by_sms(house, visit, phone, wechat, citizen):
    number = hand_in(visit, citizen, "hotline/praise")
    assert comes(lambda: by_wechat(house), number)
    assert by_wechat(house)[0] == number, "the number, and nothing else"
    assert not any(number in text for text in house.sms(citizen["phone"]))
    wechat.goto(house.sandbox_url + "/wechat/phones")
    assert number in wechat.locator("main").inner_text()

    phone.open("/account/notices")
    # The job writes down how it went once WeChat has answered.
    look_until(phone.page, phone.page.locator("main dl.summary", has_text="已发微信").count)
    phone.check()
    told = phone.page.locator("main dl.summary").inner_text()
    assert number in told and "已发微信" in told


def test_unbound_it_goes_by_sms_again(house, visit, phone, citizen):
    phone.open(PAGE)
    act(phone, "unbind")
    phone.check()
    assert phone.page.locator('button[value="begin"]').is_visible()

    told = by_wechat(house)
    number = hand_in(visit, citizen, "justice/lawyer-check")
    assert comes(lambda: house.sms(citizen["phone"]), number)
    # Two services of one day share these digits, so nothing at all may have come.
    assert by_wechat(house) == told
