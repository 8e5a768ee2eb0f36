"""Checks a token of ours with joserfc, and prints two of its own making for us to check.

Usage: jws.py <file with token, keys and the private key in PEM>
"""

import json
import sys

from joserfc import jws, jwt
from joserfc.jwk import ECKey, KeySet

case = json.load(open(sys.argv[1]))
keys = KeySet.import_key_set(case["keys"])
decoded = jwt.decode(case["token"], keys, algorithms=["ES256"])
assert decoded.claims == {"sub": "一", "n": 1}, decoded.claims
assert decoded.header["typ"] == "JWT"
assert keys.keys[0].thumbprint() == decoded.header["kid"], "the key's name is its thumbprint (RFC 7638)"

key = ECKey.import_key(case["pem"])
print(jwt.encode({"alg": "ES256", "typ": "JWT", "kid": decoded.header["kid"]}, {"sub": "二"}, key))
print(jws.serialize_compact({"alg": "ES256"}, json.dumps({"sub": "二"}, ensure_ascii=False).encode(), key))
