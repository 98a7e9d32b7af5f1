"""An import as the work child runs it: 100,000 rows into the journal's chains, a thousand a transaction.

    python -m bench.fanout_rows FOLDER

Says "ready" when it begins, and how many rows it has written each time it is a thousand more. At the work child's
priority, in a database of its own beside the lines.
"""

import os
import sys

ROWS, BATCH = 100_000, 1_000


def main() -> None:
    os.environ["XIANGYUE_DATA"] = sys.argv[1]
    from xiangyue.project import control
    from xiangyue.project.commands import work

    control.start()
    control.migrate()
    from xiangyue.journal import actions as journal

    work.step_back()
    print("ready", flush=True)
    for first in range(0, ROWS, BATCH):
        rows = [
            ("import", {"row": first + n, "title": "导入的一行", "text": "府山街道飞线整治" * 4}) for n in range(BATCH)
        ]
        journal.record_all(f"import/{first // BATCH}", rows, by="office")
        print(first + BATCH, flush=True)


if __name__ == "__main__":
    main()
