"""Without a fault everything works: what the other tests break is whole to begin with."""

import pytest

from person import Person

SERVICE = "fund/deposit-proof"


@pytest.mark.parametrize("engine", ["house", "postgres_house"])
def test_a_person_without_a_browser_leaves_with_a_paper(engine, request):
    house = request.getfixturevalue(engine)
    person = Person(house).come().begin(SERVICE)
    person.identify(house.somebody()).answer_questions()

    person.submit().print()

    assert len(house.papers()) == 1, person.text()
    assert house.sql("SELECT state FROM cases") == [["delivered"]]
    assert house.audit_is_clean()
