"""A suggested claim is logged in one step: the claimant is found or added, the quote anchored."""

from tests.newsroom import person, read
from tracker.commands.known_actors import known_actors
from tracker.commands.logging_claims import log_suggestion
from tracker.commands.suggest import suggest
from tracker.domain.actor import Actor, ActorName
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.store import Store

TEXT = "審計處列出三筆支出。市長林安（Lin An）表示，擴建 \n 沒有超支。"
SPAN = (TEXT.index("市長"), len(TEXT))


def test_a_claimant_nobody_knows_is_added_with_both_names_in_the_same_step(store: Store) -> None:
    source, before = read(store, "Overview", TEXT), store.last_step.n
    claim = log_suggestion(store, source, suggest(known_actors(store), source, *SPAN), SPAN)
    (actor,) = store.all(Actor)
    assert (actor.name, [other.name for other in store.all(ActorName)]) == ("林安", ["Lin An"])
    assert claim.statement == "市長林安（Lin An）表示，擴建 沒有超支。"
    (attribution,), (anchor,) = store.all(Attribution), store.all(Anchor)
    assert (attribution.claim_id, attribution.actor_id, attribution.anchor_id) == (claim.id, actor.id, anchor.id)
    assert attribution.quote == anchor.exact == TEXT[slice(*SPAN)] == TEXT[anchor.start : anchor.end]
    assert store.last_step.n == before + 1
    store.undo()
    assert store.all(Claim) + store.all(Actor) + store.all(Anchor) == []


def test_a_known_claimant_is_not_added_again(store: Store) -> None:
    known = person(store, "Lin An")
    source = read(store, "Overview", TEXT)
    log_suggestion(store, source, suggest(known_actors(store), source, *SPAN), SPAN)
    assert [actor.id for actor in store.all(Actor)] == [known.id]
    assert store.all(Attribution)[0].actor_id == known.id
