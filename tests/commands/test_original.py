"""The bytes read for a source become its original."""

from contextlib import closing
from pathlib import Path

from tests.newsroom import new_case
from tracker.capture import drafts
from tracker.commands import sources
from tracker.store import captures, create_case, open_case


def test_the_bytes_of_a_draft_are_its_original() -> None:
    draft = drafts.from_text("The bridge was closed.")
    assert sources.original_from(draft) == sources.Original(draft.content, "text/plain", draft.origin)


def test_a_large_file_is_laid_into_the_case_and_its_progress_told(tmp_path: Path) -> None:
    file, path = tmp_path / "tape.bin", tmp_path / "story.claims"
    file.write_bytes(b"tape" * 300_000)
    create_case(path, "Story", author="Reporter").close()
    progress: list[tuple[int, int]] = []
    draft = drafts.Draft(drafts.from_text("x").source, b"", "audio/wav", "tape.bin", file=file)
    with closing(open_case(path, author="Reporter")) as store:
        original = sources.original_from(draft, path, lambda done, total: progress.append((done, total)))
        assert isinstance(original.content, tuple)
        assert original.content[1] == file.stat().st_size
        source = sources.add_source(store, draft.source, original)
        capture = sources.original_of(store, source.id)
        assert capture is not None
        assert b"".join(captures.chunks(store.db, capture.sha256)) == file.read_bytes()
    assert progress[0] == (0, 1_200_000)


def test_in_memory_a_file_waits_for_no_case() -> None:
    store = new_case()
    draft = drafts.from_text("The bridge was closed.")
    assert sources.add_source(store, draft.source, sources.original_from(draft)).text == "The bridge was closed."
    store.close()
