"""Somebody else's OpenID Connect client (Authlib) against a provider that is told by its address.

Usage: authlib_client.py <issuer> <cookie> <client> <redirect> <authentication> <secret or key file> [<scope>]
Plays the client's program with Authlib, and the person's browser with plain requests. Prints what the client then
knows, as JSON; ends with an error when anything is not as the standards say.
"""

import json
import sys
import urllib.parse

import requests
from authlib.integrations.requests_client import OAuth2Session
from authlib.oauth2.rfc7523 import PrivateKeyJWT
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import OpenIDProviderMetadata
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet

from browser import Browser

issuer, cookie, client_id, redirect, authentication, credential = sys.argv[1:7]
scope = sys.argv[7] if len(sys.argv) > 7 else "openid masked_name offline_access"


def described():
    document = requests.get(issuer + "/.well-known/openid-configuration", timeout=90).json()
    metadata = OpenIDProviderMetadata(document)
    # One deviation, written down in docs/decisions: the provider signs with ES256 and offers no RS256.
    algorithms = metadata["id_token_signing_alg_values_supported"]
    assert algorithms == ["ES256"], algorithms
    metadata["id_token_signing_alg_values_supported"] = algorithms + ["RS256"]
    if issuer.startswith("http://"):
        # On loopback without TLS, which the metadata's own check refuses.
        for name, value in list(metadata.items()):
            if isinstance(value, str) and value.startswith("http://"):
                metadata[name] = "https://" + value[len("http://"):]
    metadata.validate()
    return document


def session(document):
    if authentication == "private_key_jwt":
        key = ECKey.import_key(open(credential).read())
        client = OAuth2Session(
            client_id, key, token_endpoint_auth_method="private_key_jwt", scope=scope, redirect_uri=redirect,
            code_challenge_method="S256")
        client.register_client_auth_method(PrivateKeyJWT(document["token_endpoint"], alg="ES256"))
        return client
    return OAuth2Session(
        client_id, credential, token_endpoint_auth_method=authentication, scope=scope, redirect_uri=redirect,
        code_challenge_method="S256")


def main():
    document = described()
    keys = KeySet.import_key_set(requests.get(document["jwks_uri"], timeout=90).json())
    client = session(document)
    verifier = "v" * 20 + "-authlib_~." * 4
    url, state = client.create_authorization_url(
        document["authorization_endpoint"], code_verifier=verifier, nonce="nonce-of-authlib")
    back = Browser(issuer, cookie).walk(url)
    assert back.startswith(redirect + "?"), back
    query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(back).query))
    assert query["state"] == state and query["iss"] == issuer, query

    token = client.fetch_token(
        document["token_endpoint"], authorization_response=back, code_verifier=verifier, state=state)
    decoded = jwt.decode(token["id_token"], keys, algorithms=["ES256"])
    claims = CodeIDToken(
        decoded.claims, decoded.header,
        options={"iss": {"value": issuer}, "aud": {"value": client_id}},
        params={"nonce": "nonce-of-authlib", "client_id": client_id})
    claims.validate()
    person = client.get(document["userinfo_endpoint"]).json()
    assert person["sub"] == claims["sub"]

    renewed = None
    if "refresh_token" in token:
        renewed = client.refresh_token(document["token_endpoint"], refresh_token=token["refresh_token"])
        assert renewed["refresh_token"] != token["refresh_token"]
        assert client.get(document["userinfo_endpoint"]).status_code == 200
    print(json.dumps({"claims": dict(claims), "person": person, "renewed": renewed is not None}))


main()
