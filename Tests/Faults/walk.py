"""A person who does what the screen says until she holds her paper, whatever goes wrong on the way."""

import contextlib
import re
import time
import urllib.error
import urllib.request

from person import Forms
from programs import WAIT

SERVICE = "fund/deposit-proof"
STEPS = ["/start", "/identification/way", "/identification/card", "/identification/code", "/questions/", "/submission",
         "/print-tickets", "/papers/", "/outcome"]
"""What of a visit passes the line between terminal and centre, in order, as it stands in the request."""


def has_paper(person):
    return person.path.split("?")[0].endswith("/paper") and "/rating" in person.page


def may_print(person):
    return "/terminal/print" in [form["action"] for form in Forms(person.page).forms]


def walk(person, citizen, service=SERVICE, within=WAIT, seen=None, to=has_paper):
    """Goes on from whatever page is there up to the page `to`; every page on the way is handed to `seen`."""
    deadline = time.monotonic() + within
    person.lay_card(citizen)
    while not to(person):
        assert time.monotonic() < deadline, f"no paper within {within} s: {person.path} {person.text()[:300]}"
        step(person, citizen, service)
        if seen:
            seen(person)
    return person


def step(person, citizen, service):
    """The one thing that the page asks for."""
    actions = {form["action"].split("?")[0]: form for form in Forms(person.page).forms}
    if "/identification/code" in actions:
        person.press("/identification/code", code=person.newest_code(citizen))
    elif "/terminal/card" in actions:
        person.press("/terminal/card")
    elif "/identification/way" in actions:
        person.press("/identification/way", way="code")
    elif "/cases" in actions:
        person.press("/cases")
    elif any("/questions/" in action for action in actions):
        answer(person)
    elif any(action.endswith("/submission") for action in actions):
        person.submit()
    elif "/terminal/print" in actions:
        person.press("/terminal/print")
    elif person.path.startswith("/terminal/printing") and person.status == 200:
        time.sleep(0.1)
        person.ask("/terminal/printing")
    elif any(action.endswith("/record") for action in actions):
        person.press("/record")
    elif f"/services/{service}/start" in actions:
        person.press("/start")
    elif f'href="/services/{service}"' in person.page:
        person.ask(f"/services/{service}")
    else:
        go_on(person)


def answer(person):
    """The page's one question."""
    form = next(one for one in Forms(person.page).forms if "/questions/" in one["action"])
    choices = {name: values[0] for name, values in form["choices"].items()}
    typed = {name: value or "厦门测试单位" for name, value in form["fields"].items() if name == "answer"}
    person.ask(form["action"], form["fields"] | choices | typed)


def leave(person):
    """Ends the visit without following it home, which would take the screen again."""
    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    request = urllib.request.Request(
        person.house.url + "/terminal/end", data=b"", headers={"Sec-Fetch-Site": "same-origin"})
    with contextlib.suppress(urllib.error.HTTPError):
        urllib.request.build_opener(urllib.request.HTTPCookieProcessor(person.cookies), Stay).open(request).close()


def go_on(person):
    """Where the page's own button leads, or the first page; a moment later, as people do."""
    time.sleep(0.2)
    ways = re.findall(r'href="((?:/cases/[^"]*)|/)"', person.page)
    person.ask(next((way for way in ways if way.startswith("/cases/")), "/"))
