"""Independent origins of a claim.

Attributions and supporting evidence of a claim are followed back along derivations and relays to the set
of roots, each counted once ("3 sources, 2 origins").
"""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Origins:
    """`sources` is the number of distinct sources, `roots` are the independent origins; `shared` groups sources that go
    back to one root: (root source id, source ids).
    """

    sources: int
    roots: frozenset[Hashable]
    shared: tuple[tuple[int, tuple[int, ...]], ...] = ()

    @property
    def count(self) -> int:
        return len(self.roots)


def root_sources(source_id: int, derived_from: Mapping[int, Sequence[int]]) -> frozenset[int]:
    """The sources at the beginning of the chains that lead to this one. A cycle counts as one origin, its lowest id."""
    visited: set[int] = set()
    roots: set[int] = set()
    open_ids = [source_id]
    while open_ids:
        current = open_ids.pop()
        if current in visited:
            continue
        visited.add(current)
        parents = [parent for parent in derived_from.get(current, ()) if parent != current]
        if parents:
            open_ids.extend(parents)
        else:
            roots.add(current)
    return frozenset(roots or {min(visited)})


def origins(
    attributions: Iterable[Attribution],
    hops: Mapping[int, Sequence[Hop]],
    evidence: Iterable[Evidence],
    derived_from: Mapping[int, Sequence[int]],
) -> Origins:
    """Count the origins of one claim. `hops` by attribution id in order from the claimant; refuting evidence and
    context do not support a claim and are not counted.
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
            roots_of_source = root_sources(at or 0, derived_from)
            roots |= roots_of_source
            reached[attribution.source_id or at or 0] = roots_of_source
        else:
            roots.add(("actor", attribution.actor_id or attribution.described.casefold() or attribution.id))
        if attribution.source_id is not None:
            reached.setdefault(attribution.source_id, frozenset())
    for item in evidence:
        if item.stance == "supports":
            roots_of_source = root_sources(item.source_id, derived_from)
            roots |= roots_of_source
            reached[item.source_id] = reached.get(item.source_id, frozenset()) | roots_of_source
    shared = [
        (root, members)
        for root in sorted({root for roots_of_source in reached.values() for root in roots_of_source})
        if len(members := tuple(sorted(s for s, roots_of_source in reached.items() if root in roots_of_source))) > 1
    ]
    return Origins(len(reached), frozenset(roots), tuple(shared))
