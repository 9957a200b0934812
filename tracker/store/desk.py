"""The desk: what every list, count and check needs to know of each claim, kept in memory and brought up to each step.

Lists and rails never ask the file while painting; a step recomputes only the claims it reaches.
"""

import operator
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass

from tracker.domain.actor import Actor
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.claim import Claim
from tracker.domain.dates import UNDATED, FuzzyDate, read_date
from tracker.domain.evidence import Evidence
from tracker.domain.origins import Origins, origins
from tracker.domain.query import Term, parse
from tracker.domain.reply import Reply
from tracker.domain.review import content_hash
from tracker.store import queries, search
from tracker.store.store import Store, Touched


@dataclass(frozen=True, slots=True)
class Facts:
    """One claim as lists show it. Dates are the first attribution's; `link_only` says that one of its sources is
    not preserved; `changed` that it differs from what was signed off.
    """

    claim: Claim
    claimants: tuple[str, ...]
    actor_ids: tuple[int, ...]
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
    overdue_replies: int
    source_before_event: bool
    unread_words: bool

    @property
    def id(self) -> int:
        return self.claim.id

    @property
    def undated(self) -> bool:
        return not (self.said.dated or self.claim.about.dated)


@dataclass(frozen=True, slots=True)
class Check:
    """A desk check: a hole in the story, found by rule."""

    key: str
    glyph: str
    label: str
    meaning: str
    holds: Callable[[Facts, int], bool]


def _due(facts: Facts, today: int) -> bool:
    due = facts.claim.due.latest
    return "prediction" in facts.claim.kinds and facts.claim.verdict == "unverified" and due is not None and due < today


CHECKS = (
    Check("single-origin", "⚑", "Single origin", "Everything that supports it goes back to one origin.",
          lambda f, _: f.origins.count == 1),
    Check("no-evidence", "∅", "No evidence", "Nothing supports or refutes it yet.",
          lambda f, _: not (f.supports or f.refutes)),
    Check("no-attribution", "?", "Nobody said it", "No attribution says who made the claim.",
          lambda f, _: f.first is None),
    Check("prediction-due", "◷", "Predictions due", "The time it spoke of is over and it has no verdict.", _due),
    Check("awaiting-reply", "✆", "Awaiting reply", "Somebody was asked and has not answered.",
          lambda f, _: f.waiting > 0),
    Check("reply-overdue", "‼", "Reply overdue", "The deadline for an answer has passed.",
          lambda f, _: f.overdue_replies > 0),
    Check("link-only", "⚠", "Link not archived", "One of its sources is kept as a link only.",
          lambda f, _: f.link_only),
    Check("changed", "≠", "Changed since sign-off", "It was edited after an editor signed it off.",
          lambda f, _: f.changed),
    Check("older-source", "⇤", "Source older than event", "A supporting source was published before the thing happened.",
          lambda f, _: f.source_before_event),
    Check("undated", "□", "Undated", "Neither when it was said nor what it is about has a date.",
          lambda f, _: f.undated),
    Check("unread-date", "…", "Date not read", "A date was written in words that have no meaning yet, or two.",
          lambda f, _: f.unread_words),
)  # fmt: skip
_CHECK = {check.key: check for check in CHECKS}


