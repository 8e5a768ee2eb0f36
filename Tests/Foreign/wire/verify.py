"""Checks Egret's HTTP message signatures with an implementation of RFC 9421 that Egret did not write.

usage: verify.py request.json

The file holds method, url, headers, body (base64) and the terminal's public key (PEM). Prints the signature base
that this implementation computed for a request which it found valid; ends with 1 otherwise.
"""

import base64
import hashlib
import json
import sys
import types

import http_message_signatures as hms
from http_message_signatures.structures import CaseInsensitiveDict


class Keys(hms.HTTPSignatureKeyResolver):
    def __init__(self, pem):
        self.pem = pem

    def resolve_public_key(self, key_id):
        return self.pem


class Verifier(hms.HTTPMessageVerifier):
    """Shows the base, and leaves the clock to Egret's own tests."""

    def validate_created_and_expires(self, sig_input, max_age=None):
        return None

    def _build_signature_base(self, *args, **kwargs):
        built = super()._build_signature_base(*args, **kwargs)
        self.base = built[0]
        return built


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        given = json.load(file)
    headers = CaseInsensitiveDict(given["headers"])
    digest = hashlib.sha256(base64.b64decode(given["body"])).digest()
    if headers["content-digest"] != "sha-256=:" + base64.b64encode(digest).decode() + ":":
        sys.exit(1)
    message = types.SimpleNamespace(method=given["method"], url=given["url"], headers=headers)
    verifier = Verifier(
        signature_algorithm=hms.algorithms.ED25519, key_resolver=Keys(given["key"].encode()))
    try:
        results = verifier.verify(message)
    except hms.InvalidSignature as refused:
        print(refused, file=sys.stderr)
        sys.exit(1)
    if [result.label for result in results] != ["egret"]:
        sys.exit(1)
    sys.stdout.write(verifier.base)


main()
