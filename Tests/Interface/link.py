"""A terminal as a program of others would write it: admitted once, signs every request, walks one visit."""

import base64
import hashlib
import re
import secrets
import time
import urllib.parse

import requests
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz"
COVERED = '("@method" "@path" "@query" "content-digest" "egret-session" "idempotency-key")'


def token():
    return "".join(secrets.choice(ALPHABET) for _ in range(26))


class Signed(requests.auth.AuthBase):
    """Signs what is really sent (RFC 9421, label `egret`), with the session given; adds a key unless it is to lack."""

    def __init__(self, link, session, adds_key=True):
        self.link, self.session, self.adds_key = link, session, adds_key

    def __call__(self, request):
        request.headers["Egret-Session"] = self.session
        if self.adds_key:
            request.headers.setdefault("Idempotency-Key", token())
        body = request.body or b""
        body = body.encode() if isinstance(body, str) else body
        digest = "sha-256=:" + base64.b64encode(hashlib.sha256(body).digest()).decode() + ":"
        path, _, query = request.path_url.partition("?")
        parameters = f'{COVERED};created={int(time.time())};nonce="{token()}";keyid="{self.link.id}"'
        key = request.headers.get("Idempotency-Key", "")
        key = key.decode("latin-1") if isinstance(key, bytes) else key
        base = "\n".join(
            [
                f'"@method": {request.method}',
                f'"@path": {path}',
                f'"@query": ?{query}',
                f'"content-digest": {digest}',
                f'"egret-session": {self.session}',
                f'"idempotency-key": {key}',
                f'"@signature-params": {parameters}',
            ]
        )
        signature = base64.b64encode(self.link.key.sign(base.encode("utf-8", "surrogateescape"))).decode()
        request.headers["Content-Digest"] = digest
        request.headers["Signature-Input"] = "egret=" + parameters
        request.headers["Signature"] = f"egret=:{signature}:"
        return request


def public_pem(key):
    return key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    ).decode()


class Link:
    """One admitted terminal."""

    def __init__(self, house):
        self.house = house
        self.url = f"http://127.0.0.1:{house.ports['terminals']}"
        self.key = Ed25519PrivateKey.generate()
        self.id = ""
        self.session = ""
        answer = requests.post(self.url + "/terminals/enrolment", json=self.enrolment(house), timeout=30)
        assert answer.status_code == 201, answer.text
        self.id = answer.json()["terminalID"]

    def enrolment(self, house):
        station = house.stations()[0]
        code = house.command("terminals", "code", "--station", station).strip()
        return {"code": code, "publicKeyPEM": public_pem(self.key), "serial": token(), "version": "1"}

    def send(self, method, path, **more):
        answer = requests.request(
            method, self.url + path, auth=Signed(self, self.session), allow_redirects=False, timeout=60, **more
        )
        self.session = answer.headers.get("Egret-Session", self.session)
        return answer

    def begin(self, service="police/temporary-identity-proof"):
        answer = self.send("POST", f"/services/{service}/start", data={"x": ""})
        assert answer.status_code == 303, (answer.status_code, answer.text)
        answer = self.send("POST", "/identification/way", data={"way": "code"})
        assert answer.status_code == 303, (answer.status_code, answer.text)
        return self

    def identify(self, citizen):
        """Card and code; the case is open after it."""
        card = {
            "name": citizen["name"], "number": citizen["number"], "validFrom": "20200101", "validTo": "20400101",
            "issuer": "厦门市公安局", "readerSerial": "1",
        }
        answer = self.send("POST", "/identification/card", json=card)
        assert answer.status_code == 303, (answer.status_code, answer.text)
        code = next(
            re.search(r"\b\d{6}\b", message["text"]).group()
            for message in self.house.inbox()
            if message["to"] == citizen["phone"]
        )
        answer = self.send("POST", "/identification/code", data={"code": code})
        assert answer.status_code == 303, (answer.status_code, answer.text)
        self.case = answer.headers["Location"].split("/")[2]
        return self

    def submit(self):
        """First choice of every question, then the case is submitted and its paper made."""
        place = f"/cases/{self.case}"
        for _ in range(40):
            answer = self.send("GET", place)
            if answer.status_code == 303:
                place = answer.headers["Location"]
                continue
            if "/questions/" not in place:
                break
            choices = re.findall(r'<input[^>]*name="answer"[^>]*value="([^"]*)"', answer.text)
            answer = self.send("POST", place, data={"answer": choices[0] if choices else ""})
            place = answer.headers["Location"]
        answer = self.send("POST", f"/cases/{self.case}/submission", data={"x": ""})
        assert answer.status_code == 303, (answer.status_code, answer.text)
        deadline = time.monotonic() + 60
        while "print" not in self.send("GET", f"/cases/{self.case}/paper").text:
            assert time.monotonic() < deadline, "the paper was never made"
            time.sleep(0.1)
        return self


def port_of(url):
    return urllib.parse.urlsplit(url).port
