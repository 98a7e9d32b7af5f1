"""What a process has loaded is left alone by the collector, and what becomes garbage later is still found."""

import subprocess
import sys

PROGRAM = """
import gc, weakref
from xiangyue.kernel import heap

class Ring:
    pass

with heap.loading():
    assert not gc.isenabled()
heap.settle()
assert gc.get_freeze_count() > 1000 and gc.isenabled()
ring = Ring()
ring.itself, seen = ring, weakref.ref(ring)
del ring
made = [[] for _ in range(2 * heap.YOUNG)]
assert seen() is None
"""


def test_what_is_loaded_rests_and_what_comes_after_is_collected() -> None:
    subprocess.run([sys.executable, "-c", PROGRAM], check=True)
