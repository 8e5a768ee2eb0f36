"""Rows 22 to 30: the line between shop and centre is cut, thinned and clogged, and everybody gets her one paper."""

import concurrent.futures
import contextlib
import random
import socket
import sqlite3
import statistics
import threading
import time

import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from person import Person
from programs import LONG, WAIT, Programs, until
from proxy import RESET, SILENCE, Fault, Proxy
from streets import CENTRE, Street, standing_in
from walk import STEPS, leave, may_print, walk
from wire import Terminal, token


@pytest.fixture(scope="module", params=["lose_request", "lose_answer"])
def lined(request):
    """A house whose terminal reaches the centre through a proxy that will lose one of the two."""
    house = Programs()
    house.line = Proxy(("127.0.0.1", house.ports["terminals"]), seed=22)
    house.environment["EGRET_TERMINAL_CENTRE"] = house.line.url
    house.loss = Fault(**{request.param: 1})
    yield house.start_all()
    house.stop()
    house.line.stop()


@pytest.fixture
def street(built):
    street = Street()
    yield street
    street.remove()


def everybody_has_one(house, visits):
    """One case and one paper for each visit, everything delivered, and a log that adds up."""
    assert house.sql("SELECT state, count(*) FROM cases GROUP BY state") == [["delivered", str(visits)]]
    assert len(house.papers()) == visits
    assert house.sql("SELECT count(*) FROM print_tickets WHERE state = 'printed'") == [[str(visits)]]


def came(house):
    house.visits = getattr(house, "visits", 0) + 1
    return Person(house).come()


@pytest.mark.parametrize("step", STEPS)
def test_row_22_a_cut_at_each_step_of_a_visit_loses_and_doubles_nothing(lined, step):
    house = lined
    person = came(house)
    # The agent asks once more by itself where that is harmless, so two cuts make one page; of a ticket, two lost
    # answers would make the person wait for the end of its minute.
    times = 1 if step == "/print-tickets" else 2
    house.line.once(step, house.loss, times)
    told = []

    def seen(page):
        if page.status == 503:
            told.append(page.text())
            if "/cases/" in page.path:
                assert page.case() in page.page, "who has a number is told it"

    walk(person, house.somebody(), seen=seen)
    leave(person)

    if step not in ("/outcome", "/print-tickets"):
        assert told and ("连不上中心" in told[0] or "/papers/" in step), told
    until(lambda: house.sql("SELECT count(*) FROM cases WHERE state <> 'delivered'") == [["0"]])
    assert [step, house.loss, times] not in house.line.rules, f"nothing was lost at {step}"
    everybody_has_one(house, house.visits)


@pytest.mark.root
def test_row_22_a_real_partition_at_each_step_is_waited_out(built, street):
    house = street.inhabit(built())
    with standing_in(street.shop):
        for step in STEPS[:-1] if LONG else ["/submission", "/papers/"]:
            person = came(house)
            cut_during(street, house, step, person, street.cut, seconds=2)
            leave(person)
        everybody_has_one(house, house.visits)


@pytest.mark.root
def test_row_23_an_asymmetric_cut_gives_the_first_answer_again(built, street):
    house = street.inhabit(built())
    with standing_in(street.shop):
        for step in STEPS[:-1] if LONG else ["/identification/code", "/submission", "/print-tickets"]:
            person = came(house)
            cut_during(street, house, step, person, street.cut_answers, seconds=2)
            leave(person)
        everybody_has_one(house, house.visits)
        assert house.sql("SELECT count(*) FROM login_codes") == [[str(house.visits)]]


def cut_during(street, house, step, person, cut, seconds):
    """Cuts the line just before the step's request leaves and mends it a while later."""
    citizen = house.somebody()
    pressed = {"/identification/code": "/identification/code", "/print-tickets": "/terminal/print",
               "/papers/": "/terminal/print", "/identification/card": "/terminal/card"}.get(step, step)
    former = person.ask
    mending = []

    def ask(path, form=None, timeout=WAIT):
        if form is not None and pressed in path and not mending:
            cut()
            mending.append(threading.Timer(seconds, street.mend))
            mending[0].start()
        return former(path, form, timeout)

    person.ask = ask
    walk(person, citizen)
    assert mending, f"{step} never came"
    mending[0].join()


@pytest.mark.skipif(not LONG, reason="not yet steady: runs with EGRET_FAULTS_LONG only")
@pytest.mark.root
def test_row_24_a_bad_line_shows_its_first_screen_at_once_and_completes(built, street):
    house = built()
    with standing_in(street.centre):
        far = Proxy(("127.0.0.1", house.ports["terminals"]), seed=24, listening=socket.create_server((CENTRE, 0)))
    house.environment["EGRET_TERMINAL_CENTRE"] = far.url
    street.inhabit(house)
    with standing_in(street.shop):
        person = Person(house).come()
        far.fault = Fault(delay=2, jitter=1)
        street.lose(30)
        street.thin(64)
        waits = []
        for _ in range(20):
            start = time.monotonic()
            assert 'href="/services/' in person.ask("/").page
            waits.append(time.monotonic() - start)
        leave(person)
        for _ in range(5):
            person, citizen = came(house), house.somebody()
            walk(person, citizen, within=600, to=may_print)
            # A paper may not pass 64 kbit/s within its ticket's minute: it is printed when the line is better.
            street.mend()
            street.thin(20_000)
            walk(person, citizen)
            leave(person)
            street.lose(30)
            street.thin(64)
        street.mend()
        far.calm()
        until(lambda: house.sql("SELECT count(*) FROM cases WHERE state <> 'delivered'") == [["0"]])
        everybody_has_one(house, house.visits)
    far.stop()
    assert max(waits) <= 3, waits


