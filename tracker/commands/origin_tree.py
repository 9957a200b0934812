"""The sources and relays a claim is derived from, as a tree whose roots are the independent origins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.evidence import Evidence
from tracker.domain.origins import root_sources
from tracker.store import Store, queries


@dataclass(frozen=True, slots=True)
class Branch:
    """One line of the tree: its depth, its name, and why it is there."""

    depth: int
    words: str
    why: str


def tree(
    store: Store, attributions: Sequence[Attribution], evidence: Sequence[Evidence], hops: Mapping[int, Sequence[Hop]],
    titles: Mapping[int, str], names: Mapping[int, str],
) -> list[Branch]:  # fmt: skip
    """The origins of one claim from the roots on, each followed by the sources derived from it (rule: `domain.origins`).

    `hops` are by attribution id in order from the claimant; `titles` of sources are looked up where they are missing,
    `names` are those of every actor.
    """
    supporting = [item for item in evidence if item.stance == "supports"]
    cited = {a.source_id for a in attributions if a.source_id is not None} | {e.source_id for e in supporting}
    cited |= {hop.source_id for relay in hops.values() for hop in relay if hop.source_id is not None}
    derived = queries.derived_from(store, cited)
    below: dict[int, list[int]] = defaultdict(list)
    for source_id, origins in derived.items():
        for origin in origins:
            below[origin].append(source_id)
    called = {**titles, **queries.names(store, "source", (cited | below.keys()) - titles.keys())}
    why: dict[int, str] = {e.source_id: "supports it" for e in supporting}
    why |= {a.source_id: "reports it" for a in attributions if a.source_id is not None}
    lines: list[Branch] = []
    for root in sorted({root for source_id in cited for root in root_sources(source_id, derived)}):
        _grow(root, 0, below, called, why, lines, set())
    for attribution in attributions:
        first = next(iter(hops.get(attribution.id, ())), None)
        if first is not None and first.source_id is None:
            lines.append(Branch(0, names.get(first.actor_id or 0) or first.described, "passed it on"))
        elif first is None and attribution.source_id is None:
            who = names.get(attribution.actor_id or 0) or attribution.described or "unnamed"
            lines.append(Branch(0, who, "said it, no source"))
    return lines


def _grow(
    source_id: int, depth: int, below: dict[int, list[int]], names: dict[int, str], why: dict[int, str],
    lines: list[Branch], visited: set[int],
) -> None:  # fmt: skip
    if source_id in visited:
        return
    visited.add(source_id)
    lines.append(Branch(depth, names.get(source_id, ""), why.get(source_id, "")))
    for other in below.get(source_id, ()):
        _grow(other, depth + 1, below, names, why, lines, visited)
