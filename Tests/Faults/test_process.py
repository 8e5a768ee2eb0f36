"""Rows 2 to 13: processes that die, hang, run out of something, or are replaced."""

import collections
import http.client
import json
import os
import pathlib
import resource
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request

import pytest

from person import Person
from programs import LONG, ROOT, Programs, until
from shims import Disk
from visits import SERVICE, Visit, nothing_lost_nothing_twice


class Visitors(threading.Thread):
    """People who come one after the other as long as a storm lasts; what they could not bear is kept."""

    def __init__(self, house):
        super().__init__()
        self.house = house
        self.over = threading.Event()
        self.visits = []
        self.trouble = None

    def run(self):
        try:
            while not self.over.is_set():
                self.visits.append(Visit(self.house).begin().go_on())
        except BaseException as trouble:
            self.trouble = trouble

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()
        if self.trouble:
            raise self.trouble


def editions(house, number):
    return [(int(edition), state) for edition, state in house.sql(
        f"SELECT edition, state FROM documents WHERE case_number = '{number}' ORDER BY edition")]


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_row_03_a_cut_while_a_paper_comes_out_is_unknown_and_reprinted_once_for_nothing(house, step):
    tray = Disk(house.state / "papers")
    house.kill("terminal")
    house.start_terminal(**tray.environment(act="kill", at=step, calls="write,sync,rename"))
    visit = Visit(house).begin()

    def mend():
        if not house.is_running("terminal"):
            house.ended("terminal")
            tray.disarm()
            house.start_terminal()

    tray.arm()
    visit.go_on(mend)

    assert editions(house, visit.number) == [(1, "superseded"), (2, "valid")]
    assert [row[0] for row in house.sql("SELECT state FROM print_tickets ORDER BY issued_at_ms")] == [
        "unknown", "printed"]
    assert house.sql("SELECT count(*) FROM case_events WHERE event = 'print-unknown'") == [["1"]]
    nothing_lost_nothing_twice(house, [visit])


def test_row_04_after_power_returns_a_terminal_shows_the_front_page_and_nobodys_visit(house):
    citizen = house.somebody()
    person = Person(house).come()
    person.lay_card(citizen)
    person.ask(f"/services/{SERVICE}")
    cuts, seen = 0, []
    while not person.path.endswith("/paper"):
        page, place = person.text(), person.path
        house.kill("terminal")
        house.start_terminal()
        fresh = Person(house).come()
        fresh.ask(place)

        assert citizen["name"] not in fresh.text() and citizen["number"] not in fresh.page, place
        if cuts:
            assert fresh.text() != page, "the former page came back"
        assert house.sql("SELECT count(*) FROM sessions WHERE ended_at_ms IS NULL") == [["0"]]
        cuts += 1

        # The same citizen comes again and goes one step further than before.
        seen.append(place)
        person = fresh
        person.lay_card(citizen)
        person.ask(f"/services/{SERVICE}")
        for _ in range(cuts):
            if not person.path.split("?")[0].endswith("/paper"):
                person.go_on(citizen)
    assert cuts >= 5, seen
    assert house.sql("SELECT count(*) FROM cases") == [["1"]]


