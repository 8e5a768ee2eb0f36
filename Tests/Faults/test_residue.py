"""Nothing of a citizen remains where her visit was, however it ended: 25 words of eight people each are planted, and all
looked for after every end; without EGRET_FAULTS_LONG after two of the eight ends.

The browser is the agent's own, as on a station's machine; card reader and print server are programs of others. Looked at
are the memory of centre, agent, print server and browser, the disk with database, logs and spool, the browser's profile,
and the screen. While the visit lasts the same search finds the words, so that it is known to see.
"""

import contextlib
import json
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import time

import pytest
import yaml
from playwright.sync_api import Error, sync_playwright

from house import free_port
from canaries import TYPED, Person, Reader, Search, children_of, read_aloud, with_argument
from programs import LONG, ROOT, WAIT, Programs, until
from proxy import SILENCE, Fault, Proxy
from shims import Clock
from spool import Spool
from visit import Visit
from wire import token

pytestmark = pytest.mark.root
SERVICE = "police/temporary-identity-proof"
FORGOTTEN_WITHIN = 60
"""Seconds until the last copy must be gone; a connection to a register holds the last answer until it is closed, ten
seconds after its last use."""


def services(folder):
    """The catalogue, with a service that asks twenty questions more and prints the answers."""
    shutil.copytree(ROOT / "Services", folder)
    service, paper = folder / SERVICE / "service.yml", folder / SERVICE / "document.yml"
    item, layout = yaml.safe_load(service.read_text()), yaml.safe_load(paper.read_text())
    for one in range(TYPED):
        words = {language: f"{text} {one}" for language, text in
                 {"zh-Hans": "写一个词", "en": "Write a word", "nan-Hant": "寫一个詞"}.items()}
        item["questions"].append(
            {"id": f"word{one}", "kind": "text", "required": True, "label": words, "why": dict(words), "max": 40})
    facts = next(block["facts"] for block in layout["blocks"] if "facts" in block)
    facts += [{"label": f"词{one}", "english": f"Word {one}", "value": f"{{answer.word{one}}}"} for one in range(TYPED)]
    service.write_text(yaml.safe_dump(item, allow_unicode=True, sort_keys=False))
    paper.write_text(yaml.safe_dump(layout, allow_unicode=True, sort_keys=False))
    return folder


class Station(Programs):
    """A house with a machine like those in the shops: own browser, card reader, print server, and a clock to move."""

    def __init__(self, people):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="egret-station-"))
        self.people = people
        (self.folder / "people.json").write_text(json.dumps([one.row() for one in people]))
        self.reader, self.spool, self.clock = Reader(), Spool(), Clock()
        self.profile = pathlib.Path(tempfile.mkdtemp(prefix="egret-profile-", dir="/dev/shm"))
        self.debugging = free_port()
        super().__init__(
            EGRET_SERVICES_PATH=str(services(self.folder / "services")),
            EGRET_SANDBOX_CITIZENS=str(self.folder / "people.json"),
            EGRET_TERMINAL_READER=self.reader.path, EGRET_TERMINAL_PRINTER=self.spool.uri,
            EGRET_TERMINAL_CAMERA="page", EGRET_TERMINAL_BROWSER_PROFILE=str(self.profile),
            EGRET_TERMINAL_BROWSER_COMMAND=",".join([
                "/usr/bin/chromium", "--headless=new", "--no-sandbox", "--no-first-run", "--disable-gpu",
                f"--remote-debugging-port={self.debugging}"]))
        self.line = Proxy(("127.0.0.1", self.ports["terminals"]))
        self.environment["EGRET_TERMINAL_CENTRE"] = self.line.url

    def start_terminal(self, **how):
        super().start_terminal(**how | self.clock.environment(uptime=True))

    def browsers(self):
        """The first process of every browser on the profile; one, if all is well."""
        return list(with_argument(f"--user-data-dir={self.profile}"))

    def processes(self):
        """Every program that a citizen's data passes, by name."""
        named = {name: process.pid for name, process in self.running.items() if name != "sandbox"}
        return {**named, "print server": self.spool.process.pid} | {
            f"browser {pid}": pid for first in self.browsers() for pid in children_of(first)}

    def residue(self, search):
        """Where something still is, and what: nothing when all is well."""
        found = {}
        for name, pid in self.processes().items():
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                found[name] = search.memory(pid)
        mine = [path for path in self.state.iterdir() if path.name not in ("sandbox", "sandbox.log")]
        found["disk"] = search.files(*mine) | search.through(
            path.read_bytes() for path in mine if path.is_file())
        found["spool"] = search.files(self.spool.root)
        found["profile"] = search.files(self.profile)
        return {where: words for where, words in found.items() if words}

    def stop(self):
        super().stop()
        self.line.stop()
        self.reader.stop()
        self.spool.stop()
        for pid in self.browsers():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        shutil.rmtree(self.profile, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)


