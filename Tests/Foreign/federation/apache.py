"""Apache with mod_auth_openidc as a client of a provider that is told by its address.

Usage: apache.py <issuer> <two cookies, with a comma between> <client> <port> <secret>
Starts Apache on loopback and lets a person in with each of her sessions: from one she signs out by way of the site, from
the other at the provider, whose back-channel logout must end her session at the site. Apache ends with this program.
"""

import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import urllib.parse

import requests

from browser import Browser

issuer, cookies, client_id, port, secret = sys.argv[1:6]
site = f"http://127.0.0.1:{port}"
modules = pathlib.Path("/usr/lib/apache2/modules")

CONFIGURATION = """
ServerRoot "{root}"
ServerName 127.0.0.1
Listen 127.0.0.1:{port}
PidFile "{root}/pid"
ErrorLog "{root}/error.log"
LogLevel warn auth_openidc:info
{user}
{load}
DocumentRoot "{root}/site"
OIDCProviderMetadataURL {issuer}/.well-known/openid-configuration
OIDCClientID {client}
OIDCClientSecret {secret}
OIDCProviderTokenEndpointAuth client_secret_basic
OIDCPKCEMethod S256
# The provider answers from within a test program that does a thousand other things at the same time.
OIDCHTTPTimeoutShort 60
OIDCScope "openid masked_name"
OIDCRedirectURI {site}/private/redirect
OIDCCryptoPassphrase a-passphrase-of-this-run-only
OIDCDefaultLoggedOutURL {site}/bye.html
<Location /private>
  AuthType openid-connect
  Require valid-user
  Header set X-Claim-Name "%{{OIDC_CLAIM_name}}e"
  Header set X-Claim-Acr "%{{OIDC_CLAIM_acr}}e"
</Location>
<Directory "{root}/site">
  Require all granted
</Directory>
"""


def load():
    lines = []
    for name in ("mpm_event", "authn_core", "authz_core", "authz_user", "headers", "auth_openidc"):
        file = modules / f"mod_{name}.so"
        lines.append(f"LoadModule {name}_module {file}")
    return "\n".join(lines)


def start(root):
    (root / "site/private").mkdir(parents=True)
    (root / "site/private/index.html").write_text("inside")
    (root / "site/bye.html").write_text("bye")
    user = "User www-data\nGroup www-data" if os.getuid() == 0 else ""
    if user:
        root.chmod(0o755)
    (root / "httpd.conf").write_text(CONFIGURATION.format(
        root=root, port=port, user=user, load=load(), issuer=issuer, client=client_id, secret=secret, site=site))
    process = subprocess.Popen(
        ["/usr/sbin/apache2", "-DFOREGROUND", "-f", str(root / "httpd.conf")], stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=open(root / "start.log", "wb"), start_new_session=True)
    deadline = time.monotonic() + 20
    while True:
        try:
            requests.get(site + "/bye.html", timeout=1)
            return process
        except requests.ConnectionError:
            assert process.poll() is None and time.monotonic() < deadline, (root / "start.log").read_text()
            time.sleep(0.05)


def enter(cookie):
    """A browser that has come in."""
    browser = Browser(issuer, cookie)
    asked = browser.session.get(site + "/private/index.html", allow_redirects=False, timeout=90)
    assert asked.status_code == 302, (asked.status_code, asked.text)
    back = browser.walk(asked.headers["Location"])
    assert back.startswith(site + "/private/redirect?"), back
    inside = browser.session.get(back, timeout=90)
    assert inside.status_code == 200 and inside.text == "inside", (inside.status_code, inside.text)
    assert inside.headers["X-Claim-Acr"] == "urn:egret:acr:substantial", inside.headers
    return browser, inside


def is_inside(browser):
    answer = browser.session.get(site + "/private/index.html", allow_redirects=False, timeout=90)
    return answer.status_code == 200


def main():
    root = pathlib.Path(tempfile.mkdtemp(prefix="egret-apache-"))
    process = start(root)
    try:
        first, inside = enter(cookies.split(",")[0])
        # Masked, and in UTF-8 as HTTP headers carry it.
        name = inside.headers["X-Claim-Name"].encode("latin-1").decode()
        assert name in ("陈**", r"\xe9\x99\x88**"), name
        assert is_inside(first)

        leave = site + "/private/redirect?logout=" + urllib.parse.quote(site + "/bye.html", safe="")
        sent = first.session.get(leave, allow_redirects=False, timeout=90)
        assert sent.headers["Location"].startswith(issuer + "/oidc/logout?"), sent.headers
        back = first.walk(sent.headers["Location"])
        assert back == site + "/bye.html", back
        assert not is_inside(first)

        second, _ = enter(cookies.split(",")[1])
        assert is_inside(second)
        assert second.walk(issuer + "/oidc/logout") == issuer + "/"
        deadline = time.monotonic() + 20
        while is_inside(second):
            assert time.monotonic() < deadline, "the back-channel logout ended nothing"
            time.sleep(0.1)
        print("let in twice, out by the site, out by the provider")
    except BaseException:
        for log in ("error.log", "start.log"):
            if (root / log).exists():
                print((root / log).read_text()[-4000:])
        raise
    finally:
        # Asked kindly it waits for its own connections; nothing of it is kept.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=20)
        shutil.rmtree(root, ignore_errors=True)


main()
