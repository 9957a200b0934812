"""A file that is not an intact case is refused with one sentence, and left unchanged."""

import hashlib
import json
import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.newsroom import logged, new_case
from tracker.errors import CannotSave, CaseFileError, ClaimlineError, Refused
from tracker.samples import llama4
from tracker.store import create_case, open_case
from tracker.store.migrations import APPLICATION_ID, VERSION

HEADER = b"SQLite format 3\0"


def picture(folder: Path) -> dict[str, str]:
    """Every file of a folder with its SHA-256."""
    return {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in folder.iterdir() if file.is_file()}


def sentence(path: Path, *, read_only: bool = False) -> str:
    """Try to open; the sentence of the refusal. Nothing of the folder may change."""
    before = picture(path.parent)
    with pytest.raises(ClaimlineError) as refusal:
        open_case(path, author="Reporter", read_only=read_only)
    assert picture(path.parent) == before
    text = str(refusal.value)
    assert text.endswith(".")
    assert "\n" not in text
    assert "Traceback" not in text
    return text


@pytest.fixture
def case(tmp_path: Path) -> Path:
    path = tmp_path / "desk" / "story.claims"
    path.parent.mkdir()
    store = new_case(path)
    logged(store)
    store.close()
    assert [file.name for file in path.parent.iterdir()] == ["story.claims"]
    return path


def alter(case: Path, *statements: str) -> None:
    other = sqlite3.connect(case, isolation_level=None)
    for sql in statements:
        other.execute(sql)
    other.close()


def patch(case: Path, at: int, content: bytes) -> None:
    stored = bytearray(case.read_bytes())
    stored[at : at + len(content)] = content
    case.write_bytes(stored)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_file_that_is_not_there(tmp_path: Path, read_only: bool) -> None:
    assert "There is no case at" in sentence(tmp_path / "none.claims", read_only=read_only)


def test_a_folder(tmp_path: Path) -> None:
    (tmp_path / "folder.claims").mkdir()
    assert "is not a file" in sentence(tmp_path / "folder.claims")


def test_a_name_no_file_can_have(tmp_path: Path) -> None:
    assert "cannot be read" in sentence(tmp_path / ("x" * 300))


FOREIGN: dict[str, bytes] = {
    "an empty file": b"",
    "a text": "這不是案件。\n".encode() * 50,
    "a header and nothing else": HEADER + b"\0" * 84,
    "half a header": HEADER + b"\0" * 10,
    "noise": bytes(range(256)) * 64,
}


@pytest.mark.parametrize("what", FOREIGN)
@pytest.mark.parametrize("read_only", [False, True])
def test_what_is_no_case(what: str, read_only: bool, tmp_path: Path) -> None:
    path = tmp_path / "story.claims"
    path.write_bytes(FOREIGN[what])
    assert "not a Claimline case" in sentence(path, read_only=read_only)


def test_a_zip(tmp_path: Path) -> None:
    path = tmp_path / "story.claims"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("story.claims", "x" * 1000)
    assert "not a Claimline case" in sentence(path)


@pytest.mark.parametrize("application", [0, 5, 0x0F055112])
def test_a_database_of_another_program(application: int, tmp_path: Path) -> None:
    path = tmp_path / "other.claims"
    alter(path, f"PRAGMA application_id={application}", "CREATE TABLE claim (id INTEGER)")
    assert "database of another program" in sentence(path)


def test_our_application_id_on_another_schema(tmp_path: Path) -> None:
    path = tmp_path / "other.claims"
    alter(path, f"PRAGMA application_id={APPLICATION_ID}", "PRAGMA user_version=1", "CREATE TABLE claim (id INTEGER)")
    assert "altered by another program" in sentence(path)


def test_a_case_of_a_newer_version(case: Path) -> None:
    alter(case, "PRAGMA user_version=7")
    assert sentence(case) == (
        f"story.claims was made by a newer Claimline (format 7); this one reads up to format {VERSION}."
    )


def test_a_truncated_case(case: Path) -> None:
    case.write_bytes(case.read_bytes()[:-4096])
    assert "its end is missing" in sentence(case)


@pytest.mark.parametrize("read_only", [False, True])
def test_a_damaged_page(case: Path, read_only: bool) -> None:
    at = case.read_bytes().rindex(b"fudged") // 4096 * 4096
    patch(case, at, b"\xff" * 200)
    assert "is damaged" in sentence(case, read_only=read_only)


def test_a_damaged_schema(case: Path) -> None:
    patch(case, 100, b"\xff" * 200)
    assert "is damaged" in sentence(case)


def test_a_case_without_its_name(case: Path) -> None:
    alter(case, "DELETE FROM case_info")
    assert "does not say which case it is" in sentence(case)


