"""The case of any size: the same each time, whole, and found in every corner."""

from pathlib import Path

import pytest

from tests.newsroom import TODAY
from tracker.domain.claim import Claim
from tracker.domain.query import Query
from tracker.samples import large
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex
from tracker.store.integrity import check


@pytest.fixture(scope="module")
def case() -> Store:
    return large.build(None, 2_500, author="Crowd")


def test_it_has_as_many_claims_as_asked(case: Store) -> None:
    claims = case.all(Claim)
    assert sorted(claim.number for claim in claims) == list(range(1, 2_501))


def test_it_is_whole(case: Store) -> None:
    assert check(case) == []


def test_the_same_size_gives_the_same_words(case: Store) -> None:
    again = large.build(None, 2_500, author="Crowd")
    assert [c.statement for c in again.all(Claim)] == [c.statement for c in case.all(Claim)]
    again.close()


@pytest.mark.parametrize(
    "query",
    ["budget", "水庫", "verdict:disputed", "by:Anna", "tag:預算", "kind:prediction", "said:2010..2012", "has:evidence",
     "check:single-origin", "check:undated"],
)  # fmt: skip
def test_something_is_found_in_every_corner(case: Store, query: str) -> None:
    assert 0 < len(ClaimIndex(case, TODAY).select(Query.parse(query))) < 2_500


def test_undoing_its_last_step_takes_the_last_claims_back(tmp_path: Path) -> None:
    store = large.build(tmp_path / "crowd.claims", 30, author="Crowd")
    store.undo()
    assert len(ClaimIndex(store, TODAY)) == 0
    assert check(store) == []
    store.redo()
    assert len(ClaimIndex(store, TODAY)) == 30
    assert check(store) == []
    store.close()
