"""A terminal without a screen: it speaks the signed protocol of the terminal link, so a test can be hundreds of them.

Source: RFC 9421 and RFC 9530 as `Sources/Wire/RequestSignature.swift` describes them; written here once more.
"""

import base64
import hashlib
import http.client
import json
import os
import threading
import time
import urllib.parse

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from person import WAIT, Person

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
COVERED = '("@method" "@path" "@query" "content-digest" "egret-session" "idempotency-key")'


def token():
    number = int.from_bytes(os.urandom(16)) << 2
    return "".join(ALPHABET[number >> shift & 31] for shift in range(125, -1, -5))


class Terminal:
    """One admitted terminal: its id, its key, and at most one session."""

    def __init__(self, house, serial=None, centre=None):
        self.house = house
        self.centre = centre or f"http://127.0.0.1:{house.ports['terminals']}"
        self.key = Ed25519PrivateKey.generate()
        self.serial = serial or f"TEST-{token()[:8]}"
        self.boot, self.reports = token(), 0
        self.session = self.subject = None
        self.reader, self.camera = "R-" + self.serial, "C-" + self.serial
        self.local = threading.local()

    def enrol(self, station="siming-1"):
        code = self.house.command("terminals", "code", "--station", station).split()[-1]
        pem = self.key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()
        status, _, body = self.send(
            "POST", "/terminals/enrolment", {"Content-Type": "application/json"}, json.dumps(
                {"code": code, "publicKeyPEM": pem, "serial": self.serial, "version": "test"}).encode())
        assert status == 201, body
        self.id = json.loads(body)["terminalID"]
        return self

    def copy(self):
        """Another machine with the same disk: same id and key, a life of its own."""
        other = Terminal(self.house, self.serial, self.centre)
        other.id, other.key, other.reader, other.camera = self.id, self.key, self.reader, self.camera
        return other

    def signed(self, method, target, body=b"", key="", headers=()):
        """Headers of a request as of now."""
        path, _, query = target.partition("?")
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
        parameters = f'{COVERED};created={int(time.time())};nonce="{token()}";keyid="{self.id}"'
        text = "\n".join([
            f'"@method": {method}', f'"@path": {path}', f'"@query": ?{query}', f'"content-digest": {digest}',
            f'"egret-session": {self.session or ""}', f'"idempotency-key": {key}',
            f'"@signature-params": {parameters}'])
        signature = base64.b64encode(self.key.sign(text.encode())).decode()
        return dict(headers) | {
            "Content-Digest": digest, "Egret-Session": self.session or "", "Idempotency-Key": key,
            "Signature-Input": "egret=" + parameters, "Signature": f"egret=:{signature}:"}

    def ask(self, method, target, body=b"", key="", timeout=WAIT, **headers):
        """Signs, sends, and keeps what the answer says about the session: status, headers, body."""
        headers = {name.replace("_", "-"): value for name, value in headers.items()}
        status, fields, answer = self.send(
            method, target, self.signed(method, target, body, key, headers), body, timeout)
        if said := fields.get("Egret-Session"):
            self.session = None if said == "end" else said
        self.subject = fields.get("Egret-Subject", self.subject)
        return status, fields, answer

    def send(self, method, target, headers, body=b"", timeout=WAIT):
        link = http.client.HTTPConnection(self.centre.removeprefix("http://"), timeout=timeout)
        try:
            link.request(method, target, body or None, headers)
            answer = link.getresponse()
            return answer.status, answer.headers, answer.read()
        finally:
            link.close()

    def report(self, reasons=(), timeout=WAIT, **change):
        """One health report; whether the terminal may serve, or the status of a refusal."""
        self.reports += 1
        now = int(time.time() * 1000)
        report = {
            "version": "test", "cardReader": "ready", "camera": "ready", "printer": "ready",
            "printerReasons": list(reasons), "clockMs": now,
            "run": {"boot": self.boot, "count": self.reports, "sentAtMs": now},
            "serials": {"card-reader": self.reader, "camera": self.camera}} | change
        status, _, body = self.ask(
            "POST", "/terminals/health", json.dumps(report).encode(), timeout=timeout,
            Content_Type="application/json", Accept="application/json")
        return json.loads(body)["serve"] if status == 200 else status


