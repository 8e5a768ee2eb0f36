"""Checks a sealed paper with programs that Egret's authors did not write: pyHanko and cryptography, from PyPI.

usage: verify.py seal <pdf> <certificate.pem>          prints intact, valid, coverage and the CAdES profile
       verify.py code <payload> <public-key.pem>       checks the payload of a QR code, without a network

Exits with 1 when something does not hold.
"""
import sys

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def seal(path, certificate_path):
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    trust = ValidationContext(trust_roots=[load_cert_from_pemder(certificate_path)])
    with open(path, "rb") as file:
        signatures = PdfFileReader(file).embedded_signatures
        if len(signatures) != 1:
            print(f"{len(signatures)} signatures")
            return False
        status = validate_pdf_signature(signatures[0], trust)
        attributes = [a["type"].native for a in signatures[0].signer_info["signed_attrs"]]
        coverage = signatures[0].compute_integrity_info() or status.coverage
        print("intact", status.intact, "valid", status.valid, "trusted", status.trusted)
        print("coverage", coverage, "docmdp", status.docmdp_ok, "attributes", attributes)
        return (
            status.intact
            and status.valid
            and status.trusted
            and status.coverage.name == "ENTIRE_FILE"
            and "signing_certificate_v2" in attributes
            and "signing_time" not in attributes
        )


def code(payload, key_path):
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.serialization import load_pem_public_key

    text = payload.split("EGRET1.", 1)[1]
    number = 0
    for character in text:
        number = number << 5 | CROCKFORD.index(character)
    count = len(text) * 5 // 8
    spare = len(text) * 5 - count * 8
    data = (number >> spare).to_bytes(count, "big")
    body, signature = data[:-64], data[-64:]
    with open(key_path, "rb") as file:
        key = load_pem_public_key(file.read())
    try:
        key.verify(signature, b"egret paper code 1\n" + body)
    except InvalidSignature:
        print("the signature does not hold")
        return False
    print("version", body[0], "key", body[1:5].hex())
    return body[0] == 1


if __name__ == "__main__":
    held = {"seal": seal, "code": code}[sys.argv[1]](*sys.argv[2:])
    sys.exit(0 if held else 1)
