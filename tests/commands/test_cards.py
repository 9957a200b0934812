"""The text of the card over the timeline, without a window."""

import pytest

from tests.newsroom import TODAY, facts_of, logged, person, read, said, supported
from tracker.commands import cards, claims, dating, events, placing
from tracker.domain.claim import Claim
from tracker.domain.dates import parse_iso, read_date
from tracker.domain.event import Event
from tracker.store import Store
from tracker.store.claims.index import ClaimIndex
from tracker.timeline.items import Items
from tracker.timeline.scene import Cluster


def placed(store: Store) -> Items:
    return placing.TimelineBuilder.read(store, today=TODAY).items(ClaimIndex(store, TODAY).select())


def lines(store: Store, claim: Claim, place: str = "said") -> list[str]:
    items = placed(store)
    item = items.item(items.find(claim.id))
    return list(filter(None, cards.claim_lines(store, facts_of(store, claim), item, place, TODAY)))


def test_a_claim_says_who_when_and_what_holds_it_up(store: Store) -> None:
    source = read(store, text="")
    claim = logged(store, about=read_date("April 2025"))
    said(store, claim, actor_id=person(store, "Yann LeCun").id, said=read_date("January 2026"), source_id=source.id)
    supported(store, claim, source)
    assert lines(store, claim) == [
        "○ Unverified · Yann LeCun", "said January 2026", "earliest 2026-01-01 · latest 2026-01-31",
        "1 supports · 0 refutes · single origin · link only",
        "about 2025-04-01–2025-04-30 · published 2026-01-12",
    ]  # fmt: skip


def test_a_claim_of_nobody_says_so_and_a_day_has_no_bounds(store: Store) -> None:
    claim = logged(store, kinds=("prediction",), about=read_date("2026-01-12"))
    assert lines(store, claim)[:2] == ["○ Unverified · nobody named", "about 12 January 2026"]
    assert not any("earliest" in line for line in lines(store, claim))


@pytest.mark.parametrize(
    ("due", "verdict", "words"),
    [("2025-12-31", "", "overdue since 31 December 2025"), ("2026-12-31", "", "due 31 December 2026"),
     ("2025-12-31", "false", "due 31 December 2025")],
)  # fmt: skip
def test_what_falls_due_is_overdue_until_it_is_judged(store: Store, due: str, verdict: str, words: str) -> None:
    claim = logged(store, kinds=("prediction",), about=read_date("2025"), due=read_date(due))
    if verdict:
        claims.set_verdict(store, claim.id, verdict, "It did not")
    assert words in lines(store, claim)
    assert dating.is_overdue(facts_of(store, claim), TODAY) == words.startswith("overdue")


def test_a_protected_source_is_named_as_such(store: Store) -> None:
    claim = logged(store)
    said(store, claim, actor_id=person(store, "Hsu", protected=True).id, said=read_date("2025"))
    assert "protected source" in lines(store, claim)


def test_an_event_says_when_as_it_was_written(store: Store) -> None:
    event = events.add_event(store, Event(title="Launch", when=read_date("mid-July 2025")))
    items = placed(store)
    assert cards.event_lines(event, items.item(items.find(event.id))) == [
        "11–20 July 2025 (“mid-July 2025”)", "earliest 2025-07-11 · latest 2025-07-20"
    ]  # fmt: skip


def test_a_crowd_names_six_and_counts_the_rest(store: Store) -> None:
    who = person(store, "Yann LeCun")
    for n in range(9):
        said(store, logged(store, f"Claim {n} " + "x" * 80), actor_id=who.id, said=read_date("2025-03-03"))
    first = parse_iso("2025-03-01")
    title, lines = cards.crowd_card(placed(store), Cluster(0, float(first), first + 7.0))
    assert title == "9 items may fall here · Yann LeCun"
    assert lines[0] == "2025-03-01 … 2025-03-07"
    assert lines[-2:] == ["… and 3 more", "Double-click to look closer"]
    named = lines[1:-2]
    assert len(named) == 6
    assert all(line.startswith("· Claim ") and len(line) == 60 and line.endswith("…") for line in named)


def test_the_claims_that_move_with_a_source_are_counted(store: Store) -> None:
    source = read(store)
    for n in range(3):
        said(store, logged(store, f"Claim {n}"), described="somebody", source_id=source.id)
    index = ClaimIndex(store, TODAY)
    facts = next(iter(index.select()))
    assert dating.moved_together(index, facts, "published") == 3
    assert dating.moved_together(index, facts, "said") == 0