class Guest(Visit):
    """A visit at the screen that the agent itself has put up."""

    def __init__(self, station, playwright, person):
        self.house = station
        self.person = person
        self.playwright = playwright
        self.troubles = []
        self.look()

    def look(self):
        """Takes hold of the browser that stands there now."""
        def screen():
            with contextlib.suppress(Error):
                browser = self.playwright.chromium.connect_over_cdp(f"http://127.0.0.1:{self.house.debugging}")
                pages = [page for page in browser.contexts[0].pages if page.url.startswith(self.house.url)]
                return browser, pages[0]
            return None

        def shown():
            try:
                return screen()
            except (IndexError, OSError):
                return None

        self.remote, self.page = until(shown, every=0.3)
        self.page.set_viewport_size({"width": 1080, "height": 1920})
        self.page.set_default_timeout(WAIT * 1000)

    def let_go(self):
        with contextlib.suppress(Error):
            self.remote.close()

    def identify(self):
        self.house.reader.card = self.person
        self.begin(SERVICE)
        self.choose_code()
        self.read_card()
        self.type_code(self.newest_code({"phone": self.person.phone}))

    def answer(self):
        words = iter(self.person.typed)
        while "/questions/" in self.page.url:
            tiles = self.page.locator('main input[type="radio"]')
            if tiles.count():
                tiles.first.locator("xpath=ancestor::label").click()
            else:
                self.page.locator("#answer").fill(next(words))
            self.page.locator("main form button.primary").click()
        assert next(words, None) is None, "not every word was asked for"

    def walk(self):
        """Card, code, answers, paper: all that a person leaves anywhere."""
        self.identify()
        self.answer()
        # High enough for all that she wrote, for the page scrolls within its frame.
        self.page.set_viewport_size({"width": 1080, "height": 5000})
        self.seen = self.page.screenshot()
        self.submit()
        self.press_print()

    def press_end(self):
        with contextlib.suppress(Error):
            self.page.locator('form[action="/terminal/end"]:not([hidden]) button').first.click(timeout=10_000)


def ended(station):
    return station.sql("SELECT count(*) FROM sessions WHERE ended_at_ms IS NULL") == [["0"]]


def by_the_button(station, guest):
    guest.press_end()


def by_walking_away(station, guest):
    guest.let_go()
    station.clock.shift(station.clock.seconds + 130)


def by_staying_too_long(station, guest):
    for _ in range(13):
        guest.page.evaluate("fetch('/terminal/heartbeat', {method: 'POST'})")
        station.clock.shift(station.clock.seconds + 100)


def by_another_card(station, guest):
    station.reader.card = station.people[-1]
    with guest.page.expect_navigation():
        guest.page.evaluate("""(key) => {
            const form = document.createElement("form"), input = document.createElement("input");
            form.method = "post"; form.action = "/terminal/card";
            input.name = "idempotency_key"; input.value = key;
            form.append(input); document.body.append(form); form.submit(); }""", token())
    until(lambda: station.sql("SELECT end_reason FROM sessions ORDER BY started_at_ms DESC LIMIT 1") == [["mismatch"]])
    # What was said stays until somebody turns to the next visit, in the same browser.
    with contextlib.suppress(Error):
        guest.page.goto(station.url + "/")


def by_a_death_of_the_agent(station, guest):
    guest.let_go()
    station.kill("terminal")
    station.start_terminal()


def by_a_death_of_the_centre(station, guest):
    station.kill("centre")
    station.start_centre()
    guest.press_end()


def on_a_dead_line(station, guest):
    station.line.fault = Fault(lose_request=1, then=SILENCE)
    guest.press_end()


def by_a_death_of_the_browser(station, guest):
    guest.let_go()
    for pid in station.browsers():
        os.kill(pid, signal.SIGKILL)


ENDS = [by_the_button, by_walking_away, by_staying_too_long, by_another_card, by_a_death_of_the_agent,
        by_a_death_of_the_centre, on_a_dead_line, by_a_death_of_the_browser]


