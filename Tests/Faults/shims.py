"""What is loaded before a program to make its disk or its clock fail: see disk.c and clock.c."""

import functools
import mmap
import pathlib
import struct
import subprocess
import tempfile

HERE = pathlib.Path(__file__).parent


@functools.cache
def library(name):
    """The shared object of a C file beside this one, compiled once."""
    built = pathlib.Path(tempfile.mkdtemp(prefix="egret-shim-")) / f"{name}.so"
    subprocess.run(
        ["cc", "-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror", "-o", built, HERE / f"{name}.c", "-ldl"],
        check=True)
    return str(built)


class Disk:
    """A disk that fails on order, for the files whose path begins with `under`."""

    def __init__(self, under):
        self.under = under
        folder = pathlib.Path(tempfile.mkdtemp(prefix="egret-disk-"))
        self.armed = folder / "armed"
        self.log = folder / "steps"

    def environment(self, act=None, at=None, calls=None, after=False, lasts=False, seed=1):
        """Variables for the program; the log of steps begins anew."""
        self.disarm()
        self.log.unlink(missing_ok=True)
        variables = {
            "LD_PRELOAD": library("disk"), "FAULTS_UNDER": str(self.under), "FAULTS_FROM": str(self.armed),
            "FAULTS_LOG": str(self.log), "FAULTS_ACT": act, "FAULTS_AT": at, "FAULTS_CALLS": calls,
            "FAULTS_AFTER": 1 if after else None, "FAULTS_LASTS": 1 if lasts else None, "FAULTS_SEED": seed,
        }
        return {name: str(value) for name, value in variables.items() if value is not None}

    def arm(self):
        self.armed.touch()

    def disarm(self):
        self.armed.unlink(missing_ok=True)

    def calls(self):
        """Number, call and file of each call so far; the number is 0 when it did not count."""
        lines = self.log.read_text().splitlines() if self.log.exists() else []
        return [(int(number), call, name) for number, call, name in map(str.split, lines)]

    def steps(self):
        """Call and file of each counted step so far."""
        return [(call, name) for number, call, name in self.calls() if number]

    def came_to(self, step):
        return len(self.steps()) >= step


class Clock:
    """The wall clock of one program, moved while it runs."""

    def __init__(self):
        self.file = pathlib.Path(tempfile.mkdtemp(prefix="egret-clock-")) / "seconds"
        self.seconds = 0
        self.file.write_bytes(struct.pack("d", 0))
        with self.file.open("r+b") as file:
            self.page = mmap.mmap(file.fileno(), 8)

    def environment(self, uptime=False):
        """Variables for the program; with `uptime` the time since the machine's start moves as well."""
        return {"LD_PRELOAD": library("clock"), "FAULTS_CLOCK": str(self.file)} | ({"FAULTS_UPTIME": "1"} if uptime else {})

    def shift(self, seconds):
        self.seconds = seconds
        self.page[:] = struct.pack("d", seconds)
