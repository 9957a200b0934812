"""Independent origins: many citations, few roots.

Attributions and supporting evidence of a claim are followed back along `derived from` and relays; what remains is the
set of roots, each counted once ("3 sources, 2 origins").
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Origins:
    """`sources` counts distinct places of reading, `roots` are the independent origins; `shared` pairs sources that go
    back to one root: (root source id, source ids).
    """

    sources: int
    roots: frozenset[Hashable]
    shared: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @property
    def count(self) -> int:
        return len(self.roots)


def root_sources(source_id: int, derived_from: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """The sources at the beginning of the chains that lead to this one. A ring counts as one origin, its lowest id."""
    seen: set[int] = set()
    roots: set[int] = set()
    open_ids = [source_id]
    while open_ids:
        current = open_ids.pop()
        if current in seen:
            continue
        seen.add(current)
        parents = [parent for parent in derived_from.get(current, ()) if parent != current]
        if parents:
            open_ids.extend(parents)
        else:
            roots.add(current)
    return frozenset(roots or {min(seen)})


def origins(
    attributions: Iterable[Attribution],
    hops: Mapping[int, Sequence[Hop]],
    evidence: Iterable[Evidence],
    derived_from: Mapping[int, Sequence[int]],
) -> Origins:
    """Count the origins of one claim. `hops` by attribution id in order from the claimant; refuting evidence and
    context do not make a claim better founded and are not counted.
    """
    reached: dict[int, frozenset[int]] = {}
    roots: set[Hashable] = set()
    for attribution in attributions:
        first = next(iter(hops.get(attribution.id, ())), None)
        if first is not None and first.source_id is None:
            relay = first.actor_id or (first.described.casefold(), attribution.actor_id)
            roots.add(("relay", relay))
        elif (first is not None and first.source_id is not None) or attribution.source_id is not None:
            at = first.source_id if first is not None else attribution.source_id
            found = root_sources(at or 0, derived_from)
            roots |= found
            reached[attribution.source_id or at or 0] = found
        else:
            roots.add(("actor", attribution.actor_id or attribution.described.casefold() or attribution.id))
        if attribution.source_id is not None:
            reached.setdefault(attribution.source_id, frozenset())
    for item in evidence:
        if item.stance == "supports":
            found = root_sources(item.source_id, derived_from)
            roots |= found
            reached[item.source_id] = reached.get(item.source_id, frozenset()) | found
    shared = [
        (root, members)
        for root in sorted({root for found in reached.values() for root in found})
        if len(members := tuple(sorted(s for s, found in reached.items() if root in found))) > 1
    ]
    return Origins(len(reached), frozenset(roots), tuple(shared))
