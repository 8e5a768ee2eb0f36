"""The interface against its own description (`Contract/openapi.yaml`), by schemathesis: single requests and linked ones.

The examples are the same in every run. `EGRET_INTERFACE_EXAMPLES` asks for more of them, and then for others each time.
"""

import hashlib
import os
import pathlib
import re
import sqlite3
import time

import pytest
import requests
import schemathesis
import yaml
from hypothesis import HealthCheck, Phase, settings
from playwright.sync_api import sync_playwright
from schemathesis.checks import not_a_server_error
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from desk import CODE, Desk
from link import Link, Signed, public_pem, token
from test_account import Phone, code_at_terminal
from test_acting import sign_in_by_message
from visit import Visit

CONTRACT = pathlib.Path(__file__).resolve().parents[2] / "Contract"
EXAMPLES = int(os.environ.get("EGRET_INTERFACE_EXAMPLES", "25"))
SETTINGS = settings(
    max_examples=EXAMPLES, derandomize="EGRET_INTERFACE_EXAMPLES" not in os.environ, deadline=None, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate],
)
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
    checks.unsupported_method,
]
ACCEPT = {"Accept": "application/json, application/problem+json"}


def described():
    """The description without its security: every request is signed here, and tests below leave that out."""
    text = yaml.safe_load((CONTRACT / "openapi.yaml").read_text())
    for operations in text["paths"].values():
        for operation in operations.values():
            operation.pop("security", None)
    return text


schema = schemathesis.openapi.from_dict(described())


class Stage:
    """Who is before which terminal: what a case needs to be more than refused."""

    house = None
    # Terminals by the case that waits for its paper there.
    visits = {}
    # Who got which ticket.
    tickets = {}
    # Applications in one request that were taken.
    lodged = []
    codes = []
    leaf = token()
    # Says how it is, and may stop itself by that.
    talker = None
    # Nobody stands before it.
    idler = None
    # A visit in which cards and faces are tried.
    visitor = None

    @classmethod
    def actor(cls, case):
        path = case.operation.path
        parameters = case.path_parameters or {}
        if path.startswith("/terminals/"):
            return cls.talker
        if path.startswith("/identification/"):
            return cls.visitor
        known = cls.visits.get(parameters.get("number")) or cls.tickets.get(parameters.get("ticket"))
        return known or next(iter(cls.visits.values()))


@pytest.fixture(scope="module", autouse=True)
def stage(house):
    Stage.house = house
    Stage.talker = Link(house)
    Stage.visitor = Link(house).begin()
    Stage.idler = Link(house)
    for _ in range(3):
        visit = Link(house).begin().identify(house.somebody()).submit()
        Stage.visits[visit.case] = visit
    Stage.codes = [visit.enrolment(house) for visit in [Stage.talker] for _ in range(3)]
    leaves = requests.get(house.public_url + "/audit/tile/entries/000.p/1", timeout=10).content
    Stage.leaf = re.search(rb'"id":"([0-9a-z]{26})"', leaves).group(1).decode()


def arguments(case):
    """Where the case goes, and who signs it."""
    if "terminal" in (case.operation.tags or []):
        actor = Stage.actor(case)
        session = "" if case.operation.path in ("/terminals/health", "/session/end") else actor.session
        if case.operation.path == "/session/end":
            # Nobody's visit here is over before its time.
            actor = Stage.idler
        # Headers that are to be wrong stay wrong, and then nobody's session is lent.
        wrong = has_wrong_headers(case)
        signed = Signed(actor, "" if wrong else session, adds_key=not wrong)
        return {"base_url": actor.url, "auth": signed, "headers": ACCEPT, "allow_redirects": False}
    return {"base_url": Stage.house.public_url, "headers": ACCEPT, "allow_redirects": False}


def has_wrong_headers(case):
    components = case.meta.components if case.meta else {}
    return any(
        str(getattr(place, "value", place)) == "header" and info.mode == GenerationMode.NEGATIVE
        for place, info in components.items()
    )


