"""The real programs with a hand on each: on either engine, under a limit or a shim, killed, frozen, started again."""

import contextlib
import os
import pathlib
import shutil
import signal
import sqlite3
import subprocess
import tempfile
import time

from house import ROOT, House, first, free_port

LONG = bool(os.environ.get("EGRET_FAULTS_LONG"))
WAIT = 120
"""Seconds that anything may take before a test calls it lost; never a measure of speed."""


def until(what, within=WAIT, every=0.05):
    """What `what()` returns once it is true."""
    deadline = time.monotonic() + within
    while not (found := what()):
        assert time.monotonic() < deadline, f"not within {within} s: {getattr(what, '__name__', what)}"
        time.sleep(every)
    return found


class Postgres:
    """A PostgreSQL server of the tests' own, with a new database for each house."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="egret-pg-", dir="/tmp"))
        self.made = 0
        self.first = None
        """The database of the state that houses share."""
        self.start()

    def script(self, verb):
        subprocess.run(
            [ROOT / "scripts/postgres", verb, self.folder], check=True, stdin=subprocess.DEVNULL, capture_output=True)

    def start(self):
        self.script("start")

    def stop(self):
        self.script("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def sql(self, text, database="postgres", user="postgres"):
        """Rows as lists of texts."""
        out = subprocess.run(
            ["psql", "-X", "-q", "-A", "-t", "-F", "\t", "-v", "ON_ERROR_STOP=1", "-h", self.folder, "-U", user,
             "-d", database, "-c", text], check=True, capture_output=True, text=True).stdout
        return [line.split("\t") for line in out.splitlines() if line]

    @contextlib.contextmanager
    def locked(self, table, database):
        """Nobody writes the table meanwhile; who reads it is not held up."""
        session = subprocess.Popen(
            ["psql", "-X", "-q", "-A", "-t", "-h", self.folder, "-U", "postgres", "-d", database],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        session.stdin.write(f"BEGIN; LOCK TABLE {table} IN EXCLUSIVE MODE; SELECT 'held';\n")
        session.stdin.flush()
        assert session.stdout.readline() == "held\n"
        try:
            yield
        finally:
            session.communicate()

    def database(self, like=None):
        self.made += 1
        name = f"house_{self.made}"
        self.sql(f"CREATE DATABASE {name} OWNER egret TEMPLATE {like or 'template1'}")
        return name

    def conninfo(self, database):
        return f"host={self.folder} user=egret dbname={database}"

    def postmaster(self):
        return int((self.folder / "data/postmaster.pid").read_text().split()[0])

    def owner(self, *command):
        as_owner = ["runuser", "-u", "egret-pg", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_owner, *command], check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL, cwd=self.folder)

    def kill(self):
        """Ends the server as a power cut would: nobody is told, nothing is flushed."""
        server = self.postmaster()
        children = pathlib.Path(f"/proc/{server}/task/{server}/children").read_text().split()
        for process in [server, *map(int, children)]:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process, signal.SIGKILL)
        until(lambda: not pathlib.Path(f"/proc/{server}").exists())
        (self.folder / "data/postmaster.pid").unlink(missing_ok=True)

    def halt(self):
        """Ends the server in order and keeps its data."""
        self.pg_ctl("-m", "fast", "-w", "stop")

    def revive(self):
        self.pg_ctl("-l", self.folder / "data/server.log", "-w", "-t", "60", "start")

    def pg_ctl(self, *arguments):
        binaries = pathlib.Path(os.environ.get("EGRET_POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))
        self.owner(binaries / "pg_ctl", "-D", self.folder / "data", *arguments)


class Programs(House):
    """A house whose engine, nodes and limits a test chooses: on a database of `postgres`, or else on SQLite."""

    def __init__(self, postgres=None, **settings):
        self.postgres = postgres
        self.kind = postgres.folder.name if postgres and not settings else None
        self.like = first(self.kind)
        if postgres:
            self.database = postgres.database(like=self.like and postgres.first)
            settings = {
                "EGRET_DATABASE_ENGINE": "postgres",
                "EGRET_DATABASE_URL": postgres.conninfo(self.database),
            } | settings
        super().__init__(**settings)

    def seed(self, kind, like):
        super().seed(kind or self.kind, like or self.like)
        if self.kind and not self.like:
            self.postgres.first = self.postgres.database(like=self.database)

    def sql(self, text):
        """Rows as lists of texts, read past the programs."""
        if self.postgres:
            return self.postgres.sql(text, self.database)
        with contextlib.closing(sqlite3.connect(f"file:{self.sqlite}?mode=ro", uri=True, timeout=WAIT)) as database:
            return [["" if value is None else str(value) for value in row] for row in database.execute(text)]

    def change(self, text):
        """Does to the database what no program of the house does."""
        if self.postgres:
            self.postgres.sql(text, self.database)
            return
        with contextlib.closing(sqlite3.connect(self.sqlite, timeout=WAIT)) as database, database:
            database.execute(text)

    @property
    def sqlite(self):
        return pathlib.Path(self.environment.get("EGRET_DATABASE_PATH", self.state / "egret.sqlite"))

    def start_node(self, name, **how):
        """One more centre on the same database; returns the addresses of its public and terminal listeners."""
        ports = {one: free_port() for one in ("public", "staff", "terminals")}
        public = f"http://127.0.0.1:{ports['public']}"
        self.start(
            name, "serve", wait=public + "/readyz",
            **{f"EGRET_{one.upper()}_PORT": str(port) for one, port in ports.items()}, **how)
        return public, f"http://127.0.0.1:{ports['terminals']}"

    def freeze(self, name):
        self.running[name].send_signal(signal.SIGSTOP)

    def thaw(self, name):
        self.running[name].send_signal(signal.SIGCONT)

    def is_running(self, name):
        return name in self.running and self.running[name].poll() is None

    def ended(self, name):
        """Waits for a program that ends by itself and returns its exit code, negative for a signal."""
        process = self.running.pop(name)
        return process.wait(timeout=WAIT)

    def is_ready(self):
        try:
            self.get(self.public_url + "/readyz")
            return True
        except OSError:
            return False

    def log(self, name):
        return (self.state / f"{name}.log").read_text()

    def attempt(self, *arguments):
        """A command's exit code and everything it said."""
        done = subprocess.run(
            [self.program, *arguments], cwd=ROOT, env=self.environment, capture_output=True, text=True, timeout=WAIT)
        return done.returncode, done.stdout + done.stderr

    def audit_is_clean(self):
        """Counts the whole log again from outside."""
        code, said = self.attempt("verify", "audit", self.public_url + "/audit")
        assert code == 0 and said.endswith("clean\n"), said
        return True

    def stop(self):
        for name in list(self.running):
            if not self.is_running(name):
                self.running.pop(name)
            else:
                self.thaw(name)
        super().stop()
