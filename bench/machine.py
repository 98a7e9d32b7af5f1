"""What every table is headed with: the machine and the day."""

import os
import platform
from pathlib import Path

from xiangyue.kernel import clock


def describe() -> str:
    """One line: day, processor, cores in use, kernel, Python, load at the start."""
    model = next(
        (line.split(":")[1].strip() for line in Path("/proc/cpuinfo").read_text().splitlines() if "model name" in line),
        platform.machine(),
    )
    day = clock.now().astimezone(clock.COUNTY_ZONE).date()
    cores = len(os.sched_getaffinity(0))
    python, load = platform.python_version(), os.getloadavg()[0]
    return f"{day}  {model}, {cores} cores, Linux {platform.release()}, Python {python}, load {load:.1f}"


def cpu_seconds(pid: int) -> float:
    """User and system time of one process so far, in seconds, as the kernel counts it."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def resident_mib(pid: int) -> float:
    """Memory of one process in MiB."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))) / 1024
