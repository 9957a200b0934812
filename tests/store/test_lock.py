"""The lock of a case: exactly one writer; a stale or damaged lock file blocks nobody."""

import json
import os
import socket
import subprocess
import sys
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from tests.newsroom import new_case
from tracker.errors import CannotSave, CaseFileError, CaseInUse
from tracker.store import create_case, lock, open_case, processes
from tracker.store.lock import Holder


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "story.claims"
    new_case(path).close()
    return path


def lay(case: Path, holder: Holder) -> Path:
    """A lock file of another process."""
    file = lock.file_of(case)
    file.write_text(json.dumps(asdict(holder)))
    return file


def opens(case: Path) -> bool:
    """Whether the case opens for writing, and is then locked until it is closed."""
    try:
        store = open_case(case, author="Reporter")
    except CaseInUse:
        return False
    assert json.loads(lock.file_of(case).read_text())["pid"] == os.getpid()
    store.close()
    assert [file.name for file in case.parent.iterdir()] == [case.name]
    return True


@pytest.mark.parametrize(
    "content",
    [
        b"", b"\0" * 120, b"{", b'{"user": "a", "ho', b"[]", b"null", b"7", b'{"user": "a"}', b'{"pid": "x"}',
        b"\xff\xfe", b",ann,laptop,28.11.2026", b"[" * 100_000,
        b'{"user": "a", "host": "h", "pid": -1, "since": "now"}', b'{"user": "a", "host": "h", "pid": 1e400, "since": ""}',
    ],
)  # fmt: skip
def test_a_lock_that_names_nobody_is_nobodys(case: Path, content: bytes) -> None:
    lock.file_of(case).write_bytes(content)
    assert opens(case)


def test_a_lock_says_which_run_of_which_computer_wrote_it(case: Path) -> None:
    store = open_case(case, author="Reporter")
    holder = json.loads(lock.file_of(case).read_text())
    assert holder["boot"] == processes.boot()
    assert holder["started"] == (processes.started(os.getpid()) or "")
    assert holder["since"]
    store.close()


def test_what_is_no_lock_file_is_refused_in_words_and_nothing_waits(case: Path) -> None:
    lock.file_of(case).symlink_to(case.with_name("nowhere"))
    with pytest.raises(CaseFileError, match="Remove it"):
        open_case(case, author="Reporter")


def test_a_lock_of_another_computer_tells_how_to_get_out(case: Path) -> None:
    file = lay(case, Holder("editor", "elsewhere", 2**22 + 1, "now"))
    with pytest.raises(CaseInUse, match=f"remove {file}"):
        open_case(case, author="Reporter")


def test_a_lock_of_another_computer_is_never_taken_over(case: Path) -> None:
    file = lay(case, Holder("editor", "elsewhere", 2**22 + 1, "now"))
    before = file.read_bytes()
    with pytest.raises(CaseInUse, match="editor on elsewhere") as refused:
        open_case(case, author="Reporter")
    assert refused.value.holder.startswith("editor on elsewhere (process ")
    assert file.read_bytes() == before


def test_a_lock_of_a_process_that_runs_is_kept(case: Path) -> None:
    parent = os.getppid()
    lay(case, replace(Holder.this(), pid=parent, started=processes.started(parent) or ""))
    assert not opens(case)


