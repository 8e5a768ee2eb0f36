"""Rows 31 and 32 on the real programs; row 33 is a table of moments in Swift, `Row 33` in CaseworkTests."""

import pytest

from person import Person
from programs import until
from shims import Clock
from visits import SERVICE, Visit, nothing_lost_nothing_twice

MINUTE, DAY = 60, 86_400


@pytest.mark.parametrize("error", [5 * MINUTE, -5 * MINUTE, 366 * DAY, -366 * DAY])
def test_row_31_a_terminal_with_a_wrong_clock_serves_by_the_centres_time(house, error):
    clock = Clock()
    clock.shift(error)
    house.kill("terminal")
    house.start_terminal(**clock.environment())

    visit = Visit(house).begin().go_on()

    [[issued, expires]] = house.sql("SELECT issued_at_ms, expires_at_ms FROM print_tickets")
    assert int(expires) - int(issued) == 60_000
    nothing_lost_nothing_twice(house, [visit])


def test_row_32_a_terminals_clock_that_steps_changes_nothing_in_a_visit(house):
    clock = Clock()
    house.kill("terminal")
    house.start_terminal(**clock.environment())
    visit = Visit(house).begin()
    steps = iter([-3600, 3600, -366 * DAY, 0, 366 * DAY, -60, 60] * 20)

    visit.go_on(lambda: clock.shift(next(steps)))

    nothing_lost_nothing_twice(house, [visit])


def test_row_32_a_centre_whose_clock_steps_back_ends_the_visit_and_prolongs_nobodys(house):
    clock = Clock()
    house.kill("centre")
    house.start_centre(**clock.environment())
    visit = Visit(house).begin()
    while "/questions/" not in visit.person.path:
        visit.person.go_on(visit.citizen)
    visit.number, place = visit.person.number, visit.person.path

    clock.shift(-3600)
    until(lambda: "已经结束" in visit.person.ask(place).text())
    assert visit.citizen["name"] not in visit.person.text()
    clock.shift(0)
    assert "已经结束" in visit.person.ask(place).text(), "the session has come back"

    visit.person.end()
    visit.person = Person(house)
    visit.begin().go_on()
    nothing_lost_nothing_twice(house, [visit])
