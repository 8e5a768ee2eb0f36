import os

import pytest

from person import Person
from programs import Postgres, Programs


@pytest.fixture(scope="session")
def postgres():
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture
def house():
    """Sandbox, centre on SQLite and terminal, for one test alone."""
    house = Programs().start_all()
    yield house
    house.stop()


@pytest.fixture
def postgres_house(postgres):
    house = Programs(postgres).start_all()
    yield house
    house.stop()


@pytest.fixture
def built():
    """Houses that a test puts together itself; whatever it started is stopped after it."""
    houses = []

    def build(*arguments, **settings):
        houses.append(Programs(*arguments, **settings))
        return houses[-1]

    yield build
    for house in houses:
        house.stop()


@pytest.fixture
def person(house):
    return Person(house)


def pytest_collection_modifyitems(items):
    if os.geteuid() == 0:
        return
    for item in items:
        if item.get_closest_marker("root"):
            item.add_marker(pytest.mark.skip(reason="needs root: it mounts file systems or makes network namespaces"))
