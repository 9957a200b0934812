"""The facts of a claim: what every list, count and check needs to know about it, read from the tables or stored packed.

Packed (`packed`), the facts of a claim are one row of fixed width in the table `claim_facts`, written in the step that changed
them (see `affected`): an index of a million claims is read as one array. They do not depend on today.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass

from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, FuzzyDate, read_date
from tracker.domain.evidence import Evidence
from tracker.domain.origins import Origins, origins
from tracker.domain.reply import Reply
from tracker.domain.review import SIGNED_OFF, STATE_CODES, Verdicts, content_hash
from tracker.store import history, queries
from tracker.store.claims import packed
from tracker.store.claims.packed import MOST, NO_DAY, NO_HIGH, NO_LOW
from tracker.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as lists show it. Dates are the first attribution's.

    `link_only`: one of its sources is not preserved. `changed`: it differs from what was signed off. `lost`: words it
    quotes are not found in their source. `apart`: its dates contradict each other. `deadline`: the first day by which an answer
    that still waits was due (NO_DAY: none).
    """

    claim: Claim
    claimants: tuple[str, ...]
    first: Attribution | None
    said: FuzzyDate
    published: FuzzyDate
    source_ids: tuple[int, ...]
    tags: tuple[str, ...]
    supports: int
    refutes: int
    context: int
    origins: Origins
    protected: bool
    link_only: bool
    preserved: bool
    changed: bool
    waiting: int
    deadline: int
    first_tag: int
    source_before_event: bool
    unread_words: bool
    ambiguous: bool
    own_hand: bool
    lost: bool
    apart: bool

    @property
    def id(self) -> int:
        return self.claim.id

    @property
    def undated(self) -> bool:
        return not (self.said.dated or self.claim.about.dated)


def pack(facts: Facts, verdicts: Verdicts) -> bytes:
    """The facts of one claim as a row of fixed width, by the verdicts of its case."""
    claim, first = facts.claim, facts.first
    dates = {"said": facts.said, "about": claim.about, "due": claim.due, "published": facts.published}
    flags = sum(
        flag
        for is_set, flag in (
            (facts.protected, packed.PROTECTED), (facts.link_only, packed.LINK_ONLY), (facts.preserved, packed.PRESERVED),
            (facts.changed, packed.CHANGED), (facts.source_before_event, packed.OLDER_SOURCE), (facts.unread_words, packed.UNREAD),
            (first is not None, packed.ATTRIBUTED), (first is not None and bool(first.quote), packed.QUOTED),
            (bool(claim.note), packed.NOTED), (bool(facts.tags), packed.TAGGED), (facts.waiting > 0, packed.WAITING),
            (facts.own_hand, packed.OWN_HAND), (facts.ambiguous, packed.AMBIGUOUS), (facts.lost, packed.LOST), (facts.apart, packed.APART),
        )
        if is_set
    )  # fmt: skip
    described = first.described if first and first.actor_id is None else ""
    values = {
        "id": claim.id, "number": claim.number, "verdict": verdicts[claim.verdict].code,
        "review": STATE_CODES[claim.review], "kinds": sum(packed.KIND_BITS[kind] for kind in claim.kinds),
        "actor": (first.actor_id or 0) if first else 0,
        "described": packed.described_code(described) if described else 0,
        "source": (first.source_id or 0) if first else 0, "tag": facts.first_tag,
        "supports": min(facts.supports, MOST), "refutes": min(facts.refutes, MOST),
        "context": min(facts.context, MOST), "origins": min(facts.origins.count, MOST),
        "deadline": facts.deadline, "flags": flags,
    }  # fmt: skip
    for name, date in dates.items():
        values[f"{name}_low"], values[f"{name}_high"] = _bounds(date)
        values[f"{name}_flags"] = _date_flags(date)
    return packed.row(values)


def _bounds(date: FuzzyDate) -> tuple[int, int]:
    """Both bounds of a date; those of an undated one are reversed, so that no range contains it."""
    if not date.dated:
        return NO_HIGH, NO_LOW
    low = NO_LOW if date.earliest is None else date.earliest
    return low, NO_HIGH if date.latest is None else date.latest


def _date_flags(date: FuzzyDate) -> int:
    vague = packed.APPROXIMATE if date.approximate or date.uncertain else 0
    return vague | (packed.THROUGH if date.throughout else 0)


