"""One claim with everything that belongs to it, read at once for the inspector."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar

from tracker.commands import origin_tree, reviewing
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.evidence import Evidence
from tracker.domain.newsroom import Assignment, Comment
from tracker.domain.records import Record
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.source import Capture, Source
from tracker.store import Step, Store, history, queries
from tracker.store.claims.facts import Facts

R = TypeVar("R", bound=Record)
# The state of quoted words: the source has preserved bytes or is a link only, or the words are not found in it.
QuoteState = Literal["no source", "preserved", "link only", "not found", "lost"]


@dataclass(frozen=True, slots=True)
class WholeClaim:
    """A claim as of when it was read. `relations` lead from it or to it, `others` are the claims at their other ends;
    `actors`, `sources` and `anchors` are by id those its records point at, `captures` the latest of each source by the
    source's id. `relays` are the stations of each attribution's relay by its id ("interview → wire"). `branches` is the tree of
    its origins; `steps` are those that changed it, oldest first.
    """

    facts: Facts
    attributions: tuple[Attribution, ...]
    evidence: tuple[Evidence, ...]
    relations: tuple[Relation, ...]
    replies: tuple[Reply, ...]
    threads: tuple[tuple[Comment, list[Comment]], ...]
    assignment: Assignment | None
    others: Mapping[int, Claim]
    actors: Mapping[int, Actor]
    sources: Mapping[int, Source]
    anchors: Mapping[int, Anchor]
    captures: Mapping[int, Capture]
    relays: Mapping[int, str]
    branches: tuple[origin_tree.Branch, ...]
    steps: tuple[Step, ...]

    @property
    def id(self) -> int:
        return self.facts.id

    @property
    def claim(self) -> Claim:
        return self.facts.claim

    @property
    def denials(self) -> list[int]:
        """Ids of the claims that deny this one."""
        against = [r.claim_id for r in self.relations if r.other_id == self.id and r.kind == "contradicts"]
        return [claim_id for claim_id in against if "denial" in self.others[claim_id].kinds]

    def who(self, record: Attribution | Reply) -> str:
        """Who made the claim or was asked, as named or described; "" for nobody."""
        actor = self.actors.get(record.actor_id or 0)
        return actor.name if actor else record.described

    def quote_state(self, record: Attribution | Evidence) -> QuoteState:
        """Whether the quoted words are found in the source, and whether the source is preserved."""
        source = self.sources.get(record.source_id or 0)
        if source is None:
            return "no source"
        anchor = self.anchors.get(record.anchor_id or 0)
        if anchor is None and source.text and isinstance(record, Attribution) and record.quote:
            return "not found"
        if anchor is not None and place(anchor, source.text).state in ("lost", "ambiguous"):
            return "lost"
        return "preserved" if source.id in self.captures else "link only"


def read(store: Store, facts: Facts) -> WholeClaim:
    """Read everything that belongs to a claim, each kind of record in one query."""
    attributions = store.all(Attribution, claim_id=facts.id)
    evidence = store.all(Evidence, claim_id=facts.id)
    replies = store.all(Reply, claim_id=facts.id)
    relations = store.all(Relation, claim_id=facts.id) + store.all(Relation, other_id=facts.id)
    citing: list[Attribution | Evidence] = [*attributions, *evidence]
    hops = _hops(store, attributions)
    stations = [hop for relay in hops.values() for hop in relay]
    mentions: list[Attribution | Reply | Hop] = [*attributions, *replies, *stations]
    actors = _by_id(store, Actor, [record.actor_id for record in mentions])
    names = {actor.id: actor.name for actor in actors.values()}
    sources = _by_id(store, Source, [record.source_id for record in citing])
    titles = {source.id: source.title for source in sources.values()}
    passed = {hop.source_id for hop in stations if hop.source_id is not None}
    titles |= queries.names(store, "source", passed - titles.keys())
    ends = [relation.other_id if relation.claim_id == facts.id else relation.claim_id for relation in relations]
    return WholeClaim(
        facts=facts, attributions=tuple(attributions), evidence=tuple(evidence), relations=tuple(relations),
        replies=tuple(replies), threads=tuple(reviewing.threads(store, facts.id)),
        assignment=reviewing.assignment(store, facts.id), others=_by_id(store, Claim, ends), actors=actors,
        sources=sources, anchors=_by_id(store, Anchor, [record.anchor_id for record in citing]),
        captures={capture.source_id: capture for capture in store.among(Capture, "source_id", sorted(sources))},
        relays={at: " → ".join(_called(hop, titles, names) for hop in relay) for at, relay in hops.items()},
        branches=tuple(origin_tree.tree(store, attributions, evidence, hops, titles, names)),
        steps=tuple(dict.fromkeys(step for step, _ in history.of_claim(store.db, facts.id))),
    )  # fmt: skip


def _by_id(store: Store, kind: type[R], ids: Iterable[int | None]) -> dict[int, R]:
    """The records of a kind with these ids; None gives none."""
    return {record.id: record for record in store.among(kind, "id", sorted({i for i in ids if i is not None}))}


def _hops(store: Store, attributions: list[Attribution]) -> dict[int, list[Hop]]:
    """The stations of each attribution, from the claimant on."""
    hops: dict[int, list[Hop]] = {attribution.id: [] for attribution in attributions}
    for hop in sorted(store.among(Hop, "attribution_id", list(hops)), key=lambda hop: hop.position):
        hops[hop.attribution_id].append(hop)
    return hops


def _called(hop: Hop, titles: Mapping[int, str], names: Mapping[int, str]) -> str:
    if hop.source_id is not None:
        return titles[hop.source_id]
    return names[hop.actor_id] if hop.actor_id is not None else hop.described
