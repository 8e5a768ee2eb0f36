"""A proxy of our own between two programs: it delays, loses, doubles, reorders, drips and cuts what passes, by a seed.

It understands just enough HTTP/1.1 to know where a request or an answer ends, so that a fault hits a whole message or,
where that is asked for, a chosen byte of it. One seed and one order of requests give the same faults again.
"""

import asyncio
import contextlib
import dataclasses
import random
import socket
import struct
import threading

SILENCE, RESET, CLOSE = "silence", "reset", "close"
NO_BODY = (b"204", b"304")


@dataclasses.dataclass(frozen=True)
class Fault:
    """What happens to a request and its answer; seconds, bytes, and chances from 0 to 1."""

    delay: float = 0
    jitter: float = 0
    """Each way takes `delay` give or take `jitter`."""
    lose_request: float = 0
    lose_answer: float = 0
    """The request arrives and acts, and nobody hears of it."""
    then: str = RESET
    """How the asker learns of a loss: `silence` until it gives up, `reset`, or `close`."""
    twice: float = 0
    """A second copy goes its own way, its answer to nobody."""
    overtaken: float = 0
    patience: float = 0.25
    """Waits until another request has passed, so long at most: a person alone is overtaken by nobody."""
    answer_bytes: int | None = None
    """Of the answer only so many bytes pass, then `then`."""
    rate: float | None = None
    """Both ways drip: bytes a second."""
    half_close: bool = False
    """Half of the answer, then the end of the stream while the other way stays open."""


CALM = Fault()