def rewrite(
    store: Reader, ids: Collection[int], on_rows: Callable[[int], None] | None = None
) -> tuple[bytes, list[Facts]]:
    """Update the packed facts of some claims from the tables, inside the transaction of a step; `on_rows` is called with the
    number of claims done. Returns the packed rows, as `rows` would read them, and the facts of the first few hundred claims.
    """
    ordered, packed_rows = sorted(ids), list[bytes]()
    first: list[Facts] = []
    for start in range(0, len(ordered), 500):
        part = ordered[start : start + 500]
        marks = ", ".join("?" * len(part))
        store.db.execute(f"DELETE FROM claim_facts WHERE id IN ({marks})", part)
        fresh = read(store, part)
        for facts in fresh:
            packed_rows.append(pack(facts, store.verdicts))
            row = [facts.id, facts.claim.number, packed_rows[-1]]
            store.db.execute("INSERT INTO claim_facts (id, number, packed) VALUES (?, ?, ?)", row)
        first = first or fresh
        if on_rows is not None:
            on_rows(len(part))
    return b"".join(packed_rows), first


def rebuild(store: Reader) -> None:
    """Rebuild the packed facts of every claim."""
    store.db.execute("DELETE FROM claim_facts")
    rewrite(store, [row[0] for row in store.db.execute("SELECT id FROM claim")])


def rows(store: Reader) -> bytes:
    """The packed rows of all claims in the order they were made, one after the other."""
    return b"".join(row[0] for row in store.db.execute("SELECT packed FROM claim_facts ORDER BY id"))


def read(store: Reader, ids: Collection[int] | None) -> list[Facts]:
    """Read the claims (None: all) with everything that belongs to them, in a handful of queries."""
    if ids is not None and not ids:
        return []
    ordered = None if ids is None else sorted(ids)
    claims = store.all(Claim) if ordered is None else store.among(Claim, "id", ordered)
    around = _Surroundings(store, ordered)
    return [around.facts(claim) for claim in claims]


def _before(first: FuzzyDate, second: FuzzyDate) -> bool:
    """Whether a date is certainly before another."""
    return first.latest is not None and second.earliest is not None and first.latest < second.earliest


def lost_anchors(store: Reader, ids: Collection[int]) -> set[int]:
    """The anchors with words that do not occur in the text of their source, or occur more than once."""
    anchors = store.among(Anchor, "id", sorted(ids))
    texts: dict[int, str] = {}
    for source_id in {anchor.source_id for anchor in anchors}:
        texts[source_id] = store.db.execute("SELECT text FROM source WHERE id = ?", [source_id]).fetchone()[0]
    return {anchor.id for anchor in anchors if place(anchor, texts[anchor.source_id]).state in ("lost", "ambiguous")}


