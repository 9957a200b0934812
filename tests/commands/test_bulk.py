"""One change to several claims: one step, all or none."""

import pytest

from tests.newsroom import found, logged
from tracker.commands import bulk, claims
from tracker.domain.claim import Claim
from tracker.errors import Refused
from tracker.store import Store


@pytest.fixture
def three(store: Store) -> list[int]:
    return [logged(store, words).id for words in ("one", "two", "three")]


def test_a_verdict_for_all_is_one_step_and_one_undo(store: Store, three: list[int]) -> None:
    claims.set_verdict(store, three[0], "false")
    assert bulk.set_verdict(store, three, "false", "seen") == 2
    assert store.last_step.name == "Set verdict of 2 claims"
    assert len(found(store, "verdict:false")) == 3
    store.undo()
    assert found(store, "verdict:false") == ["one"]


def test_nothing_moves_when_one_of_them_may_not(store: Store, three: list[int]) -> None:
    claims.set_review(store, three[0], "signed off")
    with pytest.raises(Refused):
        bulk.set_review(store, three, "sent back")
    assert {claim.review for claim in store.all(Claim)} == {"signed off", "draft"}
    assert bulk.set_review(store, three[1:], "in review") == 2


def test_several_are_not_signed_off_unread(store: Store, three: list[int]) -> None:
    with pytest.raises(Refused, match="one by one"):
        bulk.set_review(store, three, "signed off")


def test_tags_are_added_to_those_there_are(store: Store, three: list[int]) -> None:
    bulk.add_tags(store, three[:1], ["money"])
    bulk.add_tags(store, three, ["port", " ", "#money"])
    assert len(found(store, "tag:money")) == 3
    assert len(found(store, "tag:port")) == 3


def test_what_is_no_verdict_is_refused(store: Store, three: list[int]) -> None:
    with pytest.raises(Refused, match="no verdict"):
        bulk.set_verdict(store, three, "maybe")
