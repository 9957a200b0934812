"""The material of a dossier, read once and filtered by its profile: names or pseudonyms, and the numbers of sources."""

import re
from collections.abc import Iterable
from typing import TypeVar

from tracker.commands import confidential, redaction
from tracker.commands.dating import placement_date
from tracker.commands.sources import originals
from tracker.domain.actor import Actor, ActorName
from tracker.domain.anchor import Anchor, locator, place
from tracker.domain.attribution import Attribution, Hop
from tracker.domain.dates import FuzzyDate, parse_iso
from tracker.domain.dates.saying import say, say_with_words
from tracker.domain.design import Design
from tracker.domain.evidence import Evidence
from tracker.domain.records import Record
from tracker.domain.relation import Relation
from tracker.domain.reply import Reply
from tracker.domain.source import Source
from tracker.exporters.words import Words
from tracker.store import Store, past
from tracker.store.claims.facts import Facts
from tracker.store.claims.index import ClaimIndex, Selection

R = TypeVar("R", bound=Record)


class Material:
    """`numbers` are the sources cited so far, by id; `hidden` the protected actors mentioned so far."""

    def __init__(self, store: Store, index: ClaimIndex, claims: Selection, design: Design) -> None:
        self.store, self.index, self.chosen, self.design, self.profile = store, index, claims, design, design.profile
        self.w = Words(design.language)
        self.actors = {actor.id: actor for actor in store.all(Actor)}
        self.names = redaction.pseudonyms(store)
        self.hidden: set[int] = set()
        self.other_names: dict[int, list[str]] = {}
        for other in store.all(ActorName):
            self.other_names.setdefault(other.actor_id, []).append(other.name)
        every = store.all(Source)
        self.texts = {source.id: source.text for source in every}
        self.held_back = confidential.confidential_sources(store, design.profile)
        self.publishers = confidential.publishers_of(every, self.held_back)
        unnamed = self.w(confidential.NAME)
        self.sources = {s.id: confidential.masked(s, unnamed) if s.id in self.held_back else s for s in every}
        self.captures = {key: capture for key, capture in originals(store).items() if key not in self.held_back}
        chosen = [facts.id for facts in claims]
        self.attributions = _grouped(store.among(Attribution, "claim_id", chosen), "claim_id")
        attribution_ids = [attribution.id for group in self.attributions.values() for attribution in group]
        self.hops = _grouped(store.among(Hop, "attribution_id", attribution_ids), "attribution_id")
        self.evidence = _grouped(store.among(Evidence, "claim_id", chosen), "claim_id")
        self.replies = _grouped(store.among(Reply, "claim_id", chosen), "claim_id")
        self.relations = _grouped(store.among(Relation, "claim_id", chosen), "claim_id")
        self.related = _grouped(store.among(Relation, "other_id", chosen), "other_id")
        self.anchors = {anchor.id: anchor for anchor in store.all(Anchor)}
        self.numbers: dict[int, int] = {}
        self.places = {label: at for at, label in enumerate(design.numbers)}
        self.receipt = store.receipt()
        self.judged = past.VerdictSetsByStep(store.db)
        self.today = parse_iso(self.receipt.at[:10])

    def name(self, actor_id: int | None, described: str) -> str:
        if actor_id is None:
            return described or self.w("unnamed")
        if actor_id in self.names:
            self.hidden.add(actor_id)
            return self.names[actor_id]
        return self.actors[actor_id].name

    def number(self, source_id: int | None) -> int:
        if source_id is None:
            return 0
        return self.numbers.setdefault(source_id, len(self.numbers) + 1)

    def day(self, date: FuzzyDate) -> str:
        return say(date, self.w.lang)

    def day_with_words(self, date: FuzzyDate) -> str:
        return say_with_words(date, self.w.lang)

    def where(self, anchor_id: int | None, source_id: int | None) -> tuple[str, str]:
        """(place of the quote, a warning when its words are not found)."""
        anchor = self.anchors.get(anchor_id or 0)
        if anchor is None or source_id is None:
            return "", ""
        text = self.texts[source_id]
        location = place(anchor, text)
        if location.state in ("lost", "ambiguous"):
            return "", self.w(f"quote {location.state} in the source's text")
        if source_id in self.held_back:
            return "", ""
        words, values = locator(text, location.start)
        return self.w(words, **values), ""

    def not_with_it(self, source_id: int, why: str) -> str:
        """Why no copy of a source is included in the dossier."""
        return self.w("kept in the newsroom" if source_id in self.held_back else why)

    def unplaced(self) -> list[Facts]:
        """The claims that the picture cannot place, since they have no date."""
        return [facts for facts in self.chosen if not placement_date(facts, "said")[1].dated]


def _grouped(records: Iterable[R], column: str) -> dict[int, list[R]]:
    groups: dict[int, list[R]] = {}
    for record in records:
        groups.setdefault(getattr(record, column), []).append(record)
    return groups


def language_of(text: str) -> str:
    return "zh" if re.search(r"[\u3400-\u9fff]", text) else "en"
