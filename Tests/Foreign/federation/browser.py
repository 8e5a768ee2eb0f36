"""A person's browser as far as these checks need one: it follows links and pages that go on by themselves, and presses
the first button of a form."""

import html
import re
import urllib.parse

import requests


class Browser:
    """Carries the person's cookie at the provider as `SameSite=Strict` wants it: from the provider's own pages only."""

    def __init__(self, issuer, cookie):
        self.issuer = issuer
        self.cookie = cookie
        self.session = requests.Session()

    def send(self, method, url, own, **more):
        headers = {"Cookie": f"__Host-egret-public={self.cookie}"} if own else {}
        return self.session.request(method, url, headers=headers, allow_redirects=False, timeout=90, **more)

    def walk(self, url):
        """From a link on another site until the provider sends her away, or to its first page; gives where to."""
        own = False
        answer = self.send("GET", url, own)
        for _ in range(12):
            if answer.status_code in (302, 303):
                target = urllib.parse.urljoin(answer.url, answer.headers["Location"])
                if not target.startswith(self.issuer + "/") or target == self.issuer + "/":
                    return target
                answer = self.send("GET", target, own)
                continue
            assert answer.status_code == 200, (answer.status_code, answer.text[:500])
            own = True
            refresh = re.search(r'http-equiv="refresh" content="0;url=([^"]+)"', answer.text)
            if refresh:
                answer = self.send("GET", self.issuer + html.unescape(refresh.group(1)), own)
                continue
            form = re.search(r'<form method="post" action="(/oidc/[^"]+)"(.*?)</form>', answer.text, re.S)
            fields = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form.group(2)))
            answer = self.send("POST", self.issuer + form.group(1), own, data=fields)
        raise AssertionError("the way never ended")