class Desk:
    """The facts of every claim of a case, in the order of their numbers."""

    def __init__(self, store: Store, today: int) -> None:
        self.store = store
        self.today = today
        self.facts: dict[int, Facts] = {}
        self.reload()

    def reload(self) -> None:
        self.facts = {facts.id: facts for facts in _facts(self.store, None, self.today)}
        self._order()

    def follow(self, touched: Touched) -> None:
        """Bring the facts up to a step."""
        fresh = {facts.id: facts for facts in _facts(self.store, touched.claims, self.today)}
        for gone in touched.claims - fresh.keys():
            self.facts.pop(gone, None)
        grown = not fresh.keys() <= self.facts.keys()
        self.facts.update(fresh)
        if grown:
            self._order()

    def _order(self) -> None:
        self.facts = dict(sorted(self.facts.items(), key=lambda item: item[1].claim.number))

    def select(self, query: str) -> list[Facts]:
        """The claims a query finds, by number."""
        found: Iterable[Facts] = self.facts.values()
        for term in parse(query):
            if not term.field and not any(map(search.match_expression, term.values)):
                continue  # a lone sign, perhaps still being typed
            holds = self._predicate(term)
            found = [facts for facts in found if holds(facts) != term.negated]
        return list(found)

    def counts(self, of: Iterable[Facts]) -> tuple[Counter[str], Counter[str], Counter[str]]:
        """(verdicts, review states, checks) of some claims."""
        claims = list(of)
        checks = Counter({c.key: sum(c.holds(f, self.today) for f in claims) for c in CHECKS})
        return Counter(f.claim.verdict for f in claims), Counter(f.claim.review for f in claims), checks

    def _predicate(self, term: Term) -> Callable[[Facts], bool]:
        if not term.field:
            ids = {claim_id for value in term.values for claim_id in self._saying(value)}
            return lambda f: f.id in ids
        tests = [self._test(term.field, value) for value in term.values]
        return lambda f: any(test(f) for test in tests)

    def _saying(self, words: str) -> Iterable[int]:
        """Ids of the claims that hold the words (with a space between them: as a phrase), or have that number."""
        yield from search.find(self.store.db, "claim", words, phrase=" " in words)
        if number := re.fullmatch(r"[Cc]-(\d{1,9})", words):
            yield from (f.id for f in self.facts.values() if f.claim.number == int(number[1]))

    def _test(self, field: str, value: str) -> Callable[[Facts], bool]:
        folded = search.fold(value).strip()
        plain = folded.replace("-", " ").replace("_", " ").strip()
        match field:
            case "verdict":
                return lambda f: bool(plain) and f.claim.verdict.startswith(plain)
            case "review":
                return lambda f: bool(plain) and f.claim.review.startswith(plain)
            case "kind":
                return lambda f: plain in f.claim.kinds
            case "tag":
                return lambda f: any(search.fold(tag) == folded.lstrip("#") for tag in f.tags)
            case "number":
                return lambda f: str(f.claim.number) == plain.removeprefix("c ").lstrip("0")
            case "by":
                ids = set(search.find(self.store.db, "actor", value))
                return lambda f: bool(ids & set(f.actor_ids)) or any(folded in search.fold(c) for c in f.claimants)
            case "source":
                found = queries.sources_called(self.store, value)
                return lambda f: bool(found & set(f.source_ids))
            case "has":
                return _has(plain)
            case "check":
                check = _CHECK.get(plain.replace(" ", "-"))
                return lambda f: check is not None and check.holds(f, self.today)
            case "origins" | "evidence":
                return _number_test(field, value)
        return self._date_test(field, value)

    def _date_test(self, field: str, value: str) -> Callable[[Facts], bool]:
        compare, words = re.match(r"([<>]=?)?(.*)", value, re.DOTALL).groups()  # type: ignore[union-attr]
        first, dots, last = words.partition("..")
        if dots:
            low, high = read_date(first, self.today).earliest, read_date(last, self.today).latest
        else:
            asked = read_date(words, self.today)
            low, high = asked.earliest, asked.latest
        if compare:
            limit = low if compare in ("<", ">=") else high
            if limit is None:
                return _never
            low, high = (None, limit - (compare == "<")) if compare[0] == "<" else (limit + (compare == ">"), None)
        if low is None and high is None:
            return _never

        def overlaps(facts: Facts) -> bool:
            date = {"said": facts.said, "about": facts.claim.about, "due": facts.claim.due}.get(field, facts.published)
            if not date.dated:
                return False
            return (high is None or date.earliest is None or date.earliest <= high) and (
                low is None or date.latest is None or date.latest >= low
            )

        return overlaps


def _has(what: str) -> Callable[[Facts], bool]:
    tests: dict[str, Callable[[Facts], bool]] = {
        "evidence": lambda f: bool(f.supports or f.refutes or f.context),
        "capture": lambda f: f.preserved,
        "quote": lambda f: bool(f.first and f.first.quote),
        "note": lambda f: bool(f.claim.note),
        "due": lambda f: f.claim.due.dated,
        "reply": lambda f: f.waiting > 0,
        "tag": lambda f: bool(f.tags),
        "attribution": lambda f: f.first is not None,
    }
    return tests.get(what.rstrip("s"), tests.get(what, _never))