def applicable(case):
    """A path that also has a page answers a method more than the description says."""
    paged = case.operation.path.startswith("/identification/")
    return [check for check in CHECKS if not (paged and check is checks.unsupported_method)]


def chance(value, of):
    return hashlib.sha256(repr(value).encode()).digest()[0] % of == 0


@schema.hook
def map_path_parameters(context, path_parameters):
    """Every other sound value becomes one that is known; of who asks for a ticket every one, until there is one."""
    known = {"number": list(Stage.visits), "leaf": [Stage.leaf], "ticket": list(Stage.tickets)}
    first = context.operation.path.endswith("/print-tickets") and not Stage.tickets
    for name, values in known.items():
        value = (path_parameters or {}).get(name)
        sound = isinstance(value, str) and re.fullmatch("[0-9A-Za-z]+", value)
        if sound and values and (first or chance(value, 2)):
            path_parameters[name] = values[len(value) % len(values)]
    return path_parameters


@schema.hook
def map_body(context, body):
    """Enrolments get a code that is open; what would stop a terminal with a person before it is left to other tests."""
    if not isinstance(body, dict):
        return body
    if context.operation.path == "/terminals/enrolment" and Stage.codes and isinstance(body.get("code"), str):
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        sound = all(isinstance(body.get(name), str) for name in ("publicKeyPEM", "serial", "version"))
        if sound and all(re.fullmatch("[!-~]{1,64}", body[name]) for name in ("serial", "version")):
            return body | {
                "code": Stage.codes.pop()["code"], "publicKeyPEM": public_pem(Ed25519PrivateKey.generate())}
    # What is generated depends on every constant in these files: until one was taken, each is made a sound one.
    chosen = is_application(body) and (not Stage.lodged or chance(sorted(body["answers"].items()), 2))
    if context.operation.path == "/cases" and chosen:
        return body | {"service": "police/temporary-identity-proof", "answers": {"reason": "lost", "place": "train"}}
    if context.operation.path.endswith("/print-tickets") and not Stage.tickets and isinstance(body.get("again"), bool):
        return {"again": False}
    if body.get("state") == "mismatch":
        return body | {"state": "unknown"}
    return body


def is_application(body):
    answers = body.get("answers")
    return (
        isinstance(body.get("service"), str)
        and re.fullmatch("[a-z0-9-]+/[a-z0-9-]+", body["service"])
        and isinstance(answers, dict)
        and all(isinstance(answer, str) for answer in answers.values())
    )


def remember(case, response):
    if case.operation.path == "/cases" and response.status_code == 201:
        Stage.lodged.append(response.json()["number"])
    if case.operation.path.endswith("/print-tickets") and response.status_code == 200:
        Stage.tickets[response.json()["ticketID"]] = Stage.actor(case)


@schema.parametrize()
@SETTINGS
def test_every_operation_answers_as_described(case):
    more = arguments(case)
    response = case.call(**more)
    remember(case, response)
    case.validate_response(response, checks=applicable(case), transport_kwargs=more)


class Walk(schema.as_state_machine()):
    """Enrolment leads to health, a ticket to its paper and its outcome."""

    def get_call_kwargs(self, case):
        return arguments(case)

    def after_call(self, response, case):
        remember(case, response)

    def validate_response(self, response, case, **more):
        case.validate_response(response, checks=applicable(case), transport_kwargs=arguments(case))


def test_whole_applications_were_among_what_was_tried():
    assert Stage.lodged, "nothing was ever lodged: only refusals were looked at"


