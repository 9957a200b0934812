"""Preserved bytes: stored once, verified, extracted unchanged, with each of these events recorded."""

import hashlib
from pathlib import Path

import pytest

from tests.newsroom import ARTICLE, logged, new_case, read, said
from tracker.commands import custody, sources
from tracker.commands.sources import Original
from tracker.domain.anchor import Anchor, place
from tracker.domain.source import Capture, Custody, Source
from tracker.errors import NotFound, Refused, Stopped
from tracker.store import Store, captures, open_case
from tracker.store.integrity import check


@pytest.fixture
def case(tmp_path: Path) -> Store:
    return new_case(tmp_path / "story.claims")


def test_a_second_capture_is_another_version_and_the_first_stays(store: Store) -> None:
    source = read(store, "Overview", ARTICLE)
    claim = logged(store, "Fudged")
    said(store, claim, described="x", source_id=source.id, quote="結果被動過手腳")
    later = ARTICLE.replace("Meta denies it.", "Meta denied it on Monday.") + "更正啟事。"
    custody.capture_again(store, source.id, Original(later.encode(), origin="again"), text=later)
    first, second = store.all(Capture, source_id=source.id)
    assert b"".join(captures.chunks(store.db, first.sha256)).decode() == ARTICLE
    assert b"".join(captures.chunks(store.db, second.sha256)).decode() == later
    assert store.get(Source, source.id).text == later
    assert place(store.all(Anchor)[0], later).state == "exact"
    assert check(store) == []
    store.undo()
    assert store.get(Source, source.id).text == ARTICLE


def test_the_difference_of_two_versions_is_read_sentence_by_sentence() -> None:
    before, after = "One. Two. Three.", "One. Two and a half. Three. Four."
    assert custody.difference(before, after) == [
        ("", "One."), ("-", "Two."), ("+", "Two and a half."), ("", "Three."), ("+", "Four."),
    ]  # fmt: skip


def test_verifying_is_recorded_and_names_what_was_altered(store: Store) -> None:
    source = read(store, "Overview", ARTICLE)
    assert custody.verify(store) == []
    store.db.execute("UPDATE chunk SET bytes = x'00'")
    altered = custody.verify(store)
    assert [item.title for item in altered] == ["Overview"]
    capture = store.all(Capture, source_id=source.id)[0]
    assert capture.sha256 in altered[0].words()
    lines = list(custody.chain(store, capture))
    assert "captured by Reporter with Claimline" in lines[0]
    assert [("sound" in line, "altered" in line) for line in lines[1:]] == [(True, False), (False, True), (False, True)]


def test_bytes_are_taken_out_whole_or_not_at_all(store: Store, tmp_path: Path) -> None:
    read(store, "Overview", ARTICLE)
    capture = custody.capture_named(store, "overview")
    target = tmp_path / "out.txt"
    custody.extract(store, capture, target)
    assert target.read_bytes() == ARTICLE.encode()
    assert "exported" in list(custody.chain(store, capture))[-1]
    store.db.execute("UPDATE chunk SET bytes = x'00'")
    with pytest.raises(Refused, match="not those that were captured"):
        custody.extract(store, capture, tmp_path / "other.txt")
    assert sorted(path.name for path in tmp_path.iterdir() if path.suffix == ".txt") == ["out.txt"]


def test_a_capture_is_named_by_id_hash_or_title(store: Store) -> None:
    read(store, "Overview", ARTICLE)
    capture = store.all(Capture)[0]
    for name in (str(capture.id), capture.sha256[:10], "OVERVIEW"):
        assert custody.capture_named(store, name) == capture
    for name in ("", "abc", "elsewhere"):
        with pytest.raises(NotFound):
            custody.capture_named(store, name)


def test_what_a_server_said_is_kept_with_its_bytes(store: Store) -> None:
    original = Original(
        b"page", "application/warc+gzip", "a", "https://example.org/a", "https://example.org/b", "200 OK\nX: y"
    )
    sources.add_source(store, Source(title="Page"), original)
    capture = store.all(Capture)[0]
    assert (capture.url, capture.final_url, capture.headers) == (
        "https://example.org/a",
        "https://example.org/b",
        "200 OK\nX: y",
    )
    assert "from https://example.org/b" in next(iter(custody.chain(store, capture)))


def test_a_large_file_is_laid_into_the_open_case_beside_the_window(case: Store, tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes(range(256)) * 80_000)
    heard: list[int] = []
    assert case.path is not None
    stored = captures.store_file(case.path, file, lambda done, _total: heard.append(done))
    assert stored == (hashlib.sha256(file.read_bytes()).hexdigest(), 20_480_000)
    assert heard == sorted(heard)
    assert len(heard) > 1
    sources.add_source(case, Source(title="Clip"), Original(stored, "video/mp4", "clip.mp4"))
    assert custody.verify(case) == []
    assert check(case) == []
    again = captures.store_file(case.path, file)
    assert again == stored
    case.close()


def test_a_large_file_that_is_stopped_leaves_nothing(case: Store, tmp_path: Path) -> None:
    file = tmp_path / "clip.mp4"
    file.write_bytes(bytes(20_000_000))

    def stop(done: int, _total: int) -> None:
        if done:
            raise Stopped("stopped")

    assert case.path is not None
    with pytest.raises(Stopped):
        captures.store_file(case.path, file, stop)
    assert case.db.execute("SELECT count(*) FROM chunk").fetchone() == (0,)
    case.close()


def test_bytes_of_which_a_part_lies_there_are_kept_whole(store: Store) -> None:
    content = bytes(range(256)) * 3000
    store.db.execute(
        "INSERT INTO chunk (sha256, n, bytes) VALUES (?, 0, ?)", [hashlib.sha256(content).hexdigest(), content[:262144]]
    )
    sources.add_source(store, Source(title="Audit"), Original(content))
    (capture,) = store.all(Capture)
    assert b"".join(captures.chunks(store.db, capture.sha256)) == content
    assert check(store) == []


def test_a_source_whose_custody_was_recorded_can_be_removed(store: Store, tmp_path: Path) -> None:
    source = read(store)
    custody.extract(store, store.all(Capture)[0], tmp_path / "copy.txt")
    sources.remove_source(store, source.id)
    assert store.all(Source) == []
    store.undo()
    assert len(store.all(Custody)) == 1


def test_lines_that_repeat_are_compared_in_no_time() -> None:
    before, after = "A line. " * 2000, "A line. B line. " * 2000
    assert ("+", "B line.") in [(sign, text.strip()) for sign, text in custody.difference(before, after)]


def test_whoever_saves_while_bytes_are_read_need_not_wait(tmp_path: Path) -> None:
    store = new_case(tmp_path / "case.claims")
    for n in range(3):
        sources.add_source(store, Source(title=f"{n}"), Original(bytes([n]) * 900_000))
    other = open_case(tmp_path / "case.claims", author="", read_only=True)
    reading = captures.chunks(other.db, store.all(Capture)[0].sha256)
    next(reading)
    store.db.execute("PRAGMA busy_timeout = 0")
    logged(store, "said meanwhile")
    verified: list[int] = []

    def save(done: int) -> None:
        verified.append(done)
        logged(store, f"said at {done}")

    captures.rehash_all(other.db, save)
    assert len(verified) == 3
    assert b"".join(reading)
    other.close()
    store.close()