def _never(_: Facts) -> bool:
    return False


def _number_test(field: str, value: str) -> Callable[[Facts], bool]:
    match = re.fullmatch(r"([<>]=?)?(\d{1,9})", value)
    if match is None:
        return _never
    compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}.get(
        match[1] or "", operator.eq
    )
    wanted = int(match[2])
    if field == "origins":
        return lambda f: compare(f.origins.count, wanted)
    return lambda f: compare(f.supports + f.refutes + f.context, wanted)


def _facts(store: Store, ids: Collection[int] | None, today: int) -> list[Facts]:
    """Read the claims (None: all) with everything that belongs to them, in a handful of queries."""
    if ids is not None and not ids:
        return []
    wanted = None if ids is None else sorted(ids)
    claims = store.all(Claim) if wanted is None else store.among(Claim, "id", wanted)
    around = _Surroundings(store, wanted)
    return [around.facts(claim, today) for claim in claims]


class _Surroundings:
    """Attributions, evidence, replies, tags and sources of a set of claims, grouped by claim."""

    def __init__(self, store: Store, ids: list[int] | None) -> None:
        attributions = store.all(Attribution) if ids is None else store.among(Attribution, "claim_id", ids)
        evidence = store.all(Evidence) if ids is None else store.among(Evidence, "claim_id", ids)
        replies = store.all(Reply) if ids is None else store.among(Reply, "claim_id", ids)
        said = [a.id for a in attributions]
        hops = store.all(Hop) if ids is None else store.among(Hop, "attribution_id", said)
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
        named = None if ids is None else sorted({a.actor_id for a in attributions if a.actor_id is not None})
        actors = store.all(Actor) if named is None else store.among(Actor, "id", named)
        self.actors = {actor.id: actor for actor in actors}
        self.tags = queries.tag_names(store, ids)
        self.derived = queries.derived_from(store, cited)
        self.published = queries.published(store, cited)
        self.kept = queries.preserved(store, cited)

    def facts(self, claim: Claim, today: int) -> Facts:
        attributions, evidence = self.attributions[claim.id], self.evidence[claim.id]
        actors = [self.actors[a.actor_id] for a in attributions if a.actor_id is not None]
        sources = tuple(
            dict.fromkeys(
                [a.source_id for a in attributions if a.source_id is not None] + [e.source_id for e in evidence]
            )
        )
        first = attributions[0] if attributions else None
        stances = Counter(item.stance for item in evidence)
        replies = self.replies[claim.id]
        about = claim.about.earliest
        return Facts(
            claim=claim,
            claimants=tuple(dict.fromkeys(self._claimant(a) for a in attributions)),
            actor_ids=tuple(dict.fromkeys(actor.id for actor in actors)),
            first=first,
            said=first.said if first else UNDATED,
            published=self.published.get((first.source_id or 0) if first else 0, UNDATED),
            source_ids=sources,
            tags=tuple(self.tags.get(claim.id, ())),
            supports=stances["supports"],
            refutes=stances["refutes"],
            context=stances["context"],
            origins=origins(attributions, self.hops, evidence, self.derived),
            protected=any(actor.protected for actor in actors),
            link_only=any(source not in self.kept for source in sources),
            preserved=any(source in self.kept for source in sources),
            changed=claim.review == "signed off" and claim.signed_hash != self._hash(claim),
            waiting=sum(reply.outcome == "waiting" for reply in replies),
            overdue_replies=sum(reply.overdue(today) for reply in replies),
            source_before_event=about is not None
            and "prediction" not in claim.kinds
            and any(
                (latest := self.published[e.source_id].latest) is not None and latest < about
                for e in evidence
                if e.stance == "supports"
            ),
            unread_words=any(
                date.words and not date.edtf for date in (claim.about, claim.due, *(a.said for a in attributions))
            ),
        )

    def _hash(self, claim: Claim) -> str:
        attributions = self.attributions[claim.id]
        hops = [hop for attribution in attributions for hop in self.hops[attribution.id]]
        return content_hash(claim, attributions, self.evidence[claim.id], hops)

    def _claimant(self, attribution: Attribution) -> str:
        if attribution.actor_id is not None:
            return self.actors[attribution.actor_id].name
        return attribution.described or "unnamed"
