"""Runs commands as whole processes and asks the system what they used."""

import os
import resource
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PROJECT = Path(__file__).resolve().parent.parent


class Failed(Exception):
    """A measurement that cannot be made; the text says why."""


@dataclass(frozen=True)
class Run:
    """What one process used."""

    cpu: float  # seconds, user and system, all threads
    wall: float  # seconds
    peak: int  # bytes of resident memory
    status: int  # exit code


def run(command: list[str], cpus: set[int]) -> Run:
    """Runs a command on these processors; what it prints is thrown away."""
    start = time.perf_counter()
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=lambda: os.sched_setaffinity(0, cpus),
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    code = process.returncode = os.waitstatus_to_exitcode(status)
    if code < 0:
        raise Failed(f"signal {-code} ended {' '.join(command)}")
    return Run(used.ru_utime + used.ru_stime, wall, used.ru_maxrss * 1024, code)


def hidden(peak: int) -> bool:
    """The system counts this program's own memory towards each process that it starts: less cannot be seen."""
    return peak <= resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 * 1.02


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def mebibytes(peak: int) -> str:
    return f"{'<=' if hidden(peak) else ''}{peak / 2**20:.1f}"


def where(runs: int, cpus: set[int]) -> str:
    """How it is measured. Where the load is higher than the processors, times are too long, wall time above all."""
    plural = "s" if len(cpus) > 1 else ""
    return f"{runs} runs on {len(cpus)} processor{plural}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()}"


def median_of(runs: list[Run], figure: str) -> float:
    return median(getattr(run, figure) for run in runs)


def least_of(runs: list[Run], figure: str) -> float:
    return min(getattr(run, figure) for run in runs)


def processors(text: str) -> set[int]:
    """`0` or `0,1`; those that this machine does not give are an error."""
    cpus = {int(number) for number in text.split(",")}
    given = os.sched_getaffinity(0)
    if not cpus <= given:
        raise ValueError(f"only the processors {sorted(given)} are there")
    return cpus


def fill(command: list[str], tree: str, cpus: set[int]) -> list[str]:
    """The command with its placeholders filled in."""
    words = [word.replace("{tree}", tree).replace("{threads}", str(len(cpus))) for word in command]
    if shutil.which(words[0]) is None:
        raise Failed(f"{words[0]} is no program")
    return words


def built(name: str) -> str:
    """The path of a build of this project as it is shipped."""
    target = Path(os.environ.get("CARGO_TARGET_DIR", PROJECT / "target"))
    path = target / "dist" / name
    if not path.exists():
        raise Failed(f"{path} is missing: build it with cargo build --profile dist --bin apiref --example generate-api-ref")
    return str(path)


def print_table(rows: list[list[str]]) -> None:
    """The first row is the heading; the first column is text, the others are numbers."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        first, *rest = (cell.ljust(width) if column == 0 else cell.rjust(width)
                        for column, (cell, width) in enumerate(zip(row, widths)))
        print("  ".join([first, *rest]).rstrip())
    sys.stdout.flush()
