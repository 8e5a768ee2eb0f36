"""The proxy does what it says: each fault alone, against a server that counts."""

import http.client
import http.server
import socket
import threading
import time

import pytest

from proxy import CLOSE, SILENCE, Fault, Proxy


class Counter(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.server.asked.append(self.path)
        body = f"answer {self.path}".encode() * 20
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        self.server.asked.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_):
        pass


@pytest.fixture
def counter():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter)
    server.asked = []
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()


@pytest.fixture
def proxy(counter):
    proxy = Proxy(counter.server_address, seed=7)
    yield proxy
    proxy.stop()


def ask(proxy, path="/", body=None, timeout=5):
    link = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=timeout)
    link.request("GET" if body is None else "POST", path, body)
    answer = link.getresponse()
    return answer.status, answer.read()


def test_without_a_fault_everything_passes_and_connections_live_on(proxy, counter):
    link = http.client.HTTPConnection("127.0.0.1", proxy.port, timeout=5)
    for path in ("/a", "/b"):
        link.request("GET", path)
        answer = link.getresponse()
        assert (answer.status, answer.read()) == (200, f"answer {path}".encode() * 20)
    assert counter.asked == ["/a", "/b"]


def test_a_delay_holds_both_ways(proxy):
    proxy.fault = Fault(delay=0.2)
    start = time.monotonic()
    ask(proxy)
    assert time.monotonic() - start >= 0.4


def test_a_lost_request_never_arrives_and_a_lost_answer_has_acted(proxy, counter):
    proxy.once("POST", Fault(lose_request=1))
    with pytest.raises(OSError):
        ask(proxy, body="one")
    proxy.once("POST", Fault(lose_answer=1))
    with pytest.raises(OSError):
        ask(proxy, body="two")
    assert counter.asked == ["two"]


def test_silence_answers_nothing(proxy):
    proxy.fault = Fault(lose_answer=1, then=SILENCE)
    with pytest.raises(TimeoutError):
        ask(proxy, timeout=0.3)


def test_what_is_sent_twice_arrives_twice_and_is_answered_once(proxy, counter):
    proxy.fault = Fault(twice=1)
    assert ask(proxy, body="once")[0] == 204
    deadline = time.monotonic() + 60
    while len(counter.asked) < 2 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert counter.asked == ["once", "once"]


def test_a_held_request_is_overtaken(proxy, counter):
    proxy.once("POST", Fault(overtaken=1, patience=60))
    first = threading.Thread(target=ask, args=(proxy, "/", "first", 60))
    first.start()
    while not proxy.seen:
        time.sleep(0.01)
    ask(proxy, body="second")
    first.join()
    assert counter.asked == ["second", "first"]


def test_an_answer_is_cut_at_a_byte_by_reset_or_close(proxy):
    proxy.once("GET", Fault(answer_bytes=10))
    with pytest.raises((ConnectionResetError, http.client.HTTPException)):
        ask(proxy)
    proxy.once("GET", Fault(answer_bytes=120, then=CLOSE))
    with pytest.raises(http.client.IncompleteRead):
        ask(proxy)


def test_a_half_closed_answer_ends_early_while_the_line_stays_open(proxy):
    proxy.fault = Fault(half_close=True)
    with socket.create_connection(("127.0.0.1", proxy.port), timeout=5) as link:
        link.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n\r\n")
        got = b""
        while part := link.recv(4096):
            got += part
        assert b"200" in got and len(got) < 20 * len("answer /")
        link.sendall(b"still open")


def test_a_drip_takes_its_time(proxy):
    proxy.fault = Fault(rate=2000)
    start = time.monotonic()
    assert ask(proxy)[0] == 200
    assert time.monotonic() - start >= 0.1


def test_one_seed_loses_the_same_requests_again(counter):
    def lost(seed):
        proxy = Proxy(counter.server_address, seed)
        proxy.fault = Fault(lose_request=0.5)
        result = []
        for _ in range(12):
            try:
                ask(proxy)
                result.append(False)
            except OSError:
                result.append(True)
        proxy.stop()
        return result

    first = lost(3)
    assert first == lost(3) and first != lost(4) and True in first and False in first


def test_a_recorded_request_is_sent_again_byte_for_byte(proxy, counter):
    ask(proxy, body="paper")
    assert proxy.replay("POST /") == [204]
    assert counter.asked == ["paper", "paper"]
