"""A claim with everything that belongs to it."""

from tests.newsroom import ARTICLE, facts_of, logged, person, read, said, supported
from tracker.commands import claims, reviewing, sources, whole_claim
from tracker.commands.whole_claim import WholeClaim
from tracker.domain.attribution import Attribution
from tracker.domain.claim import Claim
from tracker.domain.reply import Reply
from tracker.domain.source import Source
from tracker.store import Store


def whole(store: Store, claim: Claim) -> WholeClaim:
    return whole_claim.read(store, facts_of(store, claim))


def test_everything_of_a_claim_and_nothing_of_another(store: Store) -> None:
    claim, other = logged(store), logged(store, "They were not", kinds=("denial",))
    ann, ben = person(store, "Ann"), person(store, "Ben")
    source = read(store)
    for each in (claim, other):
        said(store, each, actor_id=ann.id, source_id=source.id)
        supported(store, each, source)
        claims.request_reply(store, Reply(claim_id=each.id, actor_id=ben.id))
        reviewing.comment(store, each.id, f"On {each.label}")
    reviewing.assign(store, [claim.id], "Ben")
    claims.relate(store, other.id, "contradicts", claim.id)
    found = whole(store, claim)
    for records in (found.attributions, found.evidence, found.replies):
        assert [record.claim_id for record in records] == [claim.id]
    assert [found.who(found.attributions[0]), found.who(found.replies[0])] == ["Ann", "Ben"]
    assert [first.text for first, _ in found.threads] == ["On C-001"]
    assert found.assignment is not None
    assert found.others == {other.id: store.get(Claim, other.id)}
    assert found.denials == [other.id]
    assert whole(store, other).denials == []
    assert found.steps[0].name == "Log claim"
    assert [step.n for step in found.steps] == sorted({step.n for step in found.steps})


def test_how_the_words_stand_that_are_cited(store: Store) -> None:
    claim, source = logged(store), read(store)
    link = sources.add_source(store, Source(title="A link"))
    said(store, claim, described="nobody's source")
    at = ARTICLE.index("Meta denies it")
    claims.attribute(
        store, Attribution(claim_id=claim.id, source_id=source.id, quote="Meta denies it"), span=(at, at + 14)
    )
    said(store, claim, source_id=source.id, quote="words that it does not hold")
    said(store, claim, source_id=link.id, quote="words of a page that was not kept")
    found = whole(store, claim)
    assert [found.quote_state(record) for record in found.attributions] == [
        "no source", "preserved", "not found", "link only",
    ]  # fmt: skip
    sources.edit_source(store, Source(**{**vars(source), "text": "Another text.", "version": source.version}))
    assert whole(store, claim).quote_state(found.attributions[1]) == "lost"


def test_a_relay_is_told_from_the_claimant_on(store: Store) -> None:
    claim, wire = logged(store), read(store, "Wire")
    relay = [
        claims.Via(described="a friend"),
        claims.Via(actor_id=person(store, "Ann").id),
        claims.Via(source_id=wire.id),
    ]
    attribution = claims.attribute(store, Attribution(claim_id=claim.id, described="a clerk"), relay=relay)
    plain = said(store, claim, described="an engineer")
    assert whole(store, claim).relays == {attribution.id: "a friend → Ann → Wire", plain.id: ""}