class Proxy:
    """Listens on a free port of loopback, or where it is told to, for one target; a thread of its own does the work."""

    def __init__(self, target, seed=1, listening=None):
        self.target = target
        self.seed = seed
        self.fault = CALM
        self.rules = []
        self.seen = []
        self.bodies = []
        # Whose answers have come back: what is only seen may still be on its way to the target.
        self.answered = []
        self.passed = None
        self.loop = asyncio.new_event_loop()
        self.socket = listening or socket.create_server(("127.0.0.1", 0), backlog=512)
        host, self.port = self.socket.getsockname()
        self.url = f"http://{host}:{self.port}"
        self.thread = threading.Thread(target=self.work, daemon=True)
        self.thread.start()

    def work(self):
        asyncio.set_event_loop(self.loop)

        async def serve():
            self.passed = asyncio.Condition()
            self.server = await asyncio.start_server(self.connection, sock=self.socket, limit=2 ** 22)

        self.loop.run_until_complete(serve())
        self.loop.run_forever()

    def stop(self):
        async def end():
            self.server.close()
            others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
            for task in others:
                task.cancel()
            await asyncio.gather(*others, return_exceptions=True)
            self.loop.stop()

        asyncio.run_coroutine_threadsafe(end(), self.loop)
        self.thread.join(timeout=10)

    def once(self, words, fault, times=1):
        """The next `times` requests whose first line holds `words` meet this fault."""
        self.rules.append([words, fault, times])

    def calm(self):
        self.rules.clear()
        self.fault = CALM

    def replay(self, words):
        """Sends every request seen so far whose first line holds `words` once more, byte for byte; the statuses."""
        kept = [body for line, body in zip(self.seen, self.bodies, strict=True) if words in line]
        return [self.resend(body) for body in kept]

    def resend(self, request):
        """Status of the answer to these bytes."""
        answer = asyncio.run_coroutine_threadsafe(self.exchange(request), self.loop).result(timeout=60)
        return int(answer.split(b" ", 2)[1])

    # -- one connection

    async def connection(self, reader, writer):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, EOFError, ValueError):
            while True:
                request = await message(reader, is_answer=False)
                fault, chance = self.choose(request)
                if not await self.carry(request, fault, chance, writer):
                    break
        with contextlib.suppress(OSError):
            writer.close()

    def choose(self, request):
        line = request.split(b"\r\n", 1)[0].decode("latin-1")
        number = len(self.seen)
        self.seen.append(line)
        self.bodies.append(request)
        chance = random.Random(f"{self.seed}/{number}")
        for rule in self.rules:
            if rule[0] in line:
                rule[2] -= 1
                if rule[2] == 0:
                    self.rules.remove(rule)
                return rule[1], chance
        return self.fault, chance

    async def carry(self, request, fault, chance, writer):
        """Takes one request there and its answer back; whether the connection lives on."""
        lots = {name: chance.random() for name in ("lose_request", "lose_answer", "twice", "overtaken")}
        pauses = [max(0.0, fault.delay + chance.uniform(-fault.jitter, fault.jitter)) for _ in range(2)]
        await asyncio.sleep(pauses[0])
        if lots["overtaken"] < fault.overtaken:
            await self.wait_for_another(fault.patience)
        if lots["lose_request"] < fault.lose_request:
            return await self.leave(writer, fault.then)
        if lots["twice"] < fault.twice:
            self.loop.create_task(self.forget(request))
        answer = await self.exchange(request, fault.rate)
        self.answered.append(request)
        async with self.passed:
            self.passed.notify_all()
        await asyncio.sleep(pauses[1])
        if lots["lose_answer"] < fault.lose_answer:
            return await self.leave(writer, fault.then)
        return await self.hand_over(answer, fault, writer)

    async def hand_over(self, answer, fault, writer):
        if fault.answer_bytes is not None:
            await pour(writer, answer[:fault.answer_bytes], fault.rate)
            return await self.leave(writer, fault.then)
        if fault.half_close:
            await pour(writer, answer[:len(answer) // 2], fault.rate)
            writer.write_eof()
            await asyncio.sleep(60)
            return False
        await pour(writer, answer, fault.rate)
        return b"connection: close" not in answer.split(b"\r\n\r\n", 1)[0].lower()

    async def wait_for_another(self, patience):
        with contextlib.suppress(asyncio.TimeoutError):
            async with asyncio.timeout(patience), self.passed:
                await self.passed.wait()

    async def exchange(self, request, rate=None):
        """Asks the target on a connection of its own."""
        reader, writer = await asyncio.open_connection(*self.target, limit=2 ** 22)
        try:
            await pour(writer, request, rate)
            return await message(reader, is_answer=True, is_head=request.startswith(b"HEAD "))
        finally:
            writer.close()

    async def forget(self, request):
        with contextlib.suppress(OSError, asyncio.IncompleteReadError, EOFError):
            await self.exchange(request)

    @staticmethod
    async def leave(writer, how):
        if how == SILENCE:
            await asyncio.sleep(600)
        elif how == RESET:
            # A linger of zero makes the kernel send RST instead of FIN.
            writer.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        return False


async def message(reader, is_answer, is_head=False):
    """The bytes of one whole request or answer."""
    head = await reader.readuntil(b"\r\n\r\n")
    fields = dict(
        (name.strip().lower(), value.strip())
        for name, _, value in (line.partition(b":") for line in head.split(b"\r\n")[1:-2]))
    if is_answer and (is_head or head.split(b" ", 2)[1] in NO_BODY):
        return head
    if b"chunked" in fields.get(b"transfer-encoding", b"").lower():
        return head + await chunks(reader)
    if is_answer and b"content-length" not in fields:
        return head + await reader.read(-1)
    return head + await reader.readexactly(int(fields.get(b"content-length", b"0")))


async def chunks(reader):
    whole = b""
    while True:
        line = await reader.readuntil(b"\r\n")
        size = int(line.split(b";")[0], 16)
        whole += line + await reader.readexactly(size + 2)
        if size == 0:
            return whole


async def pour(writer, data, rate):
    """Writes at once, or byte by byte at `rate` a second."""
    if rate is None:
        writer.write(data)
        await writer.drain()
        return
    step = max(1, int(rate / 20))
    for start in range(0, len(data), step):
        writer.write(data[start:start + step])
        await writer.drain()
        await asyncio.sleep(step / rate)
