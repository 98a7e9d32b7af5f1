"""A port over real lines: files on disk, written by the timeline's own loop, reached from the test's thread."""

import asyncio
import threading

from xiangyue.kernel import ids
from xiangyue.timeline.lines import Lines
from xiangyue.timeline.rules import LineRules


class Bridge:
    """A port over lines that live in a loop of their own, as the roof's does over HTTP."""

    def __init__(self, folder):
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever)
        self.thread.start()
        self.lines = self.run(self._start(folder))

    async def _start(self, folder):
        lines = Lines(folder, LineRules(hold_ms=0))
        await lines.start(ticking=False)
        return lines

    def run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result(10)

    def ask(self, question):
        async def answer():
            return question()

        return self.run(answer())

    def open(self, lecture):
        self.ask(lambda: self.lines.open(lecture))

    def append(self, lecture, kind, data, *, command, by, expected=None):
        async def write():
            return await self.lines.find(lecture).append(kind, data, command=command, by=by, expected=expected)

        return self.run(write())

    def seal(self, lecture):
        """Let a tick pass: what residents put in is summed."""
        self.run(self.lines.find(lecture).seal())

    def read(self, lecture, after, limit=1000):
        return self.ask(lambda: self.lines.find(lecture).read(after, limit))

    def follow(self, lecture, kinds, after, limit, *, newest=False):
        return self.ask(lambda: self.lines.find(lecture).follow(frozenset(kinds), after, limit, newest=newest))

    def raw(self, lecture, after, limit=1000):
        return self.ask(lambda: self.lines.find(lecture).raw(after, limit))

    def heads(self):
        return self.ask(self.lines.heads)

    def look_again(self):
        """There are no lists here."""

    def studio(self, lecture):
        return None

    def erase(self, lecture, seqs, *, reason, by, command):
        return self.run(self.lines.find(lecture).erase(seqs, reason=reason, by=by, command=command))

    def speak(self, lecture, who, text, *, kind="say", net="a3f9c1d2", **private):
        """A resident's words as the edge puts them on the line; their number."""

        async def write():
            data = {"name": "村民", "text": text, "from": who}
            line, command = self.lines.find(lecture), ids.new_id()
            return await line.append(kind, data, command=command, by=who, private={"net": net, **private})

        return self.run(write()).seq

    def public(self, lecture):
        """Seal what is due; the numbers of the sentences that everybody can read."""
        line = self.lines.find(lecture)
        self.run(line.seal())
        return [said.i for said in line.state.recent]

    def close(self):
        self.run(self.lines.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()
