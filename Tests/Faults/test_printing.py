"""Rows 53 to 58: the four published mistakes of printing services, and what lies in the tray."""

import collections
import concurrent.futures
import hashlib
import json
import threading
import time

import pytest

from person import Person
from programs import LONG, until
from proxy import Fault, Proxy
from visits import speaks_of
from walk import leave, walk
from wire import Terminal, WirePerson

SERVICE = "fund/deposit-proof"


def ordinary(house):
    # Whose card has run out is sent to the counter.
    return [one for one in house.citizens() if one["ordinary"] and one.get("phone") and one["id"] != "expired-card"]


def before_the_press(terminal, citizen):
    """A visit up to the page with the button that submits."""
    person = WirePerson(terminal).come().begin(SERVICE)
    return person.identify(citizen).answer_questions()


def test_row_53_issues_in_the_same_millisecond_get_papers_and_tickets_of_their_own(built):
    house = built()
    house.start_sandbox()
    house.start_centre()
    everybody = house.citizens()
    people = ordinary(house)[:8]
    terminals = [Terminal(house).enrol() for _ in people]
    papers, tickets = [], []
    for service_round in range(5 if LONG else 1):
        ready = [before_the_press(*pair) for pair in zip(terminals, people, strict=True)]
        barrier = threading.Barrier(len(ready))

        def issue(person, barrier=barrier):
            barrier.wait()
            person.submit()
            barrier.wait()
            return person.print()

        with concurrent.futures.ThreadPoolExecutor(len(ready)) as pool:
            done = list(pool.map(issue, ready))
        for person, citizen in zip(done, people, strict=True):
            ticket, paper = person.papers[-1]
            assert speaks_of(paper, citizen, everybody), service_round
            tickets.append(ticket)
            papers.append(hashlib.sha256(paper).hexdigest())
            person.end()
        people = ordinary(house)[8 * (service_round + 1):8 * (service_round + 2)]
        if len(people) < len(terminals):
            break
    assert len(set(tickets)) == len(tickets) and len(set(papers)) == len(papers)
    assert house.audit_is_clean()


def test_row_54_a_time_out_at_each_wait_during_load_cancels_that_request_and_mixes_nothing(built):
    house = built()
    lines = {}
    for name, path in (("authority", "/ctid"), ("registers", ""), ("sms", "")):
        lines[name] = Proxy(("127.0.0.1", house.ports["sandbox"]), seed=54)
        house.environment[f"EGRET_{name.upper()}_URL"] = lines[name].url + path
    lines["centre"] = Proxy(("127.0.0.1", house.ports["terminals"]), seed=54)
    house.start_sandbox()
    house.start_centre()
    everybody, people = house.citizens(), ordinary(house)
    hurt = Terminal(house, centre=lines["centre"].url).enrol()
    stop, wrong, made = threading.Event(), [], []

    def issue(terminal, citizen):
        person = walk(WirePerson(terminal).come(), citizen, within=150)
        (made if speaks_of(person.papers[-1][1], citizen, everybody) else wrong).append(citizen["id"])
        assert len(person.papers) == 1
        person.end()

    def load(terminal, mine):
        for citizen in mine:
            if stop.is_set():
                return
            issue(terminal, citizen)

    others = [threading.Thread(target=load, args=(Terminal(house).enrol(), people[at::3])) for at in ((0, 1) if LONG else (0,))]
    for thread in others:
        thread.start()
    waits = [("centre", "/start"), ("sms", "/messages"), ("registers", "/registers/"), ("centre", "/questions/"),
             ("centre", "/submission"), ("centre", "/print-tickets"), ("centre", "/papers/"), ("centre", "/outcome")]
    for (line, words), citizen in zip(waits if LONG else waits[2:7:2] + waits[1:2], people[2::3], strict=False):
        lines[line].once(words, Fault(lose_answer=1), times=2)
        issue(hurt, citizen)
        assert [words, Fault(lose_answer=1), 2] not in lines[line].rules, f"no answer to {words} was lost"
        lines[line].calm()
    stop.set()
    for thread in others:
        thread.join()
    assert not wrong and made
    delivered = house.sql("SELECT count(*) FROM cases WHERE state = 'delivered'")
    assert delivered == [[str(len(made))]] and len(set(made)) == len(made)
    for proxy in lines.values():
        proxy.stop()