ALTERED = {
    "a trigger that hides the history": "CREATE TRIGGER forget AFTER INSERT ON step BEGIN DELETE FROM step; END",
    "a trigger named like the index": "CREATE TRIGGER claim_words_data AFTER INSERT ON step BEGIN DELETE FROM step; END",
    "a trigger named like its table": "CREATE TRIGGER step AFTER INSERT ON step BEGIN DELETE FROM step; END",
    "a trigger with a name that looks like the index": "CREATE TRIGGER a_words_b AFTER INSERT ON step BEGIN SELECT 1; END",
    "a view": "CREATE VIEW extra AS SELECT 1",
    "a table": "CREATE TABLE extra (id INTEGER)",
    "an index": "CREATE INDEX extra ON claim (note)",
    "a lost index": "DROP INDEX claim_review",
    "a lost table": "DROP TABLE saved_search",
    "another column": "ALTER TABLE claim ADD COLUMN extra TEXT",
}


@pytest.mark.parametrize("what", ALTERED)
def test_a_schema_that_is_not_ours(what: str, case: Path) -> None:
    alter(case, ALTERED[what])
    assert "altered by another program" in sentence(case)


def test_a_case_switched_to_a_write_ahead_log(case: Path) -> None:
    patch(case, 18, b"\2\2")
    assert "write-ahead log" in sentence(case)


def test_a_case_that_is_open_in_another_process(case: Path) -> None:
    lock = case.with_name("story.claims.lock")
    lock.write_text(json.dumps({"user": "editor", "host": socket.gethostname(), "pid": os.getppid(), "since": "now"}))
    refusal = sentence(case)
    assert f"editor on {socket.gethostname()} (process {os.getppid()}, since now)" in refusal
    assert "open it read-only" in refusal
    open_case(case, author="Reader", read_only=True).close()


def test_the_same_case_opens_once_for_writing(case: Path) -> None:
    store = open_case(case, author="Reporter")
    with pytest.raises(CaseFileError, match="is open for"):
        open_case(case, author="Reporter")
    assert case.with_name("story.claims.lock").exists()
    store.close()
    open_case(case, author="Reporter").close()


@pytest.fixture
def hold(case: Path) -> Iterator[Callable[[str], None]]:
    """Another process that takes SQLite's own lock."""
    held: list[subprocess.Popen[bytes]] = []

    def take(how: str) -> None:
        program = (
            "import sqlite3, sys; c = sqlite3.connect(sys.argv[1], isolation_level=None); "
            "c.execute(sys.argv[2]); print(flush=True); sys.stdin.read()"
        )
        process = subprocess.Popen(
            [sys.executable, "-c", program, str(case), how], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        assert process.stdout is not None
        process.stdout.readline()
        held.append(process)

    yield take
    for process in held:
        process.communicate()


def test_a_case_that_another_program_holds(case: Path, hold: Callable[[str], None]) -> None:
    hold("BEGIN EXCLUSIVE")
    assert "locked by another program" in sentence(case)


def test_a_case_that_another_program_writes_keeps_its_old_words(case: Path, hold: Callable[[str], None]) -> None:
    store = open_case(case, author="Reporter")
    store.db.execute("PRAGMA busy_timeout=50")
    hold("BEGIN IMMEDIATE")
    with pytest.raises(CannotSave, match="locked by another program"):
        logged(store)
    store.close()


def test_a_folder_that_takes_no_lock_file(case: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tracker.store.lock.os.link", refuse)
    assert "a lock file cannot be written in its folder (Permission denied). Open it read-only." in sentence(case)
    open_case(case, author="Reader", read_only=True).close()


def test_a_new_case_never_overwrites(case: Path) -> None:
    before = picture(case.parent)
    with pytest.raises(Refused, match="exists already"):
        create_case(case, "Other", author="Reporter")
    with pytest.raises(Refused, match="exists already"):
        llama4.build(case, author="Reporter")
    assert picture(case.parent) == before


def test_a_new_case_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="NUL"):
        create_case(tmp_path / "story.claims", "a\0b", author="Reporter")
    with pytest.raises(CannotSave, match="cannot be made"):
        create_case(tmp_path / "no" / "story.claims", "Story", author="Reporter")
    (tmp_path / "story.claims.lock").write_text('{"user": "a", "host": "elsewhere", "pid": 1, "since": ""}')
    with pytest.raises(CaseFileError, match="is open for"):
        create_case(tmp_path / "story.claims", "Story", author="Reporter")
    assert [file.name for file in tmp_path.iterdir() if file.is_file()] == ["story.claims.lock"]


def test_a_copy_of_a_case_is_a_case(case: Path, tmp_path: Path) -> None:
    shutil.copy(case, tmp_path / "名字 with ? and # %41.claims")
    store = open_case(tmp_path / "名字 with ? and # %41.claims", author="Reporter")
    logged(store)
    store.close()
    assert sorted(file.name for file in tmp_path.iterdir() if file.is_file()) == ["名字 with ? and # %41.claims"]
