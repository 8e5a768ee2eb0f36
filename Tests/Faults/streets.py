"""Two network namespaces and the cable between them: a shop and a centre whose line a test cuts, thins and mends.

Everything runs on addresses that exist nowhere else: 10.77.0.1 is the centre's end, 10.77.0.2 the shop's.
"""

import contextlib
import ctypes
import os
import socket
import subprocess

from proxy import Proxy

CENTRE, SHOP = "10.77.0.1", "10.77.0.2"
NEW_NET = 0x40000000
libc = ctypes.CDLL(None, use_errno=True)


def run(*words, text=None):
    subprocess.run(words, check=True, input=text, text=True, capture_output=True)


@contextlib.contextmanager
def standing_in(namespace):
    """Sockets that this thread opens meanwhile belong to the namespace."""
    own = os.open("/proc/thread-self/ns/net", os.O_RDONLY)
    other = os.open(f"/run/netns/{namespace}", os.O_RDONLY)
    try:
        if libc.setns(other, NEW_NET):
            raise OSError(ctypes.get_errno(), "setns")
        yield
    finally:
        libc.setns(own, NEW_NET)
        os.close(own)
        os.close(other)


class Street:
    """Centre and shop, joined by one cable."""

    def __init__(self):
        name = f"{os.getpid()}"
        self.centre, self.shop = f"egret-c-{name}", f"egret-s-{name}"
        cable = f"eg{name}"
        for namespace in (self.centre, self.shop):
            run("ip", "netns", "add", namespace)
            run("ip", "-n", namespace, "link", "set", "lo", "up")
        run("ip", "-n", self.centre, "link", "add", cable + "c", "type", "veth", "peer", "name", cable + "s",
            "netns", self.shop)
        for namespace, address, end in ((self.centre, CENTRE, "c"), (self.shop, SHOP, "s")):
            run("ip", "-n", namespace, "address", "add", f"{address}/24", "dev", cable + end)
            run("ip", "-n", namespace, "link", "set", cable + end, "up")
        self.cable = cable
        self.bridge = None

    def rules(self, *rules):
        """Puts these in place of all rules on what arrives at the shop's end and leaves it."""
        chains = "\n".join(
            f"chain {hook} {{ type filter hook {hook} priority 0; policy accept; "
            + " ".join(rule + ";" for at, rule in rules if at == hook) + " }" for hook in ("input", "output"))
        run("ip", "netns", "exec", self.shop, "nft", "-f", "-",
            text=f"flush ruleset\ntable inet line {{\n{chains}\n}}\n")

    def mend(self):
        self.rules()

    def cut(self):
        self.rules(("input", f"ip saddr {CENTRE} drop"), ("output", f"ip daddr {CENTRE} drop"))

    def cut_answers(self):
        """Requests arrive at the centre; nothing comes back, not even that they arrived."""
        self.rules(("input", f"ip saddr {CENTRE} drop"))

    def lose(self, percent):
        self.rules(
            ("input", f"ip saddr {CENTRE} numgen random mod 100 < {percent} drop"),
            ("output", f"ip daddr {CENTRE} numgen random mod 100 < {percent} drop"))

    def thin(self, kilobits):
        """Both ways carry so much a second."""
        for namespace, end in ((self.centre, "c"), (self.shop, "s")):
            run("ip", "netns", "exec", namespace, "tc", "qdisc", "replace", "dev", self.cable + end, "root", "tbf",
                "rate", f"{kilobits}kbit", "burst", "4kb", "latency", "2s")

    def inhabit(self, house):
        """Sandbox and centre at one end, the terminal at the other; the far side of its devices needs no cable."""
        house.environment |= {
            "EGRET_HOST": "0.0.0.0", "EGRET_TERMINAL_CENTRE": f"http://{CENTRE}:{house.ports['terminals']}"
        } | {name: value for name, value in house.environment.items() if CENTRE in value}
        sandbox = ("127.0.0.1", house.ports["sandbox"])
        with standing_in(self.shop):
            there = socket.create_server(sandbox)
        with standing_in(self.centre):
            self.bridge = Proxy(sandbox, listening=there)
            house.start_sandbox()
            house.start_centre()
        with standing_in(self.shop):
            house.start_terminal()
        return house

    def remove(self):
        if self.bridge:
            self.bridge.stop()
        for namespace in (self.centre, self.shop):
            run("ip", "netns", "del", namespace)
