"""Independent origins: many citations, few roots."""

from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.attribution import Attribution, Hop
from tracker.domain.evidence import Evidence
from tracker.domain.origins import origins, root_sources


def attributed(source: int | None, actor: int | None = None, described: str = "", *, number: int = 1) -> Attribution:
    return Attribution(id=number, claim_id=1, source_id=source, actor_id=actor, described=described)


def proof(source: int, stance: str = "supports") -> Evidence:
    return Evidence(claim_id=1, source_id=source, stance=stance)


def via(attribution: int = 1, *, source: int | None = None, actor: int | None = None, described: str = "") -> Hop:
    return Hop(attribution_id=attribution, position=0, source_id=source, actor_id=actor, described=described)


def test_two_sources_that_go_back_to_nothing_are_two_origins() -> None:
    found = origins([attributed(1)], {}, [proof(2)], {})
    assert (found.sources, found.count, found.shared) == (2, 2, ())


def test_a_rewrite_and_its_wire_story_are_one_origin() -> None:
    found = origins([attributed(1)], {}, [proof(2)], {1: [2]})
    assert (found.sources, found.count) == (2, 1)
    assert found.shared == ((2, (1, 2)),)


def test_three_papers_that_copied_one_wire_are_one_origin() -> None:
    found = origins([attributed(1)], {}, [proof(2), proof(3)], {1: [9], 2: [9], 3: [9]})
    assert (found.sources, found.count) == (3, 1)
    assert found.shared == ((9, (1, 2, 3)),)


def test_a_source_that_goes_back_to_two_counts_both() -> None:
    assert origins([attributed(1)], {}, [], {1: [8, 9]}).count == 2


def test_evidence_against_and_context_found_nothing() -> None:
    assert origins([], {}, [proof(1, "refutes"), proof(2, "context")], {}).count == 0


def test_a_relay_through_a_source_is_the_origin_of_that_source() -> None:
    found = origins([attributed(1)], {1: [via(source=7)]}, [proof(7)], {})
    assert (found.sources, found.count) == (2, 1)


def test_the_same_anonymous_colleague_is_one_origin_for_two_papers() -> None:
    hops = {1: [via(1, actor=5)], 2: [via(2, actor=5)]}
    found = origins([attributed(1, number=1), attributed(2, number=2)], hops, [], {})
    assert (found.sources, found.count) == (2, 1)
    other = {1: [via(1, described="A colleague")], 2: [via(2, described="a COLLEAGUE")]}
    assert origins([attributed(1, number=1), attributed(2, number=2)], other, [], {}).count == 1


def test_what_somebody_told_us_directly_is_an_origin_of_its_own() -> None:
    assert origins([attributed(None, 5)], {}, [], {}).count == 1
    assert origins([attributed(None, 5, number=1), attributed(None, 5, number=2)], {}, [], {}).count == 1
    assert (
        origins(
            [attributed(None, None, "staff", number=1), attributed(None, None, "Staff", number=2)], {}, [], {}
        ).count
        == 1
    )
    assert (
        origins(
            [attributed(None, None, "staff", number=1), attributed(None, None, "a manager", number=2)], {}, [], {}
        ).count
        == 2
    )


def test_sources_that_cite_each_other_in_a_ring_are_one_origin() -> None:
    ring = {1: [2], 2: [3], 3: [1]}
    assert {root_sources(source, ring) for source in (1, 2, 3)} == {frozenset({1})}
    assert origins([attributed(1)], {}, [proof(2), proof(3)], ring).count == 1


def test_a_source_that_goes_back_to_itself_is_its_own_origin() -> None:
    assert root_sources(1, {1: [1]}) == {1}


def test_a_paper_that_joins_a_ring_goes_back_to_the_ring() -> None:
    assert root_sources(5, {5: [2], 2: [3], 3: [2]}) == {2}


links = st.dictionaries(st.integers(1, 8), st.lists(st.integers(1, 8), max_size=3), max_size=8)


@given(links, st.lists(st.integers(1, 8), max_size=5))
def test_there_are_never_more_origins_than_ends_of_chains_and_always_one(
    derived: dict[int, list[int]], cited: list[int]
) -> None:
    found = origins([], {}, [proof(source) for source in cited], derived)
    assert found.sources == len(set(cited))
    assert bool(found.count) == bool(cited)
    for source in cited:
        roots = root_sources(source, derived)
        assert roots
        assert roots <= found.roots