def test_row_05_a_centre_in_a_crash_loop_loses_nothing(house):
    lasts = 600 if LONG else 16
    end = time.monotonic() + lasts
    with Visitors(house) as visitors:
        crashes = 0
        while (time.monotonic() < end or crashes < lasts // 4) and not visitors.trouble:
            time.sleep(2)
            house.kill("centre")
            house.start_centre()
            crashes += 1

    assert not visitors.trouble
    assert visitors.visits, "the loop left nobody a paper"
    nothing_lost_nothing_twice(house, visitors.visits)


def forks(house):
    """Sizes for which two different roots were ever signed, as far as the database and the watchers know."""
    roots = collections.defaultdict(set)
    for size, root in house.sql("SELECT size, root FROM audit_checkpoints"):
        roots[size].add(root)
    return [size for size, found in roots.items() if len(found) > 1]


class Watcher(threading.Thread):
    """Somebody outside who keeps every checkpoint that any node shows."""

    def __init__(self, addresses):
        super().__init__(daemon=True)
        self.addresses = addresses
        self.roots = collections.defaultdict(set)
        self.over = threading.Event()

    def run(self):
        while not self.over.is_set():
            for address in self.addresses:
                try:
                    with urllib.request.urlopen(address + "/audit/checkpoint", timeout=2) as answer:
                        _, size, root = answer.read().decode().splitlines()[:3]
                    self.roots[int(size)].add(root)
                except (OSError, http.client.HTTPException):
                    pass
            time.sleep(0.02)

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        self.join()


def told_who_signs(house):
    """From now on every checkpoint in the database says which node signed it, by what `PGAPPNAME` calls the node."""
    house.change("ALTER TABLE audit_checkpoints ADD COLUMN signer TEXT DEFAULT current_setting('application_name')")


def newest(house):
    """Size and signer of the newest checkpoint; what no other node signed, the centre did."""
    [[size, name]] = house.sql("SELECT size, signer FROM audit_checkpoints ORDER BY size DESC LIMIT 1")
    return int(size), name if name in ("second", "third") else "centre"


def test_row_06_a_leader_killed_while_it_signs_makes_no_fork(postgres_house):
    house = postgres_house
    until(lambda: house.sql("SELECT 1 FROM audit_checkpoints"))
    told_who_signs(house)
    nodes = {name: house.start_node(name, PGAPPNAME=name)[0] for name in ("second", "third")}
    for name, address in nodes.items():
        house.ports[name] = int(address.rsplit(":", 1)[1])
    size, _ = newest(house)
    with Watcher([house.public_url, *nodes.values()]) as watcher, Visitors(house) as visitors:
        for turn in range(60 if LONG else 8):
            # Whoever has signed since the last one died is killed somewhere on the way to its next signature.
            until(lambda: newest(house)[0] > size or visitors.trouble)
            time.sleep(turn * 0.137 % 0.5)
            size, name = newest(house)
            house.kill(name)
            if name == "centre":
                house.start_centre()
                continue
            house.start(
                name, "serve", wait=nodes[name] + "/readyz", EGRET_PUBLIC_PORT=str(house.ports[name]),
                EGRET_STAFF_PORT="0", EGRET_TERMINALS_PORT="0", PGAPPNAME=name)

    assert len(watcher.roots) >= 5
    assert not [size for size, roots in watcher.roots.items() if len(roots) > 1]
    assert not forks(house)
    nothing_lost_nothing_twice(house, visitors.visits)


def test_row_07_a_zombie_leader_writes_nothing_late(postgres_house):
    house = postgres_house
    until(lambda: house.sql("SELECT 1 FROM audit_checkpoints"))
    told_who_signs(house)
    second, _ = house.start_node("second", PGAPPNAME="second")
    with Watcher([house.public_url, second]) as watcher, Visitors(house) as visitors:
        for turn in range(6 if LONG else 2):
            # The lease is taken from whoever has it until the second node is the one that signs.
            until(lambda: newest(house)[1] == "second" or house.change("DELETE FROM audit_leases"), every=1)
            # Longer than the integrator's lease of two seconds: the other node takes over and signs on.
            house.freeze("second")
            until(lambda: newest(house)[1] == "centre")
            before = len(watcher.roots)
            until(lambda: len(watcher.roots) >= before + 2)
            # Once past every lease of a job and of a press as well.
            time.sleep(60 if LONG and turn == 0 else 3)
            house.thaw("second")
            time.sleep(1)

    assert house.is_running("second")
    assert not [size for size, roots in watcher.roots.items() if len(roots) > 1]
    assert not forks(house)
    assert house.sql("SELECT count(*) FROM jobs WHERE state = 'dead'") == [["0"]]
    nothing_lost_nothing_twice(house, visitors.visits)


def slowest_percent(house, until_over):
    """The p99 of reading the public site two hundred times, and on until `until_over()`; seconds."""
    took = []
    while len(took) < 200 or not until_over():
        start = time.monotonic()
        house.get(house.public_url + "/services")
        took.append(time.monotonic() - start)
    return sorted(took)[len(took) * 99 // 100]


@pytest.mark.alone
@pytest.mark.root
def test_row_08_one_program_out_of_memory_takes_nobody_with_it(house):
    """The kernel kills the sandbox of departments and registers; the centre says so and everything else goes on."""
    group = pathlib.Path(f"/sys/fs/cgroup/memory/egret-{os.getpid()}")
    if not group.parent.is_dir():
        pytest.skip("needs the memory controller of cgroup v1")
    group.mkdir()
    (group / "memory.limit_in_bytes").write_text(str(256 * 1024 * 1024))
    # Its neighbour in the group is greedy; the kernel takes the one that is marked.
    join = f'echo $$ > {group}/cgroup.procs; echo $MARK > /proc/self/oom_score_adj; exec "$@"'
    house.kill("sandbox")
    house.start_sandbox(under=("sh", "-c", join, "sh"), MARK="1000")
    alone = slowest_percent(house, lambda: True)
    greedy = subprocess.Popen(
        ["sh", "-c", join, "sh", "/usr/bin/python3", "-c", "import time; x = b'x' * (246 << 20); time.sleep(600)"],
        env=os.environ | {"MARK": "-1000"})
    try:
        citizen = house.somebody()
        person = Person(house).come().begin(SERVICE)
        beside = slowest_percent(house, lambda: not house.is_running("sandbox"))
        assert house.ended("sandbox") == -signal.SIGKILL
        assert house.is_ready()
        print(f"slowest percent of the public site's reads: {beside:.4f} s beside the kill, {alone:.4f} s before it, "
              f"ratio {beside / alone:.2f}")
        person.lay_card(citizen)
        person.press("/identification/way", way="code")
        person.press("/terminal/card")
        assert person.status < 500 and citizen["name"] not in person.text()
        house.start_sandbox()
        visit = Visit(house)
        person.end()
        visit.begin().go_on()
        nothing_lost_nothing_twice(house, [visit])
    finally:
        greedy.kill()
        greedy.wait()
        until(lambda: not (group / "cgroup.procs").read_text().strip())
        group.rmdir()


def test_row_09_a_centre_without_free_descriptors_refuses_and_recovers(house):
    port = house.ports["public"]
    centre = house.running["centre"].pid
    used = len(os.listdir(f"/proc/{centre}/fd"))
    resource.prlimit(centre, resource.RLIMIT_NOFILE, (used + 8, 4096))
    crowd = []
    for _ in range(64):
        one = socket.create_connection(("127.0.0.1", port), timeout=5)
        one.sendall(b"GET /livez HTTP/1.1\r\nHost: x\r\n")
        crowd.append(one)
    until(lambda: len(os.listdir(f"/proc/{centre}/fd")) >= used + 8)
    assert house.is_running("centre")

    for one in crowd:
        one.close()

    until(house.is_ready)
    resource.prlimit(centre, resource.RLIMIT_NOFILE, (1024, 4096))
    visit = Visit(house).begin().go_on()
    nothing_lost_nothing_twice(house, [visit])


class Manager:
    """Stands where systemd stands: hears the beats, kills a program that is silent for too long, starts it again."""

    limit = 3

    def __init__(self, house):
        self.house = house
        self.path = house.state / "notify"
        self.ear = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ear.bind(str(self.path))

    def environment(self):
        return {"NOTIFY_SOCKET": str(self.path), "WATCHDOG_USEC": str(self.limit * 1_000_000)}

    def hears(self, word, within):
        end = time.monotonic() + within
        while (left := end - time.monotonic()) > 0:
            self.ear.settimeout(left)
            try:
                if self.ear.recv(256).decode() == word:
                    return True
            except TimeoutError:
                return False
        return False

    def forget(self):
        self.ear.setblocking(False)
        try:
            while self.ear.recv(256):
                pass
        except BlockingIOError:
            pass


@pytest.mark.parametrize("name", ["centre", "terminal"])
def test_row_11_a_program_that_hangs_is_silent_and_restarted(house, name):
    manager = Manager(house)
    start = {"centre": house.start_centre, "terminal": house.start_terminal}[name]
    house.kill(name)
    start(**manager.environment())
    assert manager.hears("READY=1", within=10)
    assert manager.hears("WATCHDOG=1", within=10) and manager.hears("WATCHDOG=1", within=10)

    house.freeze(name)
    manager.forget()
    assert not manager.hears("WATCHDOG=1", within=manager.limit)
    house.kill(name)
    start(**manager.environment())

    assert manager.hears("WATCHDOG=1", within=15)
    nothing_lost_nothing_twice(house, [Visit(house).begin().go_on()])


def test_row_11_the_units_ask_for_the_watchdog():
    for unit, restart in (("egret", "on-failure"), ("egret-terminal", "always")):
        text = (ROOT / f"deploy/systemd/{unit}.service").read_text()
        values = dict(line.split("=", 1) for line in text.splitlines() if "=" in line and not line.startswith("#"))
        assert values["Type"] == "notify" and values["NotifyAccess"] == "main"
        assert int(values["WatchdogSec"]) + int(values["RestartSec"]) <= 17
        assert values["Restart"] == restart


def test_row_12_nodes_are_replaced_one_by_one_and_nobody_sees_an_error(built, postgres):
    """Two nodes of the same build behind a switch that knows who is ready; a node drains when it is told to end."""
    house = built(postgres)
    house.start_sandbox()
    addresses = {}
    with Switch() as switch:
        house.environment["EGRET_TERMINAL_CENTRE"] = switch.url
        for name in ("one", "two"):
            addresses[name] = house.start_node(name)
        switch.nodes = [terminals for _, terminals in addresses.values()]
        house.public_url = addresses["one"][0]
        house.start_terminal()
        until(lambda: json.loads(house.get(house.url + "/terminal/status"))["ready"])
        with Visitors(house) as visitors:
            for name in ["one", "two"] * (5 if LONG else 2):
                time.sleep(1)
                switch.nodes = [terminals for other, (_, terminals) in addresses.items() if other != name]
                house.kill(name, signal.SIGTERM)
                addresses[name] = house.start_node(name)
                switch.nodes = [terminals for _, terminals in addresses.values()]
        house.public_url = addresses["one"][0]

    assert visitors.visits
    assert not [visit.person.worst_text for visit in visitors.visits if visit.person.worst >= 500]
    nothing_lost_nothing_twice(house, visitors.visits)


class Switch:
    """A load balancer in a few lines: each connection goes to one of the nodes."""

    def __init__(self):
        self.nodes = []
        self.door = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.door.getsockname()[1]}"
        self.turn = 0

    def __enter__(self):
        threading.Thread(target=self.serve, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.door.close()

    def serve(self):
        while True:
            try:
                client, _ = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self.pass_on, args=(client,), daemon=True).start()

    def pass_on(self, client):
        self.turn += 1
        host, port = self.nodes[self.turn % len(self.nodes)].removeprefix("http://").split(":")
        try:
            with client, socket.create_connection((host, int(port))) as node:
                back = threading.Thread(target=pump, args=(node, client), daemon=True)
                back.start()
                pump(client, node)
                back.join()
        except OSError:
            pass


def pump(source, sink):
    try:
        while piece := source.recv(65536):
            sink.sendall(piece)
        sink.shutdown(socket.SHUT_WR)
    except OSError:
        pass


@pytest.mark.parametrize("engine", ["house", "postgres_house"])
def test_row_13_a_program_refuses_a_schema_of_another_version_and_the_former_state_is_readable(engine, request):
    house = request.getfixturevalue(engine)
    visit = Visit(house).begin().go_on()
    house.kill("centre", signal.SIGTERM)
    before = house.sql("SELECT number, state FROM cases")

    newer = ("9999-of-tomorrow", 1, "0" * 64)
    house.change(f"INSERT INTO schema_migrations (id, applied_at_ms, checksum) VALUES {newer}")
    code, said = house.attempt("serve")
    assert code != 0 and "9999-of-tomorrow" in said, said
    code, said = house.attempt("migrate")
    assert code != 0, "an old program ran its migrations on a newer database"
    assert house.sql("SELECT number, state FROM cases") == before

    house.change("DELETE FROM schema_migrations WHERE id = '9999-of-tomorrow'")
    house.start_centre()
    nothing_lost_nothing_twice(house, [visit])
