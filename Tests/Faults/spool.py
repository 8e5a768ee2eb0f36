"""A print server of Debian's own (CUPS) with one queue, whose printer swallows what it gets; needs root."""

import pathlib
import shutil
import socket
import subprocess
import tempfile
import time

from house import free_port

FILES = """ServerRoot {root}/etc
ServerBin {root}/bin
DataDir /usr/share/cups
RequestRoot {root}/spool
TempDir {root}/spool/tmp
CacheDir {root}/cache
StateDir {root}/state
AccessLog {root}/log/access
ErrorLog {root}/log/error
PageLog {root}/log/page
User nobody
Group nogroup
SystemGroup root
FileDevice Yes
"""
DAEMON = """Listen 127.0.0.1:{port}
Browsing Off
WebInterface No
DefaultAuthType None
PreserveJobFiles No
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  JobPrivateAccess all
  JobPrivateValues none
  <Limit All>
    Order deny,allow
  </Limit>
</Policy>
"""
QUEUE = """<Printer TEST>
Info test
DeviceURI egrettest:/
State Idle
Accepting Yes
Shared Yes
JobSheets none none
OpPolicy default
ErrorPolicy stop-printer
</Printer>
"""


class Spool:
    def __init__(self):
        self.root = pathlib.Path(tempfile.mkdtemp(prefix="egret-cups-", dir="/tmp"))
        self.root.chmod(0o755)
        self.port = free_port()
        self.uri = f"ipp://127.0.0.1:{self.port}/printers/TEST"
        for folder in ("bin/backend", "etc/ppd", "spool/tmp", "cache", "state", "log"):
            (self.root / folder).mkdir(parents=True)
        for name in ("filter", "daemon", "notifier", "cgi-bin"):
            if pathlib.Path("/usr/lib/cups", name).exists():
                (self.root / "bin" / name).symlink_to(f"/usr/lib/cups/{name}")
        backend = self.root / "bin/backend/egrettest"
        backend.write_text('#!/bin/sh\n[ $# = 0 ] && exit 0\ncat "${6:--}" | wc -c >> ' + f"{self.root}/log/swallowed\n")
        backend.chmod(0o755)
        for name, text in (("cups-files.conf", FILES), ("cupsd.conf", DAEMON), ("printers.conf", QUEUE)):
            (self.root / "etc" / name).write_text(text.format(root=self.root, port=self.port))
        for folder in ("spool", "spool/tmp", "cache", "state", "log"):
            (self.root / folder).chmod(0o777)
        self.process = subprocess.Popen(
            ["/usr/sbin/cupsd", "-f", "-c", self.root / "etc/cupsd.conf", "-s", self.root / "etc/cups-files.conf"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        deadline = time.monotonic() + 30
        while not self.listens():
            assert time.monotonic() < deadline, "the print server does not start"
            time.sleep(0.05)

    def listens(self):
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0

    def swallowed(self):
        """Sizes of the papers that came out."""
        log = self.root / "log/swallowed"
        return [int(line) for line in log.read_text().split()] if log.exists() else []

    def waiting(self):
        """Documents that lie in the spool."""
        return [path for path in (self.root / "spool").rglob("d*-*") if path.is_file()]

    def stop(self):
        self.process.kill()
        self.process.wait(timeout=30)
        shutil.rmtree(self.root, ignore_errors=True)
