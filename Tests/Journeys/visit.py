"""One person's visit at the terminal, in the words of the person."""

import functools
import re
import subprocess
import time

from playwright.sync_api import Locator, Page


def to_the_end(press):
    """A press that leads to another page ends when all of that page is there, and not when it begins to come: what is
    counted or read on half a page is missing now and then, on a busy machine.
    """
    @functools.wraps(press)
    def pressed(self, *arguments, **named):
        press(self, *arguments, **named)
        page = self if isinstance(self, Page) else self.page
        if not page.is_closed():
            page.wait_for_load_state()
    return pressed


for place in (Page, Locator):
    place.click, place.press = to_the_end(place.click), to_the_end(place.press)


def look_until(page, shown, within=60):
    """Comes to a page again until it shows what comes by itself: what a job writes, or what enters the log with the
    next checkpoint, at most a second later and on a busy machine more.
    """
    deadline = time.monotonic() + within
    while not shown():
        assert time.monotonic() < deadline, page.locator("body").inner_text()
        page.wait_for_timeout(250)
        page.reload()


def qr_code(picture):
    """What a camera reads from a picture: QR codes only, for grey dots pass for a bar code now and then."""
    return subprocess.run(
        ["zbarimg", "-q", "--raw", "--nodbus", "-Sdisable", "-Sqrcode.enable", picture],
        check=True, capture_output=True, text=True).stdout.strip()


class Visit:
    def __init__(self, house, browser, screen, language="zh-CN", scale=1):
        self.house = house
        self.context = browser.new_context(viewport=screen, has_touch=True, locale=language, device_scale_factor=scale)
        self.page = self.context.new_page()
        self.troubles = []
        self.page.on("pageerror", lambda error: self.troubles.append(f"script: {error}"))
        self.page.on("console", self.heard)
        self.page.on("request", self.asked)

    def heard(self, message):
        if "Content Security Policy" in message.text:
            self.troubles.append(f"policy: {message.text}")

    def asked(self, request):
        if not request.url.startswith((self.house.url, "data:", "blob:")):
            self.troubles.append(f"foreign address: {request.url}")

    def leave(self):
        """Ends the visit, which lets the next browser come to the screen."""
        if self.page.url.startswith(self.house.url):
            # Without following it home, which would take the screen again.
            self.page.request.post(
                self.house.url + "/terminal/end", headers=self.same_origin(), max_redirects=0)
        self.context.close()

    def same_origin(self):
        return {"Origin": self.house.url, "Sec-Fetch-Site": "same-origin"}

    def simulate(self, device, **values):
        answer = self.page.request.post(
            f"{self.house.url}/terminal/simulator/{device}", form=values, headers=self.same_origin())
        assert answer.ok, answer.status

    def reset(self):
        # A former browser keeps the screen for ten seconds after its last request, unless its visit was ended.
        self.page.goto(self.house.url + "/")
        self.simulate("card", citizen="")
        self.simulate("face", face="")
        self.simulate("printer", fault="none")
        self.page.request.post(self.house.url + "/terminal/end", headers=self.same_origin())
        self.page.goto(self.house.url + "/")

    def lay_card(self, citizen, kind="valid", fault="none"):
        self.simulate("card", citizen=citizen["number"], kind=kind, fault=fault)

    def stand_before_camera(self, citizen):
        self.simulate("face", face=citizen["faceID"])

    def speak(self, name):
        self.page.get_by_role("button", name=name, exact=True).click()

    def begin(self, service):
        self.page.goto(self.house.url + "/")
        self.page.locator(f'a[href="/services/{service}"]').click()
        self.page.locator('form[action$="/start"] button').click()

    def choose_code(self):
        self.page.locator('button[name="way"][value="code"]').click()

    def choose_face(self):
        self.page.locator('button[name="way"][value="face"]').click()
        self.page.locator('button[name="face"][value="yes"]').click()

    def read_card(self):
        self.page.locator('form[action="/terminal/card"] button').click()

    def take_picture(self):
        # The script asks for a challenge first, so the form goes off a moment after the press.
        with self.page.expect_navigation():
            self.page.locator('form[action="/terminal/face"] button').click()

    def newest_code(self, citizen):
        return self.house.newest_code(citizen["phone"])

    def type_code(self, code):
        self.page.locator("#code").fill("")
        for digit in code:
            self.page.locator(f'.key[value="{digit}"]').click()
        self.page.locator('form[action="/identification/code"] button:not(.key)').click()

    def identify_by_code(self, citizen):
        self.lay_card(citizen)
        self.choose_code()
        self.read_card()
        self.type_code(self.newest_code(citizen))
        self.apply_anew()

    def identify_by_face(self, citizen):
        self.lay_card(citizen)
        self.stand_before_camera(citizen)
        self.choose_face()
        self.read_card()
        self.take_picture()
        # Once in a while a picture is not good enough, and she looks again; three times she may.
        for _ in range(2):
            if self.page.locator('form[action="/terminal/face"]').count():
                self.take_picture()
        self.apply_anew()

    def apply_anew(self):
        """Where the paper of an earlier visit is offered once more, a new one."""
        if self.page.url.endswith("/cases/again"):
            self.page.locator('form[action="/cases"] button').click()

    def answer_questions(self, each=lambda: None):
        while "/questions/" in self.page.url:
            tiles = self.page.locator('main input[type="radio"]')
            if tiles.count():
                tiles.first.locator("xpath=ancestor::label").click()
            else:
                self.page.locator("#answer").fill("厦门测试单位")
            each()
            # Counted on a page that is still coming, choices would be none.
            with self.page.expect_navigation():
                self.page.locator("main form button.primary").click()

    def submit(self):
        self.page.locator('form[action$="/submission"] button').click()

    def press_print(self, paper="paper"):
        # The page she comes from has the same address as the one that tells how it went.
        with self.page.expect_navigation():
            self.page.locator('form[action="/terminal/print"] button').click()
        self.page.wait_for_url(re.compile(rf"/cases/[^/]+/{paper}"), timeout=60_000)

    def rate(self, level=5):
        self.page.locator('a[href$="/rating"]').click()
        self.page.locator(f'button[name="level"][value="{level}"]').click()

    def heading(self):
        return self.page.locator("h1").inner_text()

    def text(self):
        return self.page.locator("body").inner_text()
