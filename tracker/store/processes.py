"""Identifying a process: its number is not enough, since it is reused after a restart or for another program."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

_STILL_ACTIVE = 259  # GetExitCodeProcess of a process that runs
_QUERY = 0x1000  # PROCESS_QUERY_LIMITED_INFORMATION
_NO_RIGHTS = 5  # ERROR_ACCESS_DENIED


def boot() -> str:
    """An identifier of this run of the computer; "" where the system does not provide it."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""


def started(pid: int) -> str | None:
    """When the process with that number began, in the system's own format: constant while it runs, different
    for any other process of that number. "" where it runs and the time cannot be read, None where none runs.
    """
    if sys.platform == "win32":
        import ctypes

        kernel = ctypes.WinDLL("kernel32", use_last_error=True)
        return on_windows(pid, kernel, ctypes.get_last_error)
    try:
        line = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace")
    except OSError:
        return _by_signal(pid)
    state, *fields = line.rpartition(")")[2].split()  # the name before it may contain anything
    return None if state in "ZX" else fields[18]  # field 22 of proc(5), ticks since the computer started


def _by_signal(pid: int) -> str | None:
    """`started` for systems without /proc."""
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return None
    except OSError:
        return ""
    try:
        command = ["ps", "-o", "lstart=", "-p", str(pid)]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={"LC_ALL": "C"}).stdout.strip()
    except OSError:
        return ""


def on_windows(pid: int, kernel: Any, last_error: Callable[[], int]) -> str | None:
    """As `started`, by the functions of kernel32."""
    import ctypes
    from ctypes import wintypes

    kernel.OpenProcess.restype = wintypes.HANDLE
    handle = kernel.OpenProcess(wintypes.DWORD(_QUERY), False, wintypes.DWORD(pid))
    if not handle:
        return "" if last_error() == _NO_RIGHTS else None
    try:
        code = wintypes.DWORD()
        if kernel.GetExitCodeProcess(wintypes.HANDLE(handle), ctypes.byref(code)) and code.value != _STILL_ACTIVE:
            return None
        times = [wintypes.FILETIME() for _ in range(4)]  # created, ended, in the kernel, in the program
        if not kernel.GetProcessTimes(wintypes.HANDLE(handle), *map(ctypes.byref, times)):
            return ""
        return str((times[0].dwHighDateTime << 32) + times[0].dwLowDateTime)
    finally:
        kernel.CloseHandle(wintypes.HANDLE(handle))
