"""A national network identity service that is silent or away harms its own way and no other."""

import time

from person import Person
from proxy import Fault, Proxy, SILENCE

SERVICE = "fund/deposit-proof"


def to_the_ways(house):
    person = Person(house).come()
    return person.begin(SERVICE)


def test_a_silent_network_identity_service_harms_its_own_way_alone(built):
    house = built()
    line = Proxy(("127.0.0.1", house.ports["sandbox"]), seed=26)
    house.environment["EGRET_NETWORK_URL"] = line.url + "/network"
    house.environment["EGRET_NETWORK_APP"] = house.sandbox_url + "/network"
    house.start_all()
    line.fault = Fault(lose_request=1, then=SILENCE)
    citizen = house.somebody()

    person = to_the_ways(house)
    person.press("/identification/way", way="network")
    assert person.status == 503 and "没有回应" in person.text()
    assert house.sql("SELECT count(*) FROM network_logins WHERE used_at_ms IS NULL") == [["0"]]

    # On the same page she takes another way, and has her paper.
    person.identify(citizen)
    person.answer_questions().submit().print()
    assert "/rating" in person.page, person.text()[:300]
    person.end()

    line.calm()
    person = to_the_ways(house)
    person.press("/identification/way", way="network")
    assert person.path == "/identification/network", person.text()[:300]
    line.fault = Fault(lose_request=1, then=SILENCE)
    start = time.monotonic()
    person.ask("/identification/network")
    assert person.status == 200 and "没有回应" in person.text()
    line.calm()
    # It answers again: the picture has stayed, and the notice is gone.
    person.ask("/identification/network")
    assert person.status == 200 and "没有回应" not in person.text()
    person.press("/identification/network", answer="cancel")
    assert person.path == "/identification"
    assert time.monotonic() - start < 120
    person.end()
    line.stop()


def test_a_house_without_the_service_does_not_offer_it(built):
    house = built()
    (house.state / "sandbox" / "network.certificate.pem").unlink()
    house.start_centre()
    house.start_terminal()
    person = to_the_ways(house)
    assert 'value="code"' in person.page and 'value="network"' not in person.page
    # No sandbox is there, and so no virus scanner, which doctor says as well.
    assert "ok    network identity: not connected" in house.attempt("doctor")[1]
