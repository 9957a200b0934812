"""Merging two records keeps everything of both, in one step; one undo separates them again."""

import hashlib
from dataclasses import replace

import pytest

from tests.newsroom import content, facts_of, found, logged, person, read, said, supported
from tracker.commands import cases, claims, merging, sources
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.dates import read_date
from tracker.domain.evidence import Evidence
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.source import Capture, Source
from tracker.errors import Refused
from tracker.store import Store, history
from tracker.store.integrity import check

QUOTE = "the scores were fudged"


@pytest.fixture
def two(store: Store) -> tuple[Claim, Claim]:
    """A claim and its duplicate, each with different records."""
    source = read(store, "Overview", f"He said {QUOTE}. She said so too.")
    first, second = (
        logged(store, "Scores were fudged", note="ours"),
        logged(store, "The scores were fudged", note="theirs"),
    )
    third = logged(store, "No score was fudged")
    said(store, first, actor_id=person(store, "Ann").id)
    said(store, second, actor_id=person(store, "Ben").id, source_id=source.id, quote=QUOTE)
    supported(store, second, source, shows="as it says")
    cases.set_tags(store, first.id, ["a", "b"])
    cases.set_tags(store, second.id, ["b", "c"])
    claims.relate(store, third.id, "contradicts", first.id)
    claims.relate(store, third.id, "contradicts", second.id)
    claims.relate(store, second.id, "repeats", first.id)
    claims.request_reply(store, Reply(claim_id=second.id, described="the lab"))
    claims.set_verdict(store, second.id, "disputed", "because")
    return claims.claim_named(store, "C-001"), claims.claim_named(store, "C-002")


def test_a_merged_source_shows_the_original_its_text_was_read_from(store: Store) -> None:
    stays, gone = read(store, "A", "alpha"), read(store, "B", "beta")
    merging.merge_sources(store, stays.id, gone.id)
    assert len(store.all(Capture, source_id=stays.id)) == 2
    shown = sources.original_of(store, stays.id)
    assert shown is not None
    assert shown.text_sha256 == hashlib.sha256(b"alpha").hexdigest()
    assert sources.originals(store)[stays.id] == shown


def test_a_claim_takes_over_all_that_the_other_one_had(store: Store, two: tuple[Claim, Claim]) -> None:
    first, second = two
    merging.merge_claims(store, first.id, second.id, ["statement", "verdict"])
    merged = facts_of(store, first)
    assert (merged.claim.statement, merged.claim.verdict) == ("The scores were fudged", "disputed")
    assert merged.claimants == ("Ann", "Ben")
    assert merged.tags == ("a", "b", "c")
    assert (merged.supports, merged.waiting) == (1, 1)
    assert "ours" in merged.claim.note
    assert "C-002: theirs" in merged.claim.note
    assert "Also logged as: Scores were fudged" in merged.claim.note
    assert [r.kind for r in store.all(Relation)] == ["contradicts"]
    assert store.find(Claim, second.id) is None
    assert check(store) == []


def test_the_other_number_leads_to_the_claim_that_stayed(store: Store, two: tuple[Claim, Claim]) -> None:
    first, second = two
    merging.merge_claims(store, first.id, second.id)
    assert claims.claim_named(store, "C-002").id == claims.claim_named(store, "2").id == first.id


def test_the_history_of_both_is_told(store: Store, two: tuple[Claim, Claim]) -> None:
    first, second = two
    before = {step.n for claim in two for step, _ in history.of_claim(store.db, claim.id)}
    merging.merge_claims(store, first.id, second.id)
    after = {step.n for step, _ in history.of_claim(store.db, first.id)}
    assert before <= after
    assert "because" in [step.reason for step, _ in history.of_claim(store.db, first.id)]


@pytest.mark.parametrize("turned", [False, True])
def test_one_undo_makes_them_two_again(store: Store, two: tuple[Claim, Claim], turned: bool) -> None:
    before = content(store)
    first, second = two[::-1] if turned else two
    merging.merge_claims(store, first.id, second.id)
    step = store.last_step.n
    store.undo()
    assert content(store) == before
    assert store.last_step.n == step + 1
    store.redo()
    assert claims.claim_named(store, second.label).id == first.id
    assert check(store) == []


