"""Measures the start as whole processes, alternating with a minimal program for comparison.

`claimline --help` against an empty Python; the window until a case is drawn against a window with one label. Both
use compiled modules, as an installed program does, and the benchmark has its own settings.
"""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

RUNS = 9
_HERE = Path(__file__).parent
_FIRST_PAINT = str(_HERE / "first_paint.py")
_HELP = "from tracker.cli import main; main(prog_name='claimline')"


class Took(NamedTuple):
    """Milliseconds by the clock and of the processor."""

    clock: float
    processor: float


def start_of_help() -> dict[str, Any]:
    """`claimline --help` against `python -c pass`."""
    return _compared(
        "claimline --help", 0, lambda: _to_the_end("-c", _HELP, "--help"), lambda: _to_the_end("-c", "pass")
    )


def start_of_window(name: str, n: int, case: Path) -> dict[str, Any]:
    """The window on a case of n claims until it is drawn, against a bare window."""
    return _compared(name, n, lambda: _to_the_picture(str(case)), _to_the_picture)


def _compared(name: str, n: int, work: Callable[[], Took], floor: Callable[[], Took]) -> dict[str, Any]:
    work(), floor()  # compiles the modules, backs the case up
    floors, ours = zip(*[(floor(), work()) for _ in range(RUNS)], strict=True)
    line = {"name": name, "n": n, "p95_ms": round(max(took.clock for took in ours), 3), "rss_mb": 0}
    for kind in Took._fields:
        mine, bare = [getattr(took, kind) for took in ours], [getattr(took, kind) for took in floors]
        medians, least = (statistics.median(mine), statistics.median(bare)), (min(mine), min(bare))
        print(
            f"{name if kind == 'clock' else '':<28} {kind:<10}"
            f" median {medians[0]:>8.1f} ms   floor {medians[1]:>7.1f} ms   ratio {medians[0] / medians[1]:>6.2f}"
            f"   least {least[0]:>8.1f} ms   floor {least[1]:>7.1f} ms   ratio {least[0] / least[1]:>6.2f}"
        )
        if kind == "clock":
            line |= {
                "median_ms": round(medians[0], 3), "floor_ms": round(medians[1], 3),
                "ratio": round(medians[0] / medians[1], 2),
            }  # fmt: skip
        line[f"{kind}_least_ratio"] = round(least[0] / least[1], 2)
    return line


def _environment() -> dict[str, str]:
    """The environment of an installed program: modules stay compiled; the user's settings are not used."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    build = _HERE.parent / "build" / "bench-start"
    ours = {
        "PYTHONPATH": _HERE.parent,
        "PYTHONPYCACHEPREFIX": build / "compiled",
        "XDG_CONFIG_HOME": build / "settings",
    }
    return environment | {name: str(path) for name, path in ours.items()} | {"QT_QPA_PLATFORM": "offscreen"}


def _to_the_end(*arguments: str) -> Took:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.perf_counter()
    subprocess.run([sys.executable, *arguments], env=_environment(), stdout=subprocess.DEVNULL, check=True)
    clock = time.perf_counter() - start
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return Took(clock * 1000, (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) * 1000)


def _to_the_picture(*arguments: str) -> Took:
    start = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, _FIRST_PAINT, *arguments], env=_environment(), stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        line = process.stdout.readline()
        clock = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{_FIRST_PAINT} {' '.join(arguments)} failed")
    return Took(clock * 1000, float(line))