class WirePerson(Person):
    """A person whose terminal is a `Terminal`: card, camera and printer are what the test hands over."""

    def __init__(self, terminal, language="zh-CN"):
        super().__init__(terminal.house, language)
        self.terminal = terminal
        self.card = None
        self.papers = []

    def ask(self, path, form=None, timeout=WAIT):
        """As a terminal's screen does: a line that breaks is a page that leads back, never an exception."""
        if path == "/terminal/print":
            return self.printing(form["case"], form["idempotency_key"])
        body = b"" if form is None else urllib.parse.urlencode(form).encode()
        kind = "application/x-www-form-urlencoded"
        if path == "/terminal/card":
            path, body, kind = "/identification/card", json.dumps(self.card).encode(), "application/json"
        key = (form or {}).get("idempotency_key", "")
        method = "GET" if form is None else "POST"
        headers = {"Accept": "text/html", "Accept-Language": self.language} | ({"Content-Type": kind} if body else {})
        self.path = path
        try:
            self.status, fields, answer = self.terminal.ask(method, path, body, key, timeout, **headers)
        except (OSError, http.client.HTTPException):
            back = "/".join(path.split("/")[:3]) if path.startswith("/cases/") else "/"
            self.status, self.page = 503, f'<a href="{back}">'
            return self
        self.page = answer.decode("utf-8", "replace")
        if self.status in (302, 303):
            return self.ask(fields["Location"])
        return self

    def come(self):
        return self.ask("/")

    def end(self):
        self.terminal.ask("POST", "/session/end")

    def lay_card(self, citizen):
        self.card = {
            "name": citizen["name"], "number": citizen["number"], "validFrom": citizen["validFrom"],
            "validTo": citizen["validTo"], "issuer": citizen["issuer"], "readerSerial": self.terminal.reader}

    def ticket(self, case, key=None):
        """Asks for the right to print: status and answer."""
        status, _, body = self.terminal.ask(
            "POST", f"/cases/{case}/print-tickets", b"", key or token(), Accept="application/json")
        return status, json.loads(body) if status == 200 else body

    def fetch(self, ticket_id):
        status, _, body = self.terminal.ask("POST", f"/papers/{ticket_id}", Accept="application/pdf")
        return status, body

    def told(self, ticket_id, state, reason=None, pages=1):
        outcome = {"state": state, "pagesPrinted": pages} | ({"reason": reason} if reason else {})
        return self.terminal.ask(
            "POST", f"/print-tickets/{ticket_id}/outcome", json.dumps(outcome).encode(),
            Content_Type="application/json")[::2]

    def print(self):
        self.press("/terminal/print")
        assert "/rating" in self.page, self.text()[:300]
        return self

    def printing(self, case, key):
        """Ticket, paper, outcome; the ticket must be for this session, person, terminal and paper."""
        status, answer = self.insist(self.ticket, case, key)
        if status != 200:
            return self.ask(f"/cases/{case}/paper")
        status, paper = self.insist(self.fetch, answer["ticketID"], times=1)
        if status != 200:
            self.insist(self.told, answer["ticketID"], "failed", "paper-missing", 0)
            return self.ask(f"/cases/{case}/paper?problem=printer-unknown")
        claim = json.loads(unpadded(answer["ticket"].split(".")[0]))
        session = hashlib.sha256(self.terminal.session.encode()).hexdigest()
        assert claim["documentHash"] == hashlib.sha256(paper).hexdigest()
        assert claim["sessionHash"] == session and claim["subject"] == self.terminal.subject
        assert claim["terminalID"] == self.terminal.id and claim["caseNumber"] == case
        self.papers.append((answer["ticketID"], paper))
        assert self.insist(self.told, answer["ticketID"], "printed", None, claim["pages"])[0] == 204
        return self.ask(f"/cases/{case}/paper")

    @staticmethod
    def insist(act, *arguments, times=5):
        """Again when the line broke; status 0 when it stays so."""
        for _ in range(times):
            try:
                return act(*arguments)
            except (OSError, http.client.HTTPException):
                time.sleep(0.1)
        return 0, b""


def unpadded(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