def test_a_lock_left_by_a_process_that_ended_is_taken_over(case: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", "pass"])
    ended.wait()
    lay(case, replace(Holder.this(), pid=ended.pid))
    assert opens(case)


def test_a_process_that_was_given_the_number_since_is_no_owner(case: Path) -> None:
    lay(case, replace(Holder.this(), pid=os.getppid(), started="1"))
    assert opens(case)


@pytest.mark.skipif(not processes.boot(), reason="this system does not tell one run from the next")
def test_a_process_of_before_the_restart_is_no_owner(case: Path) -> None:
    parent = os.getppid()
    lay(case, replace(Holder.this(), pid=parent, boot="another", started=processes.started(parent) or ""))
    assert opens(case)


def test_the_lock_is_there_whole_or_not_at_all(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is looked at whenever a file of its name can first be seen."""
    link = os.link
    seen: list[Holder] = []

    def watched(source: Path, target: Path) -> None:
        link(source, target)
        seen.append(Holder(**json.loads(target.read_text())))

    monkeypatch.setattr("tracker.store.lock.os.link", watched)
    assert opens(case)
    assert [holder.pid for holder in seen] == [os.getpid()]


def test_a_disk_without_links_has_locks_too(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr("tracker.store.lock.os.link", refuse)
    assert opens(case)
    lay(case, Holder("editor", "elsewhere", 1, "now"))
    assert not opens(case)


@pytest.mark.parametrize("new", [False, True])
def test_a_full_disk_is_a_sentence_and_leaves_no_lock(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, new: bool
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    before = sorted(file.name for file in tmp_path.iterdir())
    monkeypatch.setattr("tracker.store.lock.json.dump", full)
    opening = partial(create_case, tmp_path / "new.claims", "New") if new else partial(open_case, case)
    with pytest.raises(CannotSave, match="disk is full"):
        opening(author="Reporter")
    assert sorted(file.name for file in tmp_path.iterdir()) == before
    monkeypatch.undo()
    assert opens(case)


def test_a_case_has_one_lock_whatever_leads_to_it(case: Path, tmp_path: Path) -> None:
    other = tmp_path / "elsewhere.claims"
    other.symlink_to(case)
    store = open_case(case, author="Reporter")
    with pytest.raises(CaseInUse):
        open_case(other, author="Reporter")
    store.close()


def test_a_lock_that_cannot_be_given_back_does_not_keep_a_case_from_closing(
    case: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(5, "Input/output error")

    store = open_case(case, author="Reporter")
    with monkeypatch.context() as broken:
        broken.setattr(Path, "unlink", refuse)
        store.close()
    lock.release(case)


def test_a_lock_that_is_nobodys_is_taken_over_by_one(case: Path) -> None:
    """Several at once, again and again; two must never have it."""
    program = (
        "import sys; from pathlib import Path; from tracker.store import lock; from tracker.errors import CaseInUse\n"
        "sys.stdin.readline()\n"
        "try:\n    lock.take(Path(sys.argv[1])); print('mine', flush=True)\n"
        "except CaseInUse:\n    print('theirs', flush=True)\n"
        "sys.stdin.readline()"
    )
    for _ in range(4):
        lay(case, replace(Holder.this(), started="1"))
        racing = [
            subprocess.Popen(
                [sys.executable, "-c", program, str(case)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
            )
            for _ in range(4)
        ]
        results = []
        for process in racing:
            assert process.stdin is not None
            process.stdin.write("\n")
            process.stdin.flush()
        for process in racing:
            assert process.stdout is not None
            results.append(process.stdout.readline().strip())
        for process in racing:
            process.communicate("\n")
        assert sorted(results) == ["mine", "theirs", "theirs", "theirs"]


def test_windows_renames_where_others_link(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Simulates a system where a rename cannot replace a file, and hard links are not possible."""
    rename = Path.rename

    def exclusive(source: Path, target: Path) -> Path:
        if target.exists():
            raise FileExistsError(17, "File exists")
        return rename(source, target)

    monkeypatch.setattr(lock, "fcntl", None)
    monkeypatch.setattr(Path, "rename", exclusive)
    assert opens(case)
    lay(case, replace(Holder.this(), started="1"))
    assert opens(case)
    lay(case, Holder("editor", "elsewhere", 1, "now"))
    assert not opens(case)


class Kernel:
    """kernel32 of a computer where process 7 runs, 8 has ended and 9 belongs to another user."""

    error = 0

    def __init__(self) -> None:
        self.closed: list[int] = []
        self.OpenProcess = _Function(self._open)

    def _open(self, _rights: Any, _inherited: bool, pid: Any) -> int:
        self.error = {7: 0, 8: 0, 9: 5}.get(pid.value, 87)
        return pid.value if self.error == 0 else 0

    def GetExitCodeProcess(self, handle: Any, code: Any) -> int:
        code._obj.value = 259 if handle.value == 7 else 1
        return 1

    def GetProcessTimes(self, _handle: Any, created: Any, *_: Any) -> int:
        created._obj.dwHighDateTime, created._obj.dwLowDateTime = 1, 5
        return 1

    def CloseHandle(self, handle: Any) -> None:
        self.closed.append(handle.value)


class _Function:
    """A function that takes attributes, as those of ctypes do."""

    restype: Any = None

    def __init__(self, call: Any) -> None:
        self.call = call

    def __call__(self, *given: Any) -> Any:
        return self.call(*given)


@pytest.mark.parametrize(("pid", "began"), [(7, str(2**32 + 5)), (8, None), (9, ""), (10, None)])
def test_windows_is_asked_for_processes_in_its_own_way(pid: int, began: str | None) -> None:
    kernel = Kernel()
    assert processes.on_windows(pid, kernel, lambda: kernel.error) == began
    assert kernel.closed == ([pid] if pid < 9 else [])


def test_a_process_is_known_by_its_beginning() -> None:
    assert processes.started(os.getpid())
    assert processes.started(os.getpid()) == processes.started(os.getpid())
    assert processes.started(2**22 + 7) is None
    assert socket.gethostname() == Holder.this().host
