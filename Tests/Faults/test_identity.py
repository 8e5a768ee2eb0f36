"""Rows 60 to 66: recorded pictures, swapped and copied machines, revoked ones, and messages that do not come."""

import base64
import json
import shutil
import sqlite3
import subprocess
import time

import pytest

from person import Forms, Person
from programs import LONG, until
from proxy import Fault, Proxy
from walk import leave, walk
from wire import Terminal, WirePerson

POLICE, FUND = "police/temporary-identity-proof", "fund/deposit-proof"


def ordinary(house):
    return [one for one in house.citizens() if one["ordinary"] and one.get("phone")]


def terminal_id(house):
    return json.loads(house.get(house.url + "/terminal/status"))["terminal"]


def to_the_camera(person, citizen):
    person.begin(POLICE)
    person.lay_card(citizen)
    person.press("/identification/way", way="face")
    person.press("/identification/consent", face="yes")
    return person.press("/terminal/card")


def test_row_60_recorded_pictures_and_old_challenges_are_refused_and_counted(built):
    house = built(EGRET_TERMINAL_CAMERA="page")
    line = Proxy(("127.0.0.1", house.ports["terminals"]), seed=60)
    house.environment["EGRET_TERMINAL_CENTRE"] = line.url
    house.start_all()
    citizen, other = house.citizen("chen-jing"), house.citizen("lin-wei")
    picture = base64.b64encode(house.get(f"{house.sandbox_url}/faces/{other['faceID']}/7.jpg")).decode()
    person = to_the_camera(Person(house).come(), citizen)

    def challenge():
        with person.opener.open(house.url + "/terminal/camera/challenge") as answer:
            return json.load(answer)["challenge"]

    def send(word, image):
        form = next(one for one in Forms(person.page).forms if one["action"] == "/terminal/face")
        return person.ask("/terminal/face", form["fields"] | {"challenge": word, "image": image})

    form_page = person.page
    old = challenge()
    send(challenge(), picture)
    tries = house.sql("SELECT face_tries FROM sessions WHERE ended_at_ms IS NULL")
    for word in (old, "", challenge(), challenge()):
        person.page = form_page
        send(word, picture)
        assert "照片" in person.text() or "镜头" in person.text()
    assert house.sql("SELECT face_tries FROM sessions WHERE ended_at_ms IS NULL") == tries == [["1"]]
    assert json.loads(house.get(house.url + "/terminal/status"))["picturesRefused"] >= 1
    assert line.replay("POST /identification/face") == [401]
    assert "request-replayed" in house.command("terminals", "list")
    assert house.sql("SELECT count(*) FROM sessions WHERE citizen_id IS NOT NULL") == [["0"]]
    leave(person)
    line.stop()


@pytest.mark.alone
def test_row_61_a_swapped_camera_takes_the_terminal_out_of_service(built):
    house = built().start_all()
    until(lambda: house.sql("SELECT count(*) FROM terminal_devices WHERE device = 'camera'") == [["1"]])
    person = Person(house).come()
    person.simulate("camera")
    until(lambda: "device-swapped" in house.command("terminals", "list"), within=35, every=1)

    until(lambda: "暂停服务" in person.ask("/").text(), within=5)
    assert house.sql("SELECT state FROM terminals") == [["stopped"]]
    house.command("terminals", "readmit", terminal_id(house))
    if LONG:
        until(lambda: 'href="/services/' in person.ask("/").page, within=40, every=1)


@pytest.mark.alone
def test_row_63_two_machines_with_one_key_are_both_frozen_within_a_minute(built):
    house = built().start_all()
    until(lambda: house.sql("SELECT count(*) FROM terminal_runs") == [["1"]])
    shutil.copytree(house.state / "terminal", house.state / "copy")
    from house import free_port

    port = free_port()
    start = time.monotonic()
    house.start(
        "copy", "terminal", wait=f"http://127.0.0.1:{port}/terminal/status",
        EGRET_TERMINAL_STATE=str(house.state / "copy"), EGRET_TERMINAL_PORT=str(port))
    until(lambda: "identity-reused\ttwo-machines" in house.command("terminals", "list"), within=60, every=1)
    person = Person(house)
    until(lambda: "暂停服务" in person.ask("/").text() or person.status in (403, 503), within=60, every=1)

    assert time.monotonic() - start <= 60
    assert house.sql("SELECT state, stop_reason FROM terminals") == [["stopped", "identity-reused"]]
    page = subprocess.run(
        ["curl", "-s", "-H", "Accept: text/html", f"http://127.0.0.1:{port}/"], capture_output=True, text=True).stdout
    assert "/services/" not in page


