"""Whether py_webauthn takes what a device answered: a verifier that is not ours.

Reads one answer a line as JSON and writes one line: "taken", or "refused" and why.
"""

import base64
import json
import sys

import cbor2
import webauthn


def plain(data):
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def raw(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def credential(answer, response):
    return {"id": answer["id"], "rawId": answer["id"], "type": "public-key", "response": response}


def expected(answer):
    return {
        "expected_challenge": raw(answer["challenge"]),
        "expected_rp_id": answer["party"],
        "expected_origin": answer["origin"],
        "require_user_verification": True,
    }


def created(answer, keys):
    attestation = {"fmt": "none", "attStmt": {}, "authData": raw(answer["authenticatorData"])}
    seen = webauthn.verify_registration_response(
        credential=credential(
            answer,
            {"clientDataJSON": answer["clientData"], "attestationObject": plain(cbor2.dumps(attestation))},
        ),
        **expected(answer),
    )
    keys[answer["id"]] = [seen.credential_public_key, seen.sign_count]


def shown(answer, keys):
    seen = webauthn.verify_authentication_response(
        credential=credential(
            answer,
            {
                "clientDataJSON": answer["clientData"],
                "authenticatorData": answer["authenticatorData"],
                "signature": answer["signature"],
            },
        ),
        credential_public_key=keys[answer["id"]][0],
        credential_current_sign_count=keys[answer["id"]][1],
        **expected(answer),
    )
    keys[answer["id"]][1] = seen.new_sign_count


keys = {}
for line in sys.stdin:
    answer = json.loads(line)
    try:
        (shown if "signature" in answer else created)(answer, keys)
        print("taken", flush=True)
    except Exception as refused:
        print("refused", type(refused).__name__, refused, flush=True)
