"""Claims as timeline items: their position and their labels."""

import pytest

from tests.newsroom import TODAY, logged, person, said
from tracker.commands import claims, events, placing
from tracker.domain.dates import read_date
from tracker.domain.event import Event
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex
from tracker.timeline.item import HOLLOW, OVERDUE
from tracker.timeline.items import Items


def placed(store: Store, **choice: str) -> Items:
    return placing.TimelineBuilder.read(store, today=TODAY, **choice).items(ClaimIndex(store, TODAY).select())  # type: ignore[arg-type]


def test_a_prediction_says_when_it_falls_due_until_it_is_judged(store: Store) -> None:
    claim = logged(store, "It will open", kinds=("prediction",), due=read_date("2025-12-31"))
    items = placed(store)
    assert items.label(claim.id) == ("It will open", "overdue since 31 December 2025")
    assert items.item(0).flags & (HOLLOW | OVERDUE) == HOLLOW | OVERDUE
    claims.set_verdict(store, claim.id, "false", "It did not")
    items = placed(store)
    assert items.label(claim.id) == ("It will open", "")
    assert not items.item(0).flags & (HOLLOW | OVERDUE)


def test_a_claim_that_is_no_prediction_never_falls_due(store: Store) -> None:
    claim = logged(store, "It opened", about=read_date("2025"), due=read_date("2025-12-31"))
    said(store, claim, described="somebody", said=read_date("2025-12-01"))
    assert placed(store).label(claim.id) == ("It opened", "")


def test_what_few_said_is_put_together_as_others(store: Store) -> None:
    for n in range(placing.MOST_LANES + 5):
        claim = logged(store, f"Claim {n}")
        said(store, claim, described=f"Claimant {n}", said=read_date("2025"))
    items = placed(store)
    assert len(items.lanes) == placing.MOST_LANES + 1
    assert items.lanes[-1].name == "5 others"
    assert int((items.lane == placing.MOST_LANES).sum()) == 5


def test_an_event_stands_in_the_lane_of_its_actor(store: Store) -> None:
    lecun = person(store, "Yann LeCun")
    events.add_event(store, Event(title="Leaves", when=read_date("2025-12"), actor_id=lecun.id))
    events.add_event(store, Event(title="Launch", when=read_date("2025-04")))
    items = placed(store)
    lanes = {
        items.label(int(item_id))[0]: items.lanes[lane].name
        for item_id, lane in zip(items.ids, items.lane, strict=True)
    }
    assert lanes == {"Leaves": "Yann LeCun", "Launch": "Events"}


@pytest.mark.parametrize("lanes", list(placing.LANES))
def test_every_dated_claim_has_a_lane_whatever_the_lanes_are(store: Store, lanes: str) -> None:
    for n in range(4):
        claim = logged(store, f"Claim {n}")
        said(store, claim, described=f"Claimant {n}", said=read_date("2025"))
    assert len(placed(store, lanes=lanes)) == 4
