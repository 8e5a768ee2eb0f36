"""A visit that is interrupted and goes on, and what must hold afterwards."""

import contextlib
import subprocess
import time

from person import WAIT, Person
from programs import until

SERVICE = "fund/deposit-proof"


class Visit:
    """One citizen on her way to one paper, however often she has to press again or come again."""

    def __init__(self, house, service=SERVICE):
        self.house = house
        self.service = service
        self.citizen = house.somebody()
        self.person = Person(house)
        self.agent = house.running.get("terminal")
        self.number = None

    def begin(self):
        self.person.come()
        self.person.lay_card(self.citizen)
        self.person.ask(f"/services/{self.service}")
        return self

    def come_again(self):
        """Takes the case up from the front page: at the same screen, or at a new one when the agent is another."""
        if self.agent is not self.house.running.get("terminal"):
            self.person, self.agent = Person(self.house), self.house.running.get("terminal")
        self.person.ask("/")
        if self.person.status == 200 and 'href="/services/' in self.person.page:
            # A reader that was off and on again has forgotten the card.
            self.person.lay_card(self.citizen)
            self.person.ask(f"/services/{self.service}")

    def is_delivered(self):
        if not self.number:
            return False
        try:
            return self.house.sql(f"SELECT state FROM cases WHERE number = '{self.number}'") == [["delivered"]]
        except subprocess.CalledProcessError:
            # The database is away.
            return False

    def told(self):
        """What the database and the centre know of this visit, for whoever reads that it never ended."""
        known = [self.house.sql(text) for text in (
            f"SELECT event, at_ms FROM case_events WHERE case_number = '{self.number}' ORDER BY seq",
            "SELECT kind, key, state, attempts, run_at_ms, claimed_until_ms, last_error FROM jobs WHERE state <> 'done'",
        )]
        return f"{time.time() * 1000:.0f} {known} {self.house.log('centre')[-4000:]}"

    def go_on(self, mended=lambda: None):
        """Walks until the centre knows that the paper is in the citizen's hands.

        `mended()` is called after each step and starts what has died. When the agent itself was gone, the visit is over
        and the same citizen comes again.
        """
        deadline = time.monotonic() + WAIT
        while not self.is_delivered():
            assert time.monotonic() < deadline, f"no paper: {self.person.path} {self.person.text()[:400]} {self.told()}"
            moved, gone = False, False
            try:
                moved = self.person.go_on(self.citizen)
            except OSError:
                gone = True
            if self.person.number:
                assert self.number in (None, self.person.number), "the citizen's case has another number"
                self.number = self.person.number
            mended()
            if gone or not moved and not self.person.path.split("?")[0].endswith("/paper"):
                # A program that has just died may not have been noticed by `mended` yet.
                with contextlib.suppress(OSError):
                    self.come_again()
        with contextlib.suppress(OSError):
            # Who presses while the agent is still starting reads so, and presses again.
            while (status := self.person.end()) == 503 and time.monotonic() < deadline:
                time.sleep(0.5)
            # An agent that was started again has ended the visit by that, and knows this browser no more.
            ended = [303] if self.agent is self.house.running.get("terminal") else [303, 403]
            assert status in ended, f"the visit was not ended: {status}"
        return self


def text(paper):
    return subprocess.run(["pdftotext", "-", "-"], input=paper, capture_output=True, check=True).stdout.decode()


def speaks_of(paper, citizen, everybody):
    """Whether a paper holds its citizen's number and nobody else's."""
    words = text(paper).replace(" ", "")
    return {one["id"] for one in everybody if one["number"] in words} == {citizen["id"]}


def nothing_lost_nothing_twice(house, visits):
    """What must hold after every fault: each visit has its one case, its one valid paper and its place in the log.

    Every paper that came out, of whatever edition, is its visit's person's and nobody else's.
    """
    numbers = [visit.number for visit in visits]
    assert len(set(numbers)) == len(visits)
    assert sorted(row[0] for row in house.sql("SELECT number FROM cases")) == sorted(numbers), "a case of nobody's"
    for number in numbers:
        events = [row[0] for row in house.sql(
            f"SELECT event FROM case_events WHERE case_number = '{number}' ORDER BY seq")]
        assert events.count("submitted") == 1, events
        papers = house.sql(f"SELECT state FROM documents WHERE case_number = '{number}'")
        assert papers.count(["valid"]) == 1, papers
    everybody, whose = house.citizens(), {visit.number: visit.citizen for visit in visits}
    tickets = {ticket: told for ticket, *told in house.sql("SELECT id, state, case_number FROM print_tickets")}
    served = set()
    for paper in house.papers():
        state, number = tickets[paper.stem]
        assert state in ("printed", "unknown"), "a paper nobody told of"
        assert speaks_of(paper.read_bytes(), whose[number], everybody), f"a paper of {number} is not its person's"
        served.add(number)
    assert served == set(numbers), "somebody's paper never came out"
    valid = house.sql(
        "SELECT d.id, count(t.id) FROM documents d LEFT JOIN print_tickets t ON t.document_id = d.id "
        "AND t.state = 'printed' WHERE d.state = 'valid' GROUP BY d.id")
    assert all(count == "1" for _, count in valid), f"a paper came out twice, or was not told of: {valid}"
    until(lambda: house.sql("SELECT count(*) FROM audit_pending") == [["0"]])
    assert house.audit_is_clean()
