"""People made of words that stand nowhere else, a card for each, and the search for what is left of them.

A word is planted where a person's data goes: on the chip of her card, in the registers, in the message to her phone, into
the answers that she types. Found again after her visit, in any of the ways in which programs write a text, it is a residue.
"""

import fcntl
import itertools
import json
import os
import pathlib
import pty
import random
import select
import struct
import subprocess
import tempfile
import termios
import threading
import tty
import urllib.parse

TYPED = 20
"""Questions that a visit answers with a word of its own; with name, number, phone, address and office 25 words."""
SIGNS = "鹭岛港湾潮汐礁石灯塔榕树木棉凤凰花巷骑楼茶叶石板竹筏渔网贝壳珊瑚云雀蜻蜓萤火蒲扇纸伞铜锁陶罐棋盘琴弦墨砚宣纸"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


def number(chance):
    """A citizen number of this city with a sequence that is not handed out."""
    body = f"350203{chance.randint(1975, 1998)}{chance.randint(1, 12):02}{chance.randint(1, 28):02}{chance.randint(980, 995)}"
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, WEIGHTS)) % 11]


class Person:
    """Somebody whose every datum is a canary."""

    def __init__(self, seed):
        chance = random.Random(f"canary/{seed}")
        chinese = lambda length: "".join(chance.sample(SIGNS, length))
        self.id = f"canary-{seed}"
        self.name = chinese(9)
        self.number = number(chance)
        self.phone = "1541" + f"{chance.randrange(10 ** 6, 10 ** 7):07}"
        self.address = f"厦门市思明区{chinese(8)}里（虚构）"
        self.office = chinese(10)
        # Short ones stay within a Swift string itself, long ones lie on the heap; both alphabets.
        self.typed = [
            chinese(5) if one % 4 == 0 else chinese(20) if one % 2 == 0
            else "".join(chance.choices("bcdfghjkmnpqrstvwxz", k=14 if one % 4 == 1 else 32)) for one in range(TYPED)]
        self.words = [self.name, self.number, self.phone, self.address, self.office, *self.typed]

    def row(self):
        """As the sandbox's file of people has it."""
        return {
            "id": self.id, "name": self.name, "number": self.number, "nation": "汉", "address": self.address,
            "phone": self.phone, "issuer": self.office, "cardFrom": "2017-09-11", "cardUntil": "2037-09-11",
            "faceSeed": 77, "zh": "残留检验", "en": "residue"}


