"""The stored order of timeline lanes, without a widget."""

from collections.abc import Iterator

import pytest

from tracker.gui.pages.timeline.state import TimelineState
from tracker.gui.session import Session
from tracker.store import Store


@pytest.fixture
def state(store: Store) -> Iterator[TimelineState]:
    session = Session(store)
    yield TimelineState(session, {})
    session.close()


def test_lanes_that_a_search_hides_keep_their_places(state: TimelineState) -> None:
    state.reorder(["a", "b", "c", "d"])
    state.reorder(["d", "b"])
    assert state.order == ["a", "d", "c", "b"]
    state.reorder(["e", "a"])
    assert state.order == ["e", "d", "c", "b", "a"]


def test_order_and_folds_belong_to_what_the_lanes_are(state: TimelineState) -> None:
    state.reorder(["a", "b"])
    state.fold("a")
    state.lanes = "verdict"
    assert (state.order, state.folded) == ([], set())
    state.lanes = "claimant"
    assert (state.order, state.folded) == (["a", "b"], {"a"})
    state.fold("a")
    assert state.folded == set()
