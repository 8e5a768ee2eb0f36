"""What no client sends by mistake, byte for byte at every listener: refused or closed, never half obeyed.

Bodies hold a second request. Whoever reads the first as shorter than it is would answer the second too: an answer beyond
the first shows it. One is allowed: a body that breaks after its head was answered is answered with 400 and the end of the
connection.
"""

import re
import socket

import pytest

TAIL = b"GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"
LISTENERS = ("public", "staff", "terminals", "terminal")


def post(*headers, body=b"", path=b"/verify", version=b"HTTP/1.1"):
    return b"POST " + path + b" " + version + b"\r\nHost: h\r\n" + b"".join(h + b"\r\n" for h in headers) + b"\r\n" + body


def get(path, *headers, version=b"HTTP/1.1"):
    return b"GET " + path + b" " + version + b"\r\nHost: h\r\n" + b"".join(h + b"\r\n" for h in headers) + b"\r\n"


CHUNKED = b"Transfer-Encoding: chunked"
REFUSED = {
    "CL.TE": post(b"Content-Length: 5", CHUNKED, body=b"0\r\n\r\n" + TAIL),
    "TE.CL": post(CHUNKED, b"Content-Length: 5", body=b"0\r\n\r\n" + TAIL),
    "two lengths": post(b"Content-Length: 0", b"Content-Length: 40", body=TAIL),
    "a list of lengths": post(b"Content-Length: 0, 40", body=TAIL),
    "a negative length": post(b"Content-Length: -1", body=TAIL),
    "a length with a plus": post(b"Content-Length: +0", body=TAIL),
    "a length in hexadecimal": post(b"Content-Length: 0x10", body=TAIL),
    "a length beyond 64 bits": post(b"Content-Length: 18446744073709551616", body=TAIL),
    "a length beyond every limit": post(b"Content-Length: 9223372036854775807", body=TAIL),
    "an unknown transfer coding": post(b"Transfer-Encoding: xchunked", body=b"0\r\n\r\n" + TAIL),
    "chunked not last": post(b"Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n" + TAIL),
    "a space before the colon": post(b"Transfer-Encoding : chunked", body=b"0\r\n\r\n" + TAIL),
    "a tab in the coding": post(b"Transfer-Encoding:\x0bchunked", body=b"0\r\n\r\n" + TAIL),
    "chunk sizes that are none": post(CHUNKED, body=b"zz\r\n\r\n" + TAIL),
    "a negative chunk": post(CHUNKED, body=b"-1\r\n\r\n0\r\n\r\n" + TAIL),
    "a chunk beyond 64 bits": post(CHUNKED, body=b"1ffffffffffffffff\r\n" + TAIL),
    "a chunk that ends nowhere": post(CHUNKED, body=b"2\r\nabXX0\r\n\r\n" + TAIL),
    "a folded header": get(b"/", b"X-A: b", b" c: d"),
    "a header without a name": get(b"/", b": b"),
    "a header without a colon": get(b"/", b"Nothing"),
    "a NUL in a header": get(b"/", b"X-A: b\x00c"),
    "a carriage return in a header": get(b"/", b"X-A: b\rc: d"),
    "a NUL in the path": get(b"/\x00"),
    "an encoded NUL in the path": get(b"/%00"),
    "an overlong slash": get(b"/assets/%c0%af..%c0%af"),
    "a surrogate in the path": get(b"/%ed%a0%80"),
    "raw bytes in the path": get(b"/\xff\xfe"),
    "a line feed in the path": get(b"/%0a"),
    "broken escapes": get(b"/%zz"),
    "no version": b"GET /\r\n\r\n",
    "a version to come": get(b"/", version=b"HTTP/3.7"),
    "a method that is none": b"G\x01T / HTTP/1.1\r\nHost: h\r\n\r\n",
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: h\r\n\r\n",
    "CONNECT": b"CONNECT example.org:443 HTTP/1.1\r\nHost: example.org:443\r\n\r\n",
    "TRACE": b"TRACE / HTTP/1.1\r\nHost: h\r\n\r\n",
    "another's preface": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    "a handshake of TLS": bytes.fromhex("160301006a010000660303") + b"\x00" * 100,
    "one long header": get(b"/", b"X-A: " + b"a" * 70_000),
    "many headers": get(b"/", *[b"X-%d: b" % n for n in range(2_000)]),
    "a long address": get(b"/" + b"a" * 100_000),
    "an absolute address of another": get(b"http://other.example/smuggled"),
    "dots beyond the root": get(b"/assets/../../../../etc/passwd"),
    "encoded dots beyond the root": get(b"/assets/x/%2e%2e/%2e%2e/etc/passwd"),
    "a tile beyond every tree": get(b"/audit/tile/0/x999/x999/x999/x999/x999/999"),
    "a bundle beyond every tree": get(b"/audit/tile/entries/x999/x999/x999/x999/x999/999"),
}

# What may also be served: harmless however it is read, as long as one request has one answer.
ANSWERED = {
    "line feeds alone": b"GET /livez HTTP/1.1\nHost: h\n\n",
    "no host": b"GET /livez HTTP/1.1\r\n\r\n",
    "two hosts": b"GET /livez HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    "version 1.0": b"GET /livez HTTP/1.0\r\n\r\n",
    "empty lines before": b"\r\n\r\nGET /livez HTTP/1.1\r\nHost: h\r\n\r\n",
    "extensions of a chunk": post(CHUNKED, body=b"0;a=b;c\r\n\r\n", path=b"/livez"),
    "asterisk": b"OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n",
    "a body with GET": get(b"/livez", b"Content-Length: 3") + b"abc",
    "half a request": b"GET /livez HT",
    "half a body": post(b"Content-Length: 100", body=b"half"),
    "nothing": b"",
}


def exchange(port, request):
    """Everything the server says to one write, until it closes or says no more, and whether it closed."""
    said, closed = b"", False
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        try:
            line.sendall(request)
            line.settimeout(5 if request else 0.2)
            while piece := line.recv(65_536):
                said += piece
                line.settimeout(0.3)
            closed = True
        except TimeoutError:
            pass
        except (ConnectionResetError, BrokenPipeError):
            closed = True
    return said, closed


def statuses(said):
    return [int(status) for status in re.findall(rb"HTTP/1\.[01] ([0-9]{3})", said)]


def still_answers(house, listener):
    said, _ = exchange(house.ports[listener], b"GET /livez HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
    return [status for status in statuses(said) if status < 500] != []


@pytest.mark.parametrize("listener", LISTENERS)
@pytest.mark.parametrize("name", REFUSED)
def test_a_malformed_request_is_refused_once_and_the_next_is_answered(house, listener, name):
    said, closed = exchange(house.ports[listener], REFUSED[name])
    answers = statuses(said)

    assert all(300 <= status < 500 for status in answers), answers
    assert answers[1:] == [] or (answers[1:] == [400] and closed), answers
    assert answers or closed, "neither refused nor closed"
    assert still_answers(house, listener)


@pytest.mark.parametrize("listener", LISTENERS)
@pytest.mark.parametrize("name", ANSWERED)
def test_an_odd_request_has_at_most_one_answer(house, listener, name):
    answers = statuses(exchange(house.ports[listener], ANSWERED[name])[0])

    assert all(status < 500 for status in answers), answers
    assert len(answers) <= 1, answers
    assert still_answers(house, listener)


def test_no_program_has_ended(house):
    assert [name for name, process in house.running.items() if process.poll() is not None] == []