class Reader:
    """An identity card reader on a serial line: the module's side of GA 467, with the text block of a card."""

    MODULE = bytes([1, 0, 2, 0, *[3, 0, 0, 0] * 3])

    def __init__(self):
        self.master, self.slave = pty.openpty()
        tty.setraw(self.slave)
        self.path = os.ttyname(self.slave)
        self.card = None
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.play, daemon=True)
        self.thread.start()

    def stop(self):
        self.over.set()
        self.thread.join(timeout=5)
        os.close(self.master)
        os.close(self.slave)

    def play(self):
        heard = b""
        while not self.over.is_set():
            if not select.select([self.master], [], [], 0.1)[0]:
                continue
            heard += os.read(self.master, 1024)
            while (start := heard.find(b"\xaa\xaa\xaa\x96\x69")) >= 0 and len(heard) >= start + 10:
                command, heard = heard[start + 7:start + 9], heard[start + 10:]
                os.write(self.master, self.frame(self.answer(command)))

    @staticmethod
    def frame(payload):
        body = struct.pack(">H", len(payload) + 1) + payload
        check = 0
        for byte in body:
            check ^= byte
        return b"\xaa\xaa\xaa\x96\x69" + body + bytes([check])

    def answer(self, command):
        done, card = b"\0\0\x90", self.card
        match command.hex():
            case "12ff":
                return done + self.MODULE
            case "2001":
                return b"\0\0\x9f" + bytes(4) if card else b"\0\0\x80"
            case "2002":
                return done + bytes(8) if card else b"\0\0\x81"
            case "3001":
                return done + struct.pack(">HH", 256, 1024) + self.text(card) + b"W" * 1024 if card else b"\0\0\x41"
        return done

    @staticmethod
    def text(card):
        fields = (
            (card.name, 30), ("1", 2), ("01", 4), (card.number[6:14], 16), (card.address, 70), (card.number, 36),
            (card.office, 30), ("20170911", 16), ("20370911", 16), ("", 36))
        return b"".join(text.ljust(size // 2)[:size // 2].encode("utf-16-le") for text, size in fields)


def forms_of(word):
    """How programs write a text down: as UTF-8, as UTF-16, in a form that is sent, in JSON and in HTML by number."""
    kinds = {word.encode(), word.encode("utf-16-le"), urllib.parse.quote(word).encode(),
             urllib.parse.quote(word).lower().encode(), json.dumps(word)[1:-1].encode(),
             "".join(f"&#{ord(sign)};" for sign in word).encode()}
    return [kind for kind in kinds if b"\n" not in kind]


class Search:
    """Looks for words in memory, files and pictures, all of them at once."""

    def __init__(self, words):
        self.by_form = {form: word for word in words for form in forms_of(word)}
        self.list = tempfile.NamedTemporaryFile(dir="/dev/shm")
        self.list.write(b"\n".join(self.by_form))
        self.list.flush()

    def through(self, pieces):
        """The words that stand in the bytes, in any form."""
        grep = subprocess.Popen(
            ["grep", "-a", "-o", "-F", "-f", self.list.name], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={"LC_ALL": "C"})
        found = []
        listener = threading.Thread(target=lambda: found.extend(grep.stdout.read().split(b"\n")), daemon=True)
        listener.start()
        for piece in pieces:
            grep.stdin.write(piece)
        grep.stdin.close()
        listener.join()
        grep.wait()
        return {self.by_form[form] for form in found if form}

    def memory(self, pid):
        return self.through(memory_of(pid))

    def files(self, *folders):
        return self.through(itertools.chain.from_iterable(
            contents_of(path) for folder in folders for path in sorted(pathlib.Path(folder).rglob("*"))))


def memory_of(pid):
    """What a debugger would see of a living process: every part of it that was written to."""
    maps = pathlib.Path(f"/proc/{pid}/maps").read_text().splitlines()
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        for line in maps:
            place, rights, _, _, inode, *name = line.split(maxsplit=5)
            if "r" not in rights or ("w" not in rights and inode != "0") or name[:1] in (["[vvar]"], ["[vsyscall]"]):
                continue
            start, end = (int(part, 16) for part in place.split("-"))
            while start < end:
                try:
                    memory.seek(start)
                    piece = memory.read(min(end - start, 1 << 24))
                except (OSError, ValueError, OverflowError):
                    break
                if not piece:
                    break
                yield piece
                start += len(piece)
            yield b"\n"


def contents_of(path):
    if path.is_file() and not path.is_symlink():
        try:
            yield path.read_bytes() + b"\n"
        except OSError:
            return


def children_of(pid):
    """The process and all that came of it."""
    found = [pid]
    for task in pathlib.Path(f"/proc/{pid}/task").glob("*/children"):
        for child in task.read_text().split():
            found += children_of(int(child))
    return found


def with_argument(argument):
    """Processes that were started with an argument."""
    for folder in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if argument.encode() in (folder / "cmdline").read_bytes().split(b"\0"):
                yield int(folder.name)
        except OSError:
            continue


def read_aloud(picture):
    """The text that a recogniser of other people's making reads in a picture, without spaces."""
    said = subprocess.run(
        ["tesseract", picture, "-", "-l", "chi_sim+eng", "--psm", "11"], check=True, capture_output=True, text=True,
        env=os.environ | {"OMP_THREAD_LIMIT": "1"}).stdout
    return "".join(said.split())
