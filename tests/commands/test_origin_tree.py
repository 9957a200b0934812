"""The tree of origins: what is derived from what."""

from tests.newsroom import facts_of, logged, person, read, said, supported
from tracker.commands import claims, sources, whole_claim
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.store import Store


def tree_rows(store: Store, claim: Claim) -> list[tuple[int, str, str]]:
    whole = whole_claim.read(store, facts_of(store, claim))
    return [(branch.depth, branch.words, branch.why) for branch in whole.branches]


def test_a_rewrite_hangs_under_what_it_goes_back_to(store: Store) -> None:
    wire, rewrite, audit = read(store, "Wire"), read(store, "Rewrite", "x"), read(store, "Audit", "y")
    sources.derive(store, rewrite.id, wire.id)
    claim = logged(store, "It ran over budget")
    said(store, claim, described="the mayor", source_id=rewrite.id)
    supported(store, claim, audit)
    assert tree_rows(store, claim) == [(0, "Wire", ""), (1, "Rewrite", "reports it"), (0, "Audit", "supports it")]
    assert facts_of(store, claim).origins.count == 2


def test_a_relay_and_a_voice_without_a_source_are_origins_too(store: Store) -> None:
    claim = logged(store, "It ran over budget")
    friend = person(store, "Ann")
    claims.attribute(store, Attribution(claim_id=claim.id, described="a clerk"), relay=[claims.Via(actor_id=friend.id)])
    said(store, claim, described="an engineer")
    assert tree_rows(store, claim) == [(0, "Ann", "passed it on"), (0, "an engineer", "said it, no source")]


def test_a_ring_of_sources_comes_to_an_end(store: Store) -> None:
    first, two = read(store, "One", "x"), read(store, "Two", "y")
    sources.derive(store, first.id, two.id)
    sources.derive(store, two.id, first.id)
    claim = logged(store, "It ran over budget")
    said(store, claim, described="x", source_id=first.id)
    assert [words for _, words, _ in tree_rows(store, claim)] == ["One", "Two"]
