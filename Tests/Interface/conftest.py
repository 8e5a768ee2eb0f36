import pytest

from house import House
from link import Link


class InterfaceHouse(House):
    """The house with what a program of others asks about it."""

    def stations(self):
        return [line.split("\t")[0] for line in self.command("terminals", "list").splitlines() if line]


@pytest.fixture(scope="session")
def house():
    house = InterfaceHouse()
    try:
        yield house.start_all()
    finally:
        house.stop()


@pytest.fixture(scope="session")
def link(house):
    """A terminal with a person before it whose paper can be printed."""
    return Link(house).begin().identify(house.somebody()).submit()