def test_row_64_a_revoked_terminal_gets_nothing_and_has_nothing(built):
    house = built().start_all()
    citizen = ordinary(house)[0]
    person = Person(house).come().begin(FUND)
    person.identify(citizen).answer_questions()
    acts = house.sql("SELECT count(*) FROM cases WHERE state <> 'open'")
    house.command("terminals", "revoke", terminal_id(house), "--reason", "stolen")
    time.sleep(5.5)

    person.submit()
    assert person.status in (403, 503) and citizen["name"] not in person.page
    assert house.sql("SELECT count(*) FROM cases WHERE state <> 'open'") == acts == [["0"]]
    for verb, path in (("GET", "/"), ("GET", f"/services/{FUND}"), ("POST", f"/services/{FUND}/start")):
        person.ask(path, {} if verb == "POST" else None)
        assert citizen["name"] not in person.page and 'action="/terminal/card"' not in person.page, path

    house.kill("centre")
    person.ask(f"/services/{FUND}/start", {})
    assert person.status in (403, 503) and house.papers() == []
    kept = b"".join(path.read_bytes() for path in (house.state / "terminal").rglob("*") if path.is_file())
    for secret in (citizen["name"], citizen["number"], citizen["phone"]):
        assert secret.encode() not in kept
    assert b"%PDF" not in kept


@pytest.mark.parametrize("fault", ["down", "slow"])
def test_row_65_without_messages_the_camera_is_offered_and_serves(built, fault):
    house = built()
    sms = Proxy(("127.0.0.1", house.ports["sandbox"]), seed=65)
    house.environment["EGRET_SMS_URL"] = sms.url
    house.start_all()
    sms.fault = Fault(lose_request=1) if fault == "down" else Fault(delay=30)
    logins = people = 0
    for citizen in ordinary(house)[:10 if LONG else 2]:
        people += 1
        person = Person(house).come().begin(POLICE)
        person.lay_card(citizen)
        person.simulate("face", face=citizen["faceID"])
        person.press("/identification/way", way="code")
        person.press("/terminal/card")
        assert "短信现在发不出去" in person.text() and 'value="face"' in person.page, person.text()[:300]
        person.press("/identification/way", way="face")
        person.press("/identification/consent", face="yes")
        person.press("/terminal/face")
        logins += "/questions/" in person.path or "/check" in person.path
        leave(person)
    sms.stop()
    assert logins == people


def test_row_66_a_flood_of_codes_shuts_the_victim_out_nowhere_else(built):
    house = built()
    house.start_sandbox()
    house.start_centre()
    victim, bystander = ordinary(house)[:2]
    thief, home = Terminal(house).enrol(), Terminal(house).enrol()
    sent = 0
    for _ in range(12):
        flood = WirePerson(thief).come().begin(FUND)
        flood.lay_card(victim)
        flood.press("/identification/way", way="code")
        flood.press("/terminal/card")
        sent += flood.status == 200 and "/identification/code" in flood.path
    assert sent == 5, "five an hour at one terminal"
    assert len([one for one in house.inbox() if one["to"] == victim["phone"]]) == 5

    for terminal, citizen in ((home, victim), (thief, bystander)):
        person = WirePerson(terminal).come().begin(FUND)
        person.identify(citizen)
        assert person.path.startswith("/cases/"), person.text()[:300]


@pytest.mark.skipif(not LONG, reason="waits for the idle time of two minutes")
def test_row_62_who_steps_up_next_finds_nothing_of_who_walked_away(built):
    house = built().start_all()
    citizen, following = ordinary(house)[:2]
    person = Person(house).come().begin(FUND)
    person.identify(citizen)
    case = person.path
    until(lambda: house.sql("SELECT count(*) FROM sessions WHERE ended_at_ms IS NULL") == [["0"]], within=140, every=1)

    after = Person(house).come()
    for path in ("/", case, case.rsplit("/", 2)[0] + "/paper"):
        assert citizen["name"] not in after.ask(path).page and citizen["number"] not in after.page
    walk(Person(house).come(), following)
    assert house.sql("SELECT count(*) FROM cases WHERE state = 'delivered'") == [["1"]]
