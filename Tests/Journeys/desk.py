"""Somebody who works at the desk, with a browser and a device that holds passkeys (Chromium's virtual authenticator)."""

import re

CODE = re.compile(r"\b[0-9a-z]{4}(?:-[0-9a-z]{4}){3}\b")


class Desk:
    def __init__(self, house, browser, language="zh-CN", scale=1):
        self.house = house
        self.url = f"http://localhost:{house.ports['staff']}"
        self.context = browser.new_context(
            viewport={"width": 1280, "height": 900}, locale=language, device_scale_factor=scale)
        self.page = self.context.new_page()
        self.troubles = []
        self.page.on("pageerror", lambda error: self.troubles.append(str(error)))
        self.page.on(
            "console",
            lambda line: self.troubles.append(line.text)
            if "Content Security Policy" in line.text or "Permissions" in line.text else None)
        self.devtools = self.context.new_cdp_session(self.page)
        self.devtools.send("WebAuthn.enable")
        self.device = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": {
            "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
            "isUserVerified": True, "automaticPresenceSimulation": True}})["authenticatorId"]

    def verifies(self, whether):
        self.devtools.send("WebAuthn.setUserVerified", {"authenticatorId": self.device, "isUserVerified": whether})

    def press(self, form):
        """The first button of a form that is not one of the frame's tools."""
        self.page.locator(f'form[action="{form}"] button').first.click()

    def enrol(self, code, name=None):
        self.page.goto(self.url + "/enrolment")
        self.page.fill("#code", code)
        self.press("/enrolment/code")
        if name:
            self.page.fill("#name", name)
        self.press("/enrolment")
        self.page.wait_for_url(re.compile(r"/sign-in\?enrolled"))

    def sign_in(self):
        self.page.goto(self.url + "/sign-in")
        self.press("/sign-in")
        # Who decides begins at her queue.
        self.page.wait_for_url(re.compile(re.escape(self.url) + "/(work)?$"))

    def say_number(self, number):
        """Which citizen she is: before, nothing that may be her own is shown to her."""
        self.page.goto(self.url + "/me")
        self.page.fill("#citizen-number", number)
        with self.page.expect_navigation():
            self.press("/me/number")
        assert self.page.locator('form[action="/me/number"]').count() == 0, "it is said once"

    def invite(self, name, seat=None):
        """Asks somebody in; gives back number and code."""
        self.page.goto(self.url + "/people")
        self.page.fill("#name", name)
        if seat:
            self.page.locator(f'input[name="seat"][value="{seat}"]').check()
        self.press("/people")
        number = re.search(r"s-\d{4}", self.page.inner_text("h1"))[0]
        return number, self.page.inner_text("#code")

    def request_roles(self, number, *roles, reason="new work"):
        self.page.goto(f"{self.url}/people/{number}")
        for role in roles:
            self.page.locator(f"#role-{role}").check()
        self.page.fill("#reason", reason)
        self.press(f"/people/{number}/roles")
        self.page.wait_for_url(self.url + "/approvals")

    def waiting(self):
        """The address at which the oldest request is decided."""
        self.page.goto(self.url + "/approvals")
        return self.page.locator('form[action$="/decision"]').first.get_attribute("action")

    def decide(self, decision):
        self.waiting()
        with self.page.expect_navigation():
            self.page.locator(f'button[name="decision"][value="{decision}"]').first.click()

    def look(self, number, purpose):
        self.page.goto(self.url + "/cases")
        self.page.fill("#number", number)
        self.page.locator(f'input[name="purpose"][value="{purpose}"]').check()
        with self.page.expect_navigation():
            self.press("/cases")

    def roles(self, number):
        self.page.goto(self.url + "/people")
        return self.page.locator("tr", has=self.page.locator(f'a[href="/people/{number}"]')).locator("td").nth(2).inner_text()

    def leave(self):
        self.context.close()
        assert not self.troubles, self.troubles


def first_code(house):
    """What the centre printed on its console when it started without a security officer."""
    return CODE.findall((house.state / "centre.log").read_text())[-1]


def clerk_of(department, region, name, officer, system, chromium):
    """Asked in by a security officer, given the role by a second officer, and known as a citizen."""
    house = officer.house
    desk = Desk(house, chromium, "en")
    officer.page.goto(officer.url + "/people")
    officer.page.select_option("#department", department)
    officer.page.select_option("#region", region)
    officer.page.fill("#name", name)
    officer.press("/people")
    number = re.search(r"s-\d{4}", officer.page.inner_text("h1"))[0]
    desk.enrol(officer.page.inner_text("#code"))
    officer.request_roles(number, "clerk")
    system.decide("approved")
    desk.sign_in()
    desk.say_number(house.citizen("wang-jianguo")["number"])
    return desk
