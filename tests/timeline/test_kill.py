"""Kill -9 at any instant: what was acknowledged is there, what was read is the same bytes."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from tests.factories.line import LECTURE, some_lines

from xiangyue.timeline.verify import verify

REPOSITORY = Path(__file__).parents[2]
ROUNDS = 5


def live_and_be_killed(folder, turn, after):
    """Run a lecturer until it has made `after` promises and a random moment more; what it promised."""
    environ = {**os.environ, "PYTHONPATH": f"{REPOSITORY / 'src'}:{REPOSITORY}"}
    command = [sys.executable, str(Path(__file__).with_name("lecturer.py")), str(folder), str(turn)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environ, text=True)
    kill = threading.Timer(random.random() * 0.05, process.send_signal, [signal.SIGKILL])
    promises = []
    assert process.stdout is not None
    for text in process.stdout:
        if text.endswith("\n"):
            promises.append(json.loads(text))
        if len(promises) == after:
            kill.start()
    kill.join()
    process.stdout.close()
    assert process.wait() == -signal.SIGKILL
    return promises


@pytest.mark.slow  # five processes start, work for a moment and are killed
def test_nothing_acknowledged_is_lost_and_nothing_sealed_changes(tmp_path):
    promised, sealed = {}, {}
    for turn in range(ROUNDS):
        for promise in live_and_be_killed(tmp_path, turn, after=random.randint(20, 600)):
            if "command" in promise:
                promised[promise["command"]] = promise["seq"], promise["link"]
            elif "body" in promise:
                # Across restarts too: a number is never given to other bytes.
                assert sealed.setdefault(promise["n"], (promise["hash"], promise["body"]))[0] == promise["hash"]
        assert len(promised) > 10 * turn
        checked = asyncio.run(found_again(tmp_path, promised, sealed))
        findings = verify(tmp_path / LECTURE, against=checked)
        assert findings.breaks == ()


async def found_again(root, promised, sealed):
    """Reload, hold everything against what was promised; the chain's head."""
    async with some_lines(root) as lines:
        line = lines.find(LECTURE)
        records = {record.command: record.seq for record in line.read(0, 1_000_000)}
        assert {command: records.get(command) for command in promised} == {
            command: seq for command, (seq, _link) in promised.items()
        }
        for n, (name, body) in sealed.items():
            again = line.segment(1, n)
            assert (again.hash, again.body.hex()) == (name, body)
        some = random.choice(sorted(promised))
        receipt = await line.append("like", {"n": 2}, command=some)
        assert (receipt.seq, receipt.link, receipt.repeated) == (*promised[some], True)
        return line.chain_head()