@pytest.fixture(scope="module")
def playwright():
    with sync_playwright() as playwright:
        yield playwright


@pytest.fixture(scope="module")
def station():
    station = Station([Person(end.__name__) for end in ENDS] + [Person("stranger")])
    try:
        yield station.start_all()
    finally:
        station.stop()


@pytest.mark.parametrize("end", ENDS if LONG else [by_the_button, by_another_card], ids=lambda end: end.__name__)
def test_asvs_14_3_1_nothing_of_a_visit_remains_after(station, playwright, end, tmp_path):
    person = station.people[ENDS.index(end)]
    search = Search([word for one in station.people for word in one.words])
    guest = Guest(station, playwright, person)
    guest.walk()
    before = station.residue(search)
    assert_the_search_sees(before, station, person, guest, tmp_path)

    end(station, guest)
    guest.let_go()
    if end is on_a_dead_line:
        forgotten(station, search)
        station.line.calm()
    until(lambda: ended(station))

    forgotten(station, search)
    assert not station.spool.waiting()
    shows_nobody(station, playwright, person, tmp_path)


def test_asvs_14_2_1_no_address_names_anybody(station):
    """After the visits above: request lines as they passed the line, and every program's log."""
    words = [word for one in station.people for word in one.words]
    lines = [line.encode() for line in station.line.seen]
    logs = [station.log(name).encode() for name in ("centre", "terminal")]

    assert len(lines) > (500 if LONG else 100)
    assert not Search(words).through(line + b"\n" for line in lines + logs)


@pytest.mark.parametrize("program", ["centre", "terminal"])
def test_asvs_11_7_1_no_other_program_reads_the_memory_of_centre_and_terminal(built, program):
    """As a user of its own with leave to write cores: its memory belongs to root all the same, and it leaves no core."""
    house = built()
    for folder in [house.state, *house.state.rglob("*")]:
        shutil.chown(folder, "nobody", "nogroup")
    user = ("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "prlimit", "--core=unlimited")
    if subprocess.run([*user, house.program, "--version"], capture_output=True).returncode != 0:
        pytest.skip("the program lies where nobody else may go")
    house.start_sandbox()
    house.start_centre(under=user if program == "centre" else ())
    if program == "terminal":
        house.start_terminal(under=user)
    running = house.running[program]

    status = pathlib.Path(f"/proc/{running.pid}/status").read_text()
    assert "Uid:\t65534\t65534" in status
    assert pathlib.Path(f"/proc/{running.pid}/mem").stat().st_uid == 0
    limits = pathlib.Path(f"/proc/{running.pid}/limits").read_text()
    assert re.search(r"Max core file size\s+0\s+0\s", limits), limits
    # One that ends with a core and that no runtime catches.
    running.send_signal(signal.SIGSYS)
    _, how = os.waitpid(running.pid, 0)
    house.running.pop(program)
    assert os.WTERMSIG(how) == signal.SIGSYS and not os.WCOREDUMP(how)


def assert_the_search_sees(found, station, person, guest, folder):
    """Without this the rest would prove nothing."""
    browser = set().union(*(words for where, words in found.items() if where.startswith("browser")))
    assert len(browser & set(person.typed)) >= TYPED - 2, found
    # Centre and agent keep nothing that they need not even then; but they know the terminal.
    known = Search([json.loads(station.get(station.url + "/terminal/status"))["terminal"]])
    assert all(known.memory(station.running[name].pid) for name in ("centre", "terminal"))
    assert "disk" not in found and "spool" not in found, {where: found.get(where) for where in ("disk", "spool")}
    picture = folder / "before.png"
    picture.write_bytes(guest.seen)
    said = read_aloud(picture)
    assert sum(word in said for word in person.words) >= 3, said


def forgotten(station, search):
    began = time.monotonic()
    while left := station.residue(search):
        assert time.monotonic() < began + FORGOTTEN_WITHIN, left
        time.sleep(2)


def shows_nobody(station, playwright, person, folder):
    guest = Guest(station, playwright, person)
    try:
        picture = folder / "after.png"
        guest.page.wait_for_selector('a[href^="/services/"]')
        guest.page.screenshot(path=picture)
        shown = guest.text()
    finally:
        guest.let_go()
    said = read_aloud(picture)
    assert not [word for word in person.words if word in shown or word in said]
