"""One account with the city portal: known there by the account here, and here by the account there, in a real browser.

The portal is at `localhost`, the centre at `127.0.0.1`: to a browser two sites, so that cookies and policies count.
"""

import time

import pytest

from house import House
from test_account import PASSWORD, Phone, code_at_terminal, newest


@pytest.fixture(scope="module")
def house():
    house = House().start_all()
    yield house
    house.stop()


@pytest.fixture(scope="module")
def citizen(house):
    return house.somebody()


@pytest.fixture(scope="module")
def portal(house):
    return house.environment["EGRET_PORTAL_ISSUER"]


@pytest.fixture(scope="module")
def phone(house, chromium):
    phone = Phone(house, chromium)
    yield phone
    phone.context.close()
    assert not phone.troubles, phone.troubles


def sign_in(phone, citizen):
    """With both proofs, on the page that is open; a code counts once, so the next one is waited for."""
    page = phone.page
    page.locator("#name").fill(citizen["phone"])
    page.locator("#password").fill(PASSWORD)
    phone.press("/account/sign-in")
    last = phone.used
    while newest(phone.secret) == last:
        time.sleep(0.5)
    phone.used = newest(phone.secret)
    page.locator("#code").fill(phone.used)
    phone.press("/account/second")


def choose(phone, citizen, fault="none"):
    """At the portal's own page: who she is, and how the portal is to answer."""
    phone.page.locator(f'input[name="fault"][value="{fault}"]').check()
    with phone.page.expect_navigation():
        phone.page.locator(f'button[value="{citizen["id"]}"]').click()


def test_asvs_10_7_2_the_portal_learns_who_she_is_once_she_agrees(house, visit, phone, citizen, portal):
    code = code_at_terminal(visit, citizen)
    phone.open(f"/account/activation#{code}")
    phone.press("/account/activation")
    phone.open("/account/password")
    phone.page.locator("#password").fill(PASSWORD)
    phone.press("/account/password")
    phone.open("/account/authenticator")
    phone.press("/account/authenticator/key")
    phone.secret = phone.page.locator(".typed-code code").inner_text()
    phone.used = newest(phone.secret)
    phone.page.locator("#code").fill(phone.used)
    phone.press("/account/authenticator")

    # The code of the terminal was for setting up; signing in is another thing.
    phone.page.goto(portal + "/")
    phone.page.locator("#enter").click()
    phone.page.wait_for_selector('form[action="/account/sign-in"]')
    sign_in(phone, citizen)
    phone.page.wait_for_selector('form[action="/oidc/consent"]')
    assert "i厦门" in phone.heading()
    assert citizen["name"] not in phone.page.content() and citizen["number"] not in phone.page.content()
    phone.check()
    phone.page.locator('form[action="/oidc/consent"] button').first.click()
    phone.page.wait_for_selector("#known")
    assert phone.page.url.startswith(portal)
    known = phone.page.locator("pre").inner_text()
    assert citizen["name"][0] + "*" in known
    assert citizen["name"] not in known and citizen["number"] not in known

    phone.open("/account/connections")
    assert "i厦门" in phone.page.locator("main").inner_text()
    phone.check()


def test_asvs_10_6_2_signing_out_there_asks_before_it_ends_the_session_here(phone, portal):
    phone.page.goto(portal + "/")
    phone.page.locator('a[href="/portal/leave"]').click()
    phone.page.wait_for_selector('form[action="/oidc/logout"]')
    phone.check()
    phone.page.locator('form[action="/oidc/logout"] button').first.click()
    phone.page.wait_for_selector("#nobody")
    phone.open("/account")
    assert "/account/sign-in" in phone.page.url


def test_asvs_10_5_2_the_portals_account_is_linked_by_proof_and_then_enough(phone, citizen):
    phone.open("/portal/sign-in?next=/account/connections")
    choose(phone, citizen)
    assert "第一次" in phone.heading()
    phone.check()
    phone.page.locator('a[href="/portal/link"]').click()
    phone.page.wait_for_selector('form[action="/account/sign-in"]')
    sign_in(phone, citizen)
    phone.page.wait_for_selector('form[action="/portal/link"]')
    phone.check()
    phone.press("/portal/link")
    assert "取消连接" in phone.page.locator("main").inner_text()

    phone.open("/account")
    phone.sign_out()
    phone.open("/account/connections")
    phone.check()
    phone.page.locator('a[href="/portal/sign-in?next=%2Faccount%2Fconnections"]').click()
    choose(phone, citizen)
    phone.page.wait_for_url("**/account/connections")
    assert "取消连接" in phone.page.locator("main").inner_text()


@pytest.mark.parametrize("how, outcome", [("unsigned", "400"), ("key", "400"), ("true", "200")])
def test_asvs_10_5_5_only_the_portals_own_word_ends_a_session(phone, portal, how, outcome):
    phone.page.goto(portal + "/")
    with phone.page.expect_navigation():
        phone.page.locator(f'button[name="how"][value="{how}"]').click()
    answers = phone.page.locator("li").all_inner_texts()
    assert answers and all(answer.endswith(outcome) for answer in answers), answers
    phone.open("/account/connections")
    assert ("/account/sign-in" in phone.page.url) == (how == "true")


@pytest.mark.parametrize("fault", ["nonce", "audience", "issuer", "expired", "unsigned", "key"])
def test_asvs_10_5_4_a_portal_that_lies_lets_nobody_in(phone, citizen, fault):
    phone.open("/portal/sign-in")
    choose(phone, citizen, fault)
    assert "不可信" in phone.heading()
    phone.open("/account")
    assert "/account/sign-in" in phone.page.url