@pytest.mark.alone
def test_row_25_a_dripping_client_is_dropped_and_nobody_else_notices(built):
    house = built()
    house.start_sandbox()
    house.start_centre()
    head = b"GET /services HTTP/1.1\r\nHost: x\r\nX-Slow: " + b"a" * 20
    body = (b"POST /verify HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
            b"Content-Length: 200\r\n\r\n" + b"a" * 40)
    ports = [house.ports[name] for name in ("public", "staff", "terminals")]
    with concurrent.futures.ThreadPoolExecutor(64) as pool:
        drips = [pool.submit(drip, port, words) for port in ports for words in (head, body) for _ in range(8)]
        others = []
        while not all(one.done() for one in drips):
            start = time.monotonic()
            house.get(house.public_url + "/services")
            others.append(time.monotonic() - start)
            time.sleep(0.05)
    lived = [one.result() for one in drips]
    print(f"dropped after {min(lived):.1f} to {max(lived):.1f} s; others' median {statistics.median(others):.4f} s")
    assert max(lived) <= 30
    assert max(others) <= 5 and len(others) > 100


def drip(port, words):
    """One byte a second, whatever is answered, until the server takes no more; how long that was."""
    start = time.monotonic()
    head, dot, body = words.partition(b"\r\n\r\n")
    with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
        with contextlib.suppress(OSError):
            if dot:
                link.sendall(head + dot)
            for byte in body or head:
                link.sendall(bytes([byte]))
                time.sleep(1)
    return time.monotonic() - start


@pytest.mark.alone
@pytest.mark.parametrize("seed", range(12 if LONG else 2))
def test_row_26_all_links_clogged_and_healed_in_any_order_everything_finishes(built, seed):
    house = built()
    sandbox = ("127.0.0.1", house.ports["sandbox"])
    links = {name: Proxy(sandbox, seed) for name in ("authority", "registers", "sms")}
    links["centre"] = Proxy(("127.0.0.1", house.ports["terminals"]), seed)
    house.environment |= {
        "EGRET_AUTHORITY_URL": links["authority"].url + "/ctid", "EGRET_REGISTERS_URL": links["registers"].url,
        "EGRET_SMS_URL": links["sms"].url, "EGRET_TERMINAL_CENTRE": links["centre"].url,
    }
    house.start_all()
    chance = random.Random(seed)
    person, citizen = came(house), house.somebody()
    finished = threading.Event()

    def visit():
        walk(person, citizen, within=300)
        finished.set()

    walker = threading.Thread(target=visit, daemon=True)
    walker.start()
    for link in chance.sample(sorted(links), len(links)):
        time.sleep(chance.random())
        links[link].fault = Fault(lose_request=0.5, lose_answer=0.5, then=RESET)
    for link in chance.sample(sorted(links), len(links)):
        time.sleep(chance.random())
        links[link].calm()

    assert finished.wait(60), f"not alive a minute after the last link was healed: {person.path} {person.text()[:300]}"
    everybody_has_one(house, 1)
    for link in links.values():
        link.stop()


@pytest.mark.alone
def test_row_30_a_storm_of_terminals_that_come_back_together_calms_down(built):
    terminals = 2000 if LONG else 200
    house = built()
    house.start_all()
    fleet = admitted(house, terminals)
    house.kill("centre")
    back = [threading.Event() for _ in fleet]
    others, stop = [], threading.Event()

    def others_ask():
        while not stop.is_set():
            start = time.monotonic()
            try:
                house.get(house.public_url + "/services")
                others.append(time.monotonic() - start)
            except OSError:
                pass
            time.sleep(0.05)

    threads = [threading.Thread(target=come_back, args=(one, event), daemon=True)
               for one, event in zip(fleet, back, strict=True)]
    for thread in [*threads, threading.Thread(target=others_ask, daemon=True)]:
        thread.start()
    time.sleep(3)
    house.start_centre()
    start = time.monotonic()
    for event in back:
        assert event.wait(120 - (time.monotonic() - start)), "not steady within two minutes"
    took = time.monotonic() - start
    stop.set()
    others.sort()
    print(f"{terminals} terminals steady after {took:.1f} s; others' p99 {others[int(len(others) * 0.99)]:.3f} s")
    assert took <= 120 and others
    person = came(house)
    walk(person, house.somebody())


def admitted(house, count):
    """So many terminals, written past the enrolment, whose code takes a person's half minute."""
    fleet = [Terminal(house) for _ in range(count)]
    with contextlib.closing(sqlite3.connect(house.sqlite, timeout=WAIT)) as database, database:
        for one in fleet:
            one.id = token()
            pem = one.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
            database.execute(
                "INSERT INTO terminals (id, station_id, serial, public_key_pem, state, enrolled_at_ms, version)"
                " VALUES (?, 'siming-1', ?, ?, 'enrolled', ?, 'test')",
                (one.id, one.serial, pem, int(time.time() * 1000)))
    return fleet


def come_back(terminal, event):
    """What an agent does after the line was away: ends what was left, then reports; with pauses half of chance."""
    chance, pause = random.Random(terminal.id), 0.25
    while True:
        try:
            if terminal.ask("POST", "/session/end", timeout=10)[0] == 204 and terminal.report(timeout=10) is True:
                event.set()
                return
        except OSError:
            pass
        time.sleep(pause / 2 + pause / 2 * chance.random())
        pause = min(pause * 2, 15)
