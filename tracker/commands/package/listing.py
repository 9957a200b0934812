"""The list of a package, claims.json: its claims and the sources they cite."""

from collections.abc import Collection
from typing import Any

from tracker.commands import confidential, redaction, sources
from tracker.domain.actor import Actor
from tracker.domain.anchor import Anchor
from tracker.domain.attribution import Attribution
from tracker.domain.evidence import Evidence
from tracker.domain.source import Source
from tracker.store import Store
from tracker.store.claims.index import Selection

FORMAT = "claimline-package-1"


def listed_claims(store: Store, claims: Selection, cited: list[Source], held_back: Collection[int]) -> dict[str, Any]:
    """The chosen claims and the sources they cite, with what every profile may release: protected people by pseudonym,
    and only the kind of a source that is held back.
    """
    names = redaction.pseudonyms(store)
    actor_names = {actor.id: names.get(actor.id, actor.name) for actor in store.all(Actor)}
    number = {source.id: at for at, source in enumerate(cited)}
    anchors = {anchor.id: anchor for anchor in store.all(Anchor) if anchor.source_id not in held_back}
    captures = {
        source_id: capture for source_id, capture in sources.originals(store).items() if source_id not in held_back
    }
    publishers = confidential.publishers_of(cited, held_back)
    cited = [confidential.masked(source) if source.id in held_back else source for source in cited]
    listed = []
    for facts in claims:
        claim = facts.claim
        listed.append(
            {
                "number": claim.label, "statement": claim.statement, "kinds": list(claim.kinds), "verdict": claim.verdict,
                "about": claim.about.words or claim.about.edtf, "due": claim.due.words or claim.due.edtf,
                "value": claim.value, "unit": claim.unit, "tags": list(facts.tags),
                "said_by": [
                    {"who": actor_names.get(a.actor_id or 0, ""), "described": confidential.described_claimant(a, publishers), "said": a.said.words or a.said.edtf,
                     "mode": a.mode, "record": a.record, "quote": a.quote, "source": number.get(a.source_id or 0)}
                    for a in store.all(Attribution, claim_id=claim.id)
                ],
                "evidence": [
                    {"stance": e.stance, "shows": e.shows, "credibility": e.credibility, "source": number[e.source_id],
                     "quote": anchors[e.anchor_id].exact if e.anchor_id in anchors else ""}
                    for e in store.all(Evidence, claim_id=claim.id)
                ],
            }
        )  # fmt: skip
    return {
        "format": FORMAT,
        "case": store.case.name,
        "sources": [
            {"title": s.title, "kind": s.kind, "authors": s.authors, "publisher": s.publisher, "url": s.url,
             "language": s.language, "published": s.published.words or s.published.edtf, "reliability": s.reliability,
             "sha256": captures[s.id].sha256 if s.id in captures else "", "media_type": captures[s.id].media_type if s.id in captures else ""}
            for s in cited
        ],
        "claims": listed,
    }  # fmt: skip