def test_the_same_attribution_is_kept_once_and_a_relay_is_kept(store: Store) -> None:
    ann = person(store, "Ann")
    first, second = logged(store, "one"), logged(store, "two")
    said(store, first, actor_id=ann.id)
    said(store, second, actor_id=ann.id)
    claims.attribute(store, Attribution(claim_id=second.id, actor_id=ann.id), relay=[claims.Via(described="a friend")])
    merging.merge_claims(store, first.id, second.id)
    assert len(store.all(Attribution, claim_id=first.id)) == 2


def test_people_keep_all_their_names_and_their_protection(store: Store) -> None:
    first, second = person(store, "楊立昆"), person(store, "Yann LeCun", "Y. LeCun", protected=True)
    said(store, logged(store, "said by the other"), actor_id=second.id)
    merged = merging.merge_actors(store, first.id, second.id)
    assert merged.protected
    assert merged.pseudonym == "Source A"
    for name in ("楊立昆", "lecun", "Y. LeCun"):
        assert found(store, f'by:"{name}"') == ["said by the other"], name
    assert check(store) == []
    store.undo()
    assert len(store.all(Actor)) == 2


def test_a_source_takes_over_captures_quotes_and_evidence(store: Store) -> None:
    first = read(store, "Overview", f"Longer: he said {QUOTE}. And more.")
    second = read(store, "Overview again", f"He said {QUOTE}.")
    claim = logged(store, "quoted")
    said(store, claim, described="staff", source_id=second.id, quote=QUOTE)
    supported(store, claim, second)
    sources.derive(store, second.id, first.id)
    merging.merge_sources(store, first.id, second.id)
    anchor = store.all(Anchor)[0]
    text = store.get(Source, first.id).text
    assert text[anchor.start : anchor.end] == QUOTE
    assert len(store.all(Capture, source_id=first.id)) == 2
    assert [e.source_id for e in store.all(Evidence)] == [first.id]
    assert check(store) == []


def test_sources_whose_quotes_would_be_lost_are_not_merged(store: Store) -> None:
    first, second = read(store, "Overview", "Nothing of it."), read(store, "Other", f"He said {QUOTE}.")
    said(store, logged(store, "quoted"), described="staff", source_id=second.id, quote=QUOTE)
    before = content(store)
    with pytest.raises(Refused, match="derived from the other"):
        merging.merge_sources(store, first.id, second.id)
    assert content(store) == before
    merging.merge_sources(store, first.id, second.id, ["text"])
    assert check(store) == []


def test_nothing_is_merged_with_itself_or_by_a_field_there_is_not(store: Store, two: tuple[Claim, Claim]) -> None:
    first, second = two
    with pytest.raises(Refused, match="already the same record"):
        merging.merge_claims(store, first.id, first.id)
    with pytest.raises(Refused, match="“colour”"):
        merging.merge_claims(store, first.id, second.id, ["colour"])


def test_what_the_first_leaves_empty_is_offered_from_the_second(store: Store) -> None:
    first = logged(store, "one")
    second = logged(store, "one", about=read_date("2025"), value="3")
    assert merging.differences(first, second) == ["about", "value"]
    assert merging.usual(first, second) == ["about", "value"]
    assert merging.usual(second, replace(first, statement="two")) == []


def test_evidence_that_differs_only_in_the_words_it_points_at_is_kept(store: Store) -> None:
    source = read(store, "Audit", "Three payments outside the budget. Three payments went to Harbour Ltd.")
    first, second = logged(store, "one"), logged(store, "two")
    for claim, quote in ((first, "Three payments outside the budget"), (second, "Three payments went to Harbour Ltd")):
        claims.link_evidence(store, Evidence(claim_id=claim.id, source_id=source.id), quote=quote)
    merging.merge_claims(store, first.id, second.id)
    assert facts_of(store, first).supports == 2
    assert len(store.all(Anchor)) == 2


def test_a_number_merged_twice_leads_to_where_it_ended(store: Store) -> None:
    first, two, three = (logged(store, words) for words in ("one", "two", "three"))
    merging.merge_claims(store, first.id, two.id)
    merging.merge_claims(store, three.id, first.id)
    assert claims.claim_named(store, "C-002").id == claims.claim_named(store, "C-001").id == three.id
