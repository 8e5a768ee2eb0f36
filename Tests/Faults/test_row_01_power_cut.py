"""Row 1: the power goes at every step by which an application becomes durable."""

import itertools
import random
import threading
import time

from programs import LONG, until
from shims import Disk
from visits import Visit, nothing_lost_nothing_twice

CUTS = {
    "what was not flushed is lost": {"act": "cut"},
    "the flush is done and nobody has been told": {"act": "kill", "after": True},
    "half of what was not flushed is there": {"act": "tear"},
}
POINTS_MIN = 30


def points():
    """Step and kind of cut: in a long run every kind at every step, else the kinds in turn."""
    for step in itertools.count(1):
        for turn, cut in enumerate(CUTS.values()):
            if LONG or turn == step % len(CUTS):
                yield step, cut


def storm(house, name, start, disk, calls):
    """One visit for each point at which `name` loses power; ends when a visit goes by without reaching its point."""
    visits, deaths = [], 0
    for step, cut in points():
        house.kill(name)
        start(**disk.environment(at=step, calls=calls, seed=step, **cut))
        dead = []

        def mend():
            # Losing what was not flushed takes the shim a moment, in which the program still stands.
            if not dead and (disk.came_to(step) or not house.is_running(name)):
                dead.append(house.ended(name))
                disk.disarm()
                start()

        visit = Visit(house).begin()
        disk.arm()
        visits.append(visit.go_on(mend))
        disk.disarm()
        mend()
        if not dead:
            break
        assert dead == [-9], house.log(name)[-2000:]
        deaths += 1
    return visits, deaths


def test_row_01_the_centre_loses_power_at_every_flush(house):
    disk = Disk(house.sqlite)

    visits, deaths = storm(house, "centre", house.start_centre, disk, calls="sync")

    assert deaths >= POINTS_MIN
    nothing_lost_nothing_twice(house, visits)


def test_row_01_the_terminal_loses_power_at_every_write_flush_and_name(house):
    disk = Disk(house.state / "terminal")

    visits, deaths = storm(house, "terminal", house.start_terminal, disk, calls="write,sync,rename,unlink")

    assert deaths >= 10
    nothing_lost_nothing_twice(house, visits)


def kill_in_mid_visit(house, seed, kill, revive):
    """One visit during which `kill` comes at a moment that the seed chooses."""
    visit = Visit(house).begin()
    moment = random.Random(seed).uniform(0.02, 0.9)
    struck = threading.Event()
    gate = threading.Lock()

    def strike():
        time.sleep(moment)
        with gate:
            kill()
            struck.set()

    def mend():
        with gate:
            if struck.is_set():
                struck.clear()
                revive()

    striker = threading.Thread(target=strike)
    striker.start()
    visit.go_on(mend)
    striker.join()
    mend()
    return visit


def test_row_01_a_centre_on_postgresql_is_killed_in_mid_visit(postgres_house):
    house = postgres_house

    visits = [
        kill_in_mid_visit(house, seed, lambda: house.kill("centre"), house.start_centre)
        for seed in range(40 if LONG else 8)
    ]

    nothing_lost_nothing_twice(house, visits)


def test_row_01_a_centre_on_postgresql_is_killed_between_submission_and_paper(postgres, postgres_house):
    house, visits = postgres_house, []

    for _ in range(3 if LONG else 1):
        visit = Visit(house).begin()
        with postgres.locked("documents", house.database):
            walk = threading.Thread(target=visit.go_on)
            walk.start()
            until(lambda: house.sql("SELECT count(*) FROM cases WHERE state = 'submitted'") == [["1"]])
            house.kill("centre")
        house.start_centre()
        walk.join()
        assert visit.is_delivered()
        visits.append(visit)

    nothing_lost_nothing_twice(house, visits)


def test_row_01_postgresql_itself_is_killed_in_mid_visit(postgres, postgres_house):
    house = postgres_house

    visits = [
        kill_in_mid_visit(house, seed, postgres.kill, postgres.revive) for seed in range(20 if LONG else 4)
    ]

    nothing_lost_nothing_twice(house, visits)
