"""A person at the terminal without a browser: follows links, presses buttons, reads headings. Much faster than Chromium."""

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

WAIT = 120


class Forms(HTMLParser):
    """Every form of a page with its fields and buttons."""

    def __init__(self, page):
        super().__init__()
        self.forms = []
        self.inside = False
        self.feed(page)

    def handle_starttag(self, tag, attributes):
        at = dict(attributes)
        if tag == "form":
            self.forms.append({"action": at.get("action", ""), "fields": {}, "choices": {}})
            self.inside = True
        elif self.inside and tag in ("input", "button") and at.get("name"):
            form, name, value = self.forms[-1], at["name"], at.get("value") or ""
            if tag == "button" or at.get("type") in ("radio", "checkbox"):
                form["choices"].setdefault(name, []).append(value)
            else:
                form["fields"][name] = value

    def handle_endtag(self, tag):
        if tag == "form":
            self.inside = False


class Staying(urllib.request.HTTPRedirectHandler):
    """Leaves a redirection unfollowed; it comes as an `HTTPError`."""

    def redirect_request(self, *_):
        return None


class Person:
    """One visit over HTTP; what goes wrong is a page like any other, an agent that is gone raises `OSError`."""

    def __init__(self, house, language="zh-CN"):
        self.house = house
        self.language = language
        # The second factor that she takes: the camera once she has been sent too many codes.
        self.way = "code"
        # Nothing has been shown yet: whoever goes on asks for the front page.
        self.status = 503
        self.worst = 0
        self.worst_text = ""
        self.page = ""
        self.path = "/"
        self.last = ("/", None)
        self.number = None
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def ask(self, path, form=None, timeout=WAIT):
        self.last = (path, form)
        headers = {"Accept": "text/html", "Accept-Language": self.language, "Sec-Fetch-Site": "same-origin"}
        body = None if form is None else urllib.parse.urlencode(form).encode()
        request = urllib.request.Request(self.house.url + path, data=body, headers=headers)
        try:
            answer = self.opener.open(request, timeout=timeout)
        except urllib.error.HTTPError as error:
            answer = error
        with answer:
            self.page = answer.read().decode()
            self.status = answer.status
            if self.status > self.worst:
                self.worst, self.worst_text = self.status, f"{path}: {self.text()[:300]}"
            self.path = answer.geturl().removeprefix(self.house.url)
        if shown := re.match(r"/cases/(\d\w+)", self.path):
            assert self.number in (None, shown.group(1)), "the case has changed its number"
            self.number = shown.group(1)
        return self

    def again(self):
        """Presses once more what was pressed last: the same form under the same key."""
        return self.ask(*self.last)

    def press(self, action, **values):
        """Sends the page's form whose action ends in `action`, with its hidden fields."""
        forms = [one for one in Forms(self.page).forms if one["action"].split("?")[0].endswith(action)]
        assert forms, f"no form {action} on {self.path} ({self.status}): {self.text()[:300]}"
        form = next((one for one in forms if all(v in one["choices"].get(n, [v]) for n, v in values.items())), forms[0])
        return self.ask(form["action"], form["fields"] | values)

    def simulate(self, device, **values):
        self.opener.open(urllib.request.Request(
            f"{self.house.url}/terminal/simulator/{device}", data=urllib.parse.urlencode(values).encode(),
            headers={"Sec-Fetch-Site": "same-origin"}), timeout=WAIT).close()

    def come(self):
        """Steps before a terminal that nobody uses, and waits until it serves."""
        deadline = time.monotonic() + WAIT
        self.simulate("face", face="")
        self.simulate("printer", fault="none")
        while True:
            self.ask("/")
            if self.status == 200 and 'href="/services/' in self.page:
                return self
            assert time.monotonic() < deadline, f"the terminal does not serve: {self.text()[:300]}"
            time.sleep(0.1)

    def end(self):
        """Ends the visit, once the paper that is on its way is out."""
        deadline = time.monotonic() + WAIT
        # Without following it home, which would take the screen again.
        staying = urllib.request.build_opener(Staying, urllib.request.HTTPCookieProcessor(self.cookies))
        request = urllib.request.Request(
            self.house.url + "/terminal/end", data=b"", headers={"Sec-Fetch-Site": "same-origin"})
        while True:
            try:
                staying.open(request, timeout=WAIT)
            except urllib.error.HTTPError as answer:
                if answer.headers.get("Location") != "/terminal/printing":
                    return answer.status
            assert time.monotonic() < deadline, "the printing has no end"
            time.sleep(0.05)

    def begin(self, service):
        self.ask(f"/services/{service}")
        return self.press("/start")

    def newest_code(self, citizen):
        return self.house.newest_code(citizen["phone"])

    def lay_card(self, citizen):
        self.simulate("card", citizen=citizen["number"], kind="valid", fault="none")

    def identify(self, citizen):
        self.lay_card(citizen)
        self.press("/identification/way", way="code")
        self.press("/terminal/card")
        return self.press("/identification/code", code=self.newest_code(citizen))

    def answer_questions(self):
        if self.path == "/cases/again":
            self.press("/cases")
        while "/questions/" in self.path:
            form = next((one for one in Forms(self.page).forms if "/questions/" in one["action"]), None)
            if not form:
                break
            choices = {name: values[0] for name, values in form["choices"].items()}
            typed = {name: value or "厦门测试单位" for name, value in form["fields"].items() if name == "answer"}
            self.ask(form["action"], form["fields"] | choices | typed)
        return self

    def submit(self):
        return self.press("/submission")

    def print(self):
        """Presses print and waits for the end of it."""
        self.press("/terminal/print")
        deadline = time.monotonic() + WAIT
        while self.path.startswith("/terminal/printing") and self.status == 200:
            assert time.monotonic() < deadline, "the printing has no end"
            time.sleep(0.1)
            self.ask("/terminal/printing")
        return self

    def case(self):
        """The number of the case on the screen."""
        return re.match(r"/cases/([^/]+)", self.path).group(1)

    def go_on(self, citizen):
        """Presses the main button of whatever page is shown; false when there is nothing left to press.

        A page that says the last press did not get through is answered by pressing once more.
        """
        actions = [form["action"].split("?")[0] for form in Forms(self.page).forms]
        if self.path.split("?")[0].endswith("/paper") and "/rating" in self.page:
            return False
        if self.status == 429:
            # So many codes within the hour are enough; the page says that the camera is the way now.
            self.way = "face"
            self.simulate("face", face=citizen["faceID"])
            self.ask("/identification")
            return True
        again = re.search(r'href="(/cases/[^"]+/paper)"', self.page)
        if self.status >= 500 and self.path.startswith("/terminal/printing") and again:
            self.ask(again.group(1))
        elif self.status >= 500:
            time.sleep(0.05)
            self.again()
        elif self.path.startswith("/terminal/printing") or self.path.endswith("/paper") and (self.leads_on() or not actions):
            # What a browser does by itself, sooner.
            time.sleep(0.05)
            self.ask(self.path)
        elif "/identification/way" in actions:
            self.press("/identification/way", way=self.way)
        elif "/identification/consent" in actions and "/terminal/face" not in actions:
            self.press("/identification/consent", face="yes")
        elif "/terminal/face" in actions:
            self.press("/terminal/face")
        elif "/identification/code" in actions:
            self.press("/identification/code", code=self.newest_code(citizen))
        elif any("/questions/" in action for action in actions):
            self.answer_questions()
        else:
            known = ("/start", "/terminal/card", "/cases", "/record", "/submission", "/terminal/print")
            found = next((action for action in actions if action.endswith(known)), None)
            if not found:
                return False
            self.press(found)
        return True

    def leads_on(self):
        """Whether the page comes again by itself: something is under way."""
        return 'http-equiv="refresh"' in self.page

    def text(self):
        return " ".join(re.sub(r"<[^>]+>", " ", self.page).split())