def test_linked_operations_answer_as_described(house):
    # What single requests were given does not count: somebody new stands there, and nobody has a ticket.
    visit = Link(house).begin().identify(house.somebody()).submit()
    Stage.visits, Stage.tickets = {visit.case: visit}, {}
    Walk.run(
        settings=settings(SETTINGS, max_examples=max(6, EXAMPLES // 3), stateful_step_count=6))
    assert Stage.tickets, "no ticket was ever given: the walk went nowhere"


SIGNED = ["/terminals/health", "/session/end", "/identification/card", "/print-tickets/%s/outcome" % token()]


@pytest.mark.parametrize("path", SIGNED)
def test_a_terminal_without_a_signature_is_refused(house, path):
    answer = requests.post(f"http://127.0.0.1:{house.ports['terminals']}{path}", json={}, headers=ACCEPT, timeout=10)

    assert answer.status_code == 401
    assert answer.json()["type"] == "/problems/terminal-signature"


# What changes by the clock and not by a request.
RESTLESS = {"leases", "jobs"}
# That somebody is there keeps her visit, or her session, alive, whatever she reads.
ALIVE = {(table, "last_seen_at_ms") for table in ("sessions", "account_sessions", "staff_sessions")}


def state_of(house):
    """A digest of every row of every table, but those that move by themselves."""
    line = sqlite3.connect(f"file:{house.state / 'egret.sqlite'}?mode=ro", uri=True)
    try:
        tables = [name for (name,) in line.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")]
        return {
            name: hashlib.sha256(repr(line.execute(f'SELECT {columns(line, name)} FROM "{name}"').fetchall()).encode())
            .hexdigest()
            for name in tables
            if name not in RESTLESS
        }
    finally:
        line.close()


def columns(line, table):
    names = [row[1] for row in line.execute(f'PRAGMA table_info("{table}")')]
    return ", ".join(f'"{name}"' for name in names if (table, name) not in ALIVE)


def settled(house):
    """The state once nothing changes it any more."""
    before = state_of(house)
    for _ in range(40):
        time.sleep(0.5)
        after = state_of(house)
        if after == before:
            return after
        before = after
    raise AssertionError("the house never rests")


def readings(house):
    """Every route that reads, from the list of routes, with known values in its places."""
    visit = next(iter(Stage.visits.values()))
    known = {
        "{hash}/**": "x/egret.css", "{level}/**": "0/000", "{leaf}": Stage.leaf, "{number}": visit.case,
        "{question}": "reason", "{department}/{slug}": "police/temporary-identity-proof",
    }
    for line in (CONTRACT / "routes.txt").read_text().splitlines():
        surface, method, path = line.split(" ")
        if method == "GET":
            for place, value in known.items():
                path = path.replace(place, value)
            yield surface, path


@pytest.fixture(scope="module")
def insiders(house):
    """The cookies of somebody who is signed in, by surface: a citizen in her account, the first officer at the desk."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium-headless-shell", args=["--no-sandbox"])
        officer = Desk(house, browser)
        officer.enrol(CODE.findall(house.command("staff", "code"))[0], "林安全")
        officer.sign_in()

        visit = Visit(house, browser, {"width": 1080, "height": 1920})
        phone, citizen = Phone(house, browser), house.somebody()
        visit.reset()
        phone.open(f"/account/activation#{code_at_terminal(visit, citizen)}")
        visit.leave()
        phone.press("/account/activation")
        sign_in_by_message(phone, citizen)

        kept = {"staff": officer.context.cookies(), "public": phone.context.cookies()}
        browser.close()
    return {surface: {one["name"]: one["value"] for one in cookies} for surface, cookies in kept.items()}


def test_reading_changes_nothing(house, insiders):
    house.kill("terminal")
    visit = next(iter(Stage.visits.values()))
    before = settled(house)

    answers, inside = [], {}
    for surface, path in readings(house):
        if surface == "terminal":
            answers.append(visit.send("GET", path))
            continue
        address = f"http://127.0.0.1:{house.ports[surface]}{path}"
        answers.append(requests.get(address, timeout=10))
        cookie = "; ".join(f"{name}={value}" for name, value in insiders[surface].items())
        inside[surface, path] = requests.get(address, headers={"Cookie": cookie}, allow_redirects=False, timeout=10)

    after = settled(house)
    house.start_terminal()
    assert [answer.url for answer in [*answers, *inside.values()] if answer.status_code >= 500] == []
    assert sum(answer.status_code < 400 for answer in answers) > 30
    # Of who is signed in nobody was sent to the door.
    assert inside["public", "/account"].status_code == inside["staff", "/me"].status_code == 200
    assert [table for table in before if after[table] != before[table]] == []
