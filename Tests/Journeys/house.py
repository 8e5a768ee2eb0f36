"""The three programs of the house on free ports, with a state folder of their own, for tests in a real browser."""

import atexit
import contextlib
import json
import os
import pathlib
import re
import secrets
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ORDINARY = ("an ordinary citizen: everything works", "ordinary")
ROOT = pathlib.Path(__file__).resolve().parents[2]
SENT_CODE = re.compile(r"(?<![0-9A-Z])\d{6}(?![0-9A-Z])")
"""Six digits that are no part of the number of a case."""


GIVEN = set()
FIRST = pathlib.Path(tempfile.gettempdir()) / f"egret-first-{os.getpid()}"
"""States as they were seeded, by kind of house: each further house of the kind begins with a copy."""
atexit.register(shutil.rmtree, FIRST, ignore_errors=True)


def free_port():
    """A port that no outgoing connection takes before a program listens on it: below those the kernel gives out.

    Of tests that run side by side each has its own ports to choose from.
    """
    first = int(pathlib.Path("/proc/sys/net/ipv4/ip_local_port_range").read_text().split()[0])
    place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    places = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    mine = range(20_000 + place, first if first > 21_000 else 32_000, places)
    while True:
        port = secrets.choice(mine)
        with socket.socket() as probe, contextlib.suppress(OSError):
            probe.bind(("127.0.0.1", port))
            if port not in GIVEN:
                GIVEN.add(port)
                return port


def comes(texts, words):
    """Whether a message with these words comes within a minute: a job sends it."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        if any(words in text for text in texts()):
            return True
        time.sleep(0.2)
    return False


def first(kind):
    """The state to copy, unless there is none, or its terminal's code will soon be worth nothing."""
    code = FIRST / str(kind) / "terminal.code"
    return code.parent if code.exists() and time.time() - code.stat().st_mtime < 600 else None


class House:
    """`egret sandbox`, `egret serve` and `egret terminal`, as `make run` starts them."""

    def __init__(self, **settings):
        self.state = pathlib.Path(tempfile.mkdtemp(prefix="egret-journey-"))
        self.program = pathlib.Path(os.environ.get("EGRET_BIN", ROOT / ".build/debug/egret")).resolve()
        self.ports = {name: free_port() for name in ("sandbox", "scanner", "public", "staff", "terminals", "terminal")}
        sandbox = f"http://127.0.0.1:{self.ports['sandbox']}"
        self.sandbox_url = sandbox
        self.public_url = f"http://127.0.0.1:{self.ports['public']}"
        self.staff_url = f"http://127.0.0.1:{self.ports['staff']}"
        self.url = f"http://127.0.0.1:{self.ports['terminal']}"
        self.environment = os.environ | {
            "EGRET_STATE": str(self.state),
            "EGRET_PUBLIC_PORT": str(self.ports["public"]),
            "EGRET_STAFF_PORT": str(self.ports["staff"]),
            "EGRET_TERMINALS_PORT": str(self.ports["terminals"]),
            "EGRET_PUBLIC_URL": self.public_url,
            "EGRET_AUTHORITY_URL": sandbox + "/ctid",
            "EGRET_NETWORK_URL": sandbox + "/network",
            # Another site than the centre's to a browser, which tells sites by their host names.
            "EGRET_PORTAL_ISSUER": f"http://localhost:{self.ports['sandbox']}/portal",
            "EGRET_REGISTERS_URL": sandbox,
            "EGRET_SMS_URL": sandbox,
            "EGRET_SCANNER_ADDRESS": f"tcp://127.0.0.1:{self.ports['scanner']}",
            "EGRET_TERMINAL_CENTRE": f"http://127.0.0.1:{self.ports['terminals']}",
            "EGRET_TERMINAL_PORT": str(self.ports["terminal"]),
            "EGRET_TERMINAL_SANDBOX": sandbox,
            "EGRET_DEVELOPMENT": "true",
        } | settings
        self.running = {}
        self.served = 0
        self.seed(kind := None if settings else "sqlite", like=first(kind))

    def seed(self, kind, like):
        """Prepares the sample city, which is then the first of its kind, if it has one, or copies what such a one was."""
        if like:
            shutil.copytree(like, self.state, dirs_exist_ok=True)
            return
        self.command("seed")
        if kind:
            shutil.rmtree(FIRST / kind, ignore_errors=True)
            # The sandbox's portal registers at its own address when it starts.
            shutil.copytree(self.state, FIRST / kind, ignore=shutil.ignore_patterns("clients.json"))

    def run(self, *arguments):
        """A command as an operator gives it, whether or not it is obeyed."""
        return subprocess.run(
            [self.program, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True)

    def command(self, *arguments):
        answer = self.run(*arguments)
        answer.check_returncode()
        return answer.stdout

    def start(self, name, *arguments, wait, under=(), **environment):
        """Starts a program, below another one such as `prlimit` where `under` names it, and waits until it answers."""
        log = open(self.state / f"{name}.log", "ab")
        self.running[name] = subprocess.Popen(
            [*under, self.program, *arguments], cwd=ROOT, env=self.environment | environment,
            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        log.close()
        deadline = time.monotonic() + 60
        while True:
            try:
                with urllib.request.urlopen(wait, timeout=2) as answer:
                    if answer.status == 200:
                        return
            except (urllib.error.URLError, OSError):
                pass
            if time.monotonic() > deadline or self.running[name].poll() is not None:
                raise RuntimeError(f"{name} did not start:\n" + (self.state / f"{name}.log").read_text()[-3000:])
            time.sleep(0.05)

    def start_sandbox(self, **how):
        self.start(
            "sandbox", "sandbox", "--port", str(self.ports["sandbox"]), "--scanner-port", str(self.ports["scanner"]),
            wait=self.sandbox_url + "/livez", **how)

    def start_centre(self, **how):
        self.start("centre", "serve", wait=self.public_url + "/readyz", **how)

    def start_terminal(self, **how):
        self.start("terminal", "terminal", wait=self.url + "/terminal/status", **how)

    def start_all(self):
        self.start_sandbox()
        self.start_centre()
        self.start_terminal()
        return self

    def kill(self, name, how=signal.SIGKILL):
        process = self.running.pop(name)
        process.send_signal(how)
        process.wait(timeout=30)

    def stop(self):
        for name in list(self.running):
            self.kill(name, signal.SIGTERM)
        shutil.rmtree(self.state, ignore_errors=True)

    def get(self, url):
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.read()

    def citizens(self):
        return json.loads(self.get(self.sandbox_url + "/citizens.json"))

    def citizen(self, identity):
        return next(one for one in self.citizens() if one["id"] == identity)

    def somebody(self):
        """A citizen with whom nothing goes wrong, each time another: codes to one phone are limited."""
        ordinary = [one for one in self.citizens() if one["labelEnglish"] in ORDINARY and "phone" in one]
        self.served += 1
        return ordinary[self.served % len(ordinary)]

    def inbox(self):
        return json.loads(self.get(self.sandbox_url + "/inbox.json"))

    def sms(self, phone):
        """What has come to a phone, the newest first."""
        return [one["text"] for one in self.inbox() if one["to"] == phone]

    def newest_code(self, phone):
        """The code that came last: what else comes to a phone, a job sends in its own time."""
        return next(found[0] for text in self.sms(phone) if (found := SENT_CODE.search(text)))

    def papers(self):
        return sorted((self.state / "papers").glob("*.pdf"), key=lambda path: path.stat().st_mtime_ns)

    def logs(self):
        return "".join((self.state / f"{name}.log").read_text() for name in ("sandbox", "centre", "terminal"))