def test_row_55_a_terminal_that_died_with_a_paper_in_it_prints_nothing_of_it_again(built):
    house = built().start_all()
    first, second = ordinary(house)[:2]
    for round_number in range(5 if LONG else 1):
        person = Person(house).come().begin(SERVICE)
        person.identify(first).answer_questions()
        person.submit() if "/submission" in person.page else None
        person.simulate("printer", fault="slow")
        person.press("/terminal/print")
        until(lambda: list((house.state / "terminal/outbox").iterdir()))
        # The paper is on its way for twenty seconds; that nobody knows its end is on the disk before it.
        time.sleep(1)
        house.kill("terminal")
        # Whatever a former run left lying about is nobody's order.
        (house.state / "terminal/spool").mkdir(exist_ok=True)
        (house.state / "terminal/spool/00000000000000000000000001.pdf").write_bytes(b"%PDF-1.7 a former citizen's")
        house.start_terminal()
        until(lambda: house.sql("SELECT count(*) FROM print_tickets WHERE state = 'unknown'") != [["0"]])
        assert house.papers() == [], round_number
        first = ordinary(house)[2 + round_number]

    walk(Person(house).come(), second)

    papers = house.papers()
    assert len(papers) == 1 and speaks_of(papers[0].read_bytes(), second, house.citizens())
    assert sorted(path.name for path in (house.state / "terminal/outbox").iterdir()) == []


@pytest.mark.parametrize("lost", ["file", "seal"])
def test_row_57_without_the_seals_key_no_paper_leaves(built, lost):
    house = built()
    house.start_sandbox()
    ring = house.state / "keys.json"
    kept = json.loads(ring.read_text())
    if lost == "file":
        ring.unlink()
    else:
        ring.write_text(json.dumps(without_seal(kept)))
    code, said = house.attempt("serve")

    assert code != 0 and ("keys.json" in said or "documentSeal" in said), said[-500:]
    assert house.papers() == []


def without_seal(value):
    """A key ring from which everything named after the seal is gone."""
    if isinstance(value, dict):
        return {key: without_seal(one) for key, one in value.items() if "seal" not in key.lower()}
    if isinstance(value, list):
        return [without_seal(one) for one in value if "seal" not in json.dumps(one).lower()]
    return value


def test_row_58_beside_a_paper_left_in_the_tray_nobody_is_served_and_staff_is_called(built):
    house = built().start_all()
    first, second = ordinary(house)[:2]
    person = Person(house).come()
    person.simulate("printer", fault="paperLeft")
    until(lambda: "出纸口里有一份文件" in person.ask("/").text())
    person.simulate("printer", fault="none")
    until(lambda: 'href="/services/' in person.ask("/").page)

    person.begin(SERVICE)
    person.identify(first).answer_questions().submit()
    person.simulate("printer", fault="paperLeft")
    person.print()
    assert "/rating" in person.page, "her own paper in the tray does not stop her"
    leave(person)
    after = Person(house).ask("/")

    assert after.status == 503 and "出纸口里有一份文件" in after.text() and first["name"] not in after.page
    assert after.ask(f"/services/{SERVICE}").status == 503
    until(lambda: "paper-left" in house.command("terminals", "list"))
    after.simulate("printer", fault="none")
    until(lambda: 'href="/services/' in after.ask("/").page)
    walk(after, second)
    counts = collections.Counter(one["id"] for paper in house.papers() for one in (first, second)
                                 if speaks_of(paper.read_bytes(), one, house.citizens()))
    assert counts == {first["id"]: 1, second["id"]: 1}