class _Surroundings:
    """Attributions, evidence, replies, tags and sources of a set of claims, grouped by claim."""

    def __init__(self, store: Reader, ids: list[int] | None) -> None:
        self.verdicts = store.verdicts
        attributions = store.all(Attribution) if ids is None else store.among(Attribution, "claim_id", ids)
        evidence = store.all(Evidence) if ids is None else store.among(Evidence, "claim_id", ids)
        replies = store.all(Reply) if ids is None else store.among(Reply, "claim_id", ids)
        attribution_ids = [a.id for a in attributions]
        hops = store.all(Hop) if ids is None else store.among(Hop, "attribution_id", attribution_ids)
        self.attributions: dict[int, list[Attribution]] = defaultdict(list)
        self.evidence: dict[int, list[Evidence]] = defaultdict(list)
        self.replies: dict[int, list[Reply]] = defaultdict(list)
        self.hops: dict[int, list[Hop]] = defaultdict(list)
        for attribution in attributions:
            self.attributions[attribution.claim_id].append(attribution)
        for item in evidence:
            self.evidence[item.claim_id].append(item)
        for reply in replies:
            self.replies[reply.claim_id].append(reply)
        for hop in sorted(hops, key=lambda hop: hop.position):
            self.hops[hop.attribution_id].append(hop)
        cited = None
        if ids is not None:
            cited = {s for s in (*(a.source_id for a in attributions), *(h.source_id for h in hops)) if s is not None}
            cited |= {item.source_id for item in evidence}
        actor_ids = None if ids is None else sorted({a.actor_id for a in attributions if a.actor_id is not None})
        actors = store.all(Actor) if actor_ids is None else store.among(Actor, "id", actor_ids)
        self.actors = {actor.id: actor for actor in actors}
        self.tags = queries.tags_of_claims(store, ids)
        self.writers = history.writers_of_signed(store.db, ids)
        self.derived = queries.derived_from(store, cited)
        self.published = queries.published(store, cited)
        self.preserved = queries.preserved(store, cited)
        quoted = {i for i in (*(a.anchor_id for a in attributions), *(e.anchor_id for e in evidence)) if i is not None}
        self.lost = lost_anchors(store, quoted)

    def facts(self, claim: Claim) -> Facts:
        attributions, evidence = self.attributions[claim.id], self.evidence[claim.id]
        actors = [self.actors[a.actor_id] for a in attributions if a.actor_id is not None]
        sources = tuple(
            dict.fromkeys(
                [a.source_id for a in attributions if a.source_id is not None] + [e.source_id for e in evidence]
            )
        )
        first = attributions[0] if attributions else None
        dates = (claim.about, claim.due, *(a.said for a in attributions))
        unread = [date for date in dates if date.words and not date.edtf]
        stances = Counter(item.stance for item in evidence)
        replies = self.replies[claim.id]
        about = claim.about.earliest
        return Facts(
            claim=claim,
            claimants=tuple(dict.fromkeys(self._claimant(a) for a in attributions)),
            first=first,
            said=first.said if first else UNDATED,
            published=self.published.get((first.source_id or 0) if first else 0, UNDATED),
            source_ids=sources,
            tags=tuple(name for name, _ in self.tags.get(claim.id, ())),
            supports=stances["supports"],
            refutes=stances["refutes"],
            context=stances["context"],
            origins=origins(attributions, self.hops, evidence, self.derived),
            protected=any(actor.protected for actor in actors),
            link_only=any(source not in self.preserved for source in sources),
            preserved=any(source in self.preserved for source in sources),
            changed=claim.review == SIGNED_OFF and claim.signed_hash != self._hash(claim),
            waiting=sum(reply.outcome == "waiting" for reply in replies),
            deadline=min(
                (r.deadline.latest for r in replies if r.outcome == "waiting" and r.deadline.latest is not None),
                default=NO_DAY,
            ),
            first_tag=next((tag_id for _, tag_id in self.tags.get(claim.id, ())), 0),
            source_before_event=about is not None
            and "prediction" not in claim.kinds
            and any(
                (latest := self.published[e.source_id].latest) is not None and latest < about
                for e in evidence
                if e.stance == "supports"
            ),
            unread_words=bool(unread),
            ambiguous=any(read_date(date.words, date.anchor).readings for date in unread),
            apart=self._apart(claim, attributions),
            lost=not self.lost.isdisjoint([a.anchor_id for a in attributions] + [e.anchor_id for e in evidence]),
            own_hand=claim.review == SIGNED_OFF and self.writers.get(claim.id) == claim.signed_by,
        )

    def _apart(self, claim: Claim, attributions: list[Attribution]) -> bool:
        """Whether dates of a claim contradict each other: said after its source was published, due before it was said, or
        the same words of the same source at two times.
        """
        first_dates: dict[tuple[int | None, str], FuzzyDate] = {}
        for attribution in attributions:
            date_said = attribution.said
            published = self.published.get(attribution.source_id or 0, UNDATED)
            if _before(published, date_said) or _before(claim.due, date_said):
                return True
            if attribution.quote and date_said.dated:
                other = first_dates.setdefault((attribution.source_id, attribution.quote), date_said)
                if _before(other, date_said) or _before(date_said, other):
                    return True
        return False

    def _hash(self, claim: Claim) -> str:
        attributions = self.attributions[claim.id]
        hops = [hop for attribution in attributions for hop in self.hops[attribution.id]]
        return content_hash(claim, attributions, self.evidence[claim.id], hops, self.verdicts)

    def _claimant(self, attribution: Attribution) -> str:
        if attribution.actor_id is not None:
            return self.actors[attribution.actor_id].name
        return attribution.described or "unnamed"
