"""Cases of older formats: read as they are, brought up to date with a copy beside them."""

import shutil
from pathlib import Path

import pytest

from tests.newsroom import TODAY
from tracker.domain.claim import KINDS
from tracker.domain.query import Query
from tracker.errors import CannotSave
from tracker.store import Store, open_case, reading_case
from tracker.store.claims.index import ClaimIndex
from tracker.store.claims.packed import KIND_BITS
from tracker.store.connection import version_of
from tracker.store.integrity import check
from tracker.store.migrations import VERSION

CASES = Path(__file__).parent.parent / "cases"


@pytest.fixture(params=range(1, VERSION))
def old(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A case in an earlier file format."""
    path = tmp_path / "port.claims"
    shutil.copy(CASES / f"format-{request.param}.claims", path)
    return path


def format_of(path: Path) -> int:
    """SQLite file format, section 1.3: user_version at byte 60."""
    return int.from_bytes(path.read_bytes()[60:64], "big")


def contents(store: Store) -> list[tuple[str, str, str, bool]]:
    return [
        (f.claim.label, f.claim.verdict, f.claimants[0], f.changed) for f in ClaimIndex(store, TODAY).facts.values()
    ]


EXPECTED = [("C-001", "disputed", "林安", False), ("C-002", "unverified", "Port authority", False)]


def test_an_old_case_is_brought_up_to_date_when_it_is_opened(old: Path) -> None:
    before, was = old.read_bytes(), format_of(old)
    store = open_case(old, author="Ann")
    assert version_of(store.db) == VERSION
    assert contents(store) == EXPECTED
    assert [f.claim.label for f in ClaimIndex(store, TODAY).select(Query.parse("林安"))] == ["C-001"]
    assert check(store) == []
    store.undo()
    store.close()
    copy = old.with_name(f"port.format-{was}.claims")
    with reading_case(copy) as unchanged:
        assert (format_of(copy), contents(unchanged)) == (was, EXPECTED)
    assert len(copy.read_bytes()) == len(before)


def test_an_old_case_opened_read_only_is_left_as_it_is(old: Path) -> None:
    before, beside = old.read_bytes(), sorted(old.parent.iterdir())
    store = open_case(old, author="", read_only=True)
    assert version_of(store.db) == VERSION, "not shown as it reads today"
    assert contents(store) == EXPECTED
    assert [f.claim.label for f in ClaimIndex(store, TODAY).select(Query.parse("林安"))] == ["C-001"]
    assert check(store) == []
    store.close()
    assert (old.read_bytes(), sorted(old.parent.iterdir())) == (before, beside)


def test_a_case_is_left_as_it_was_when_no_sound_copy_can_be_laid_beside_it(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, was = old.read_bytes(), format_of(old)
    monkeypatch.setattr("tracker.store.case_file._QUICK_CHECK_BELOW", 0)  # the case itself is sound
    monkeypatch.setattr("tracker.store.case_file.damage", lambda _db, _check: ["a page is torn"])
    with pytest.raises(CannotSave, match="a page is torn"):
        open_case(old, author="Ann")
    monkeypatch.undo()
    assert old.read_bytes() == before
    assert not list(old.parent.glob("*.unfinished"))
    assert not old.with_name(f"port.format-{was}.claims").exists()
    open_case(old, author="Ann").close()
    assert old.with_name(f"port.format-{was}.claims").exists()


def test_a_case_of_this_format_means_what_it_meant() -> None:
    """Created on 28 November 2026: verdicts, review states and kinds are numbers in it, which must keep their meaning."""
    with reading_case(CASES / f"format-{VERSION}.claims") as store:
        index = ClaimIndex(store, TODAY)

        def found(query: str) -> list[str]:
            return [facts.claim.label for facts in index.select(Query.parse(query))]

        verdicts = ("unverified", "corroborated", "confirmed", "disputed", "misleading", "false", "unverifiable")
        assert [found(f"verdict:{key}") for key in verdicts] == [[f"C-00{n}"] for n in range(1, 8)]
        assert [facts.claim.verdict for facts in index.facts.values()] == list(verdicts)
        kinds = ("factual", "number", "quote", "prediction", "opinion", "rumour", "denial")
        assert [found(f"kind:{key}") for key in kinds] == [[f"C-00{n}"] for n in range(1, 8)]
        assert found("review:draft") == ["C-001", "C-005", "C-006", "C-007"]
        assert [found(f"review:{state}") for state in ("in-review", "sent-back", "signed-off")] == [
            ["C-002"], ["C-003"], ["C-004"],
        ]  # fmt: skip
        assert check(store) == []


def test_every_kind_has_a_bit_of_its_own() -> None:
    assert set(KIND_BITS) == set(KINDS)
    assert sum(KIND_BITS.values()) == 2 ** len(KINDS) - 1


def test_every_format_has_a_case() -> None:
    assert sorted(path.name for path in CASES.glob("*.claims")) == [f"format-{n}.claims" for n in range(1, VERSION + 1)]
