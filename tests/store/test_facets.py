"""The facet rail: how what was found spreads, counted exactly."""

from collections import Counter

import pytest

from tests.newsroom import TODAY, logged
from tracker.commands import cases
from tracker.domain.query import EVERYTHING, Query
from tracker.samples import large
from tracker.store import Store
from tracker.store.claims.facets import FIELDS, facets, links
from tracker.store.claims.index import ClaimIndex


@pytest.fixture(scope="module")
def case() -> Store:
    return large.build(None, 800, author="Crowd")


QUERIES = (
    "",
    "verdict:disputed",
    "水庫",
    "kind:prediction",
    "verdict:disputed OR budget",
    "said:2010..2012",
    "tag:audit",
)


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("field", FIELDS)
def test_each_value_finds_as_many_claims_as_it_says(case: Store, field: str, query: str) -> None:
    index = ClaimIndex(case, TODAY)
    base = "" if query.startswith(f"{field}:") else query
    for facet in facets(index, Query.parse(query), links(case))[field]:
        finding = f"({base}) {facet.term}" if " OR " in base else f"{base} {facet.term}"
        assert facet.count == len(index.select(Query.parse(finding))), facet


def test_the_counts_of_verdicts_leave_their_own_term_out(case: Store) -> None:
    index = ClaimIndex(case, TODAY)
    everyone = Counter(facts.claim.verdict for facts in index.facts.values())
    verdicts, states, _ = index.counts(Query.parse("verdict:disputed"))
    assert verdicts == everyone
    assert sum(states.values()) == everyone["disputed"]


def test_a_value_that_is_asked_for_stands_first_even_without_a_claim(case: Store) -> None:
    shown = facets(ClaimIndex(case, TODAY), Query.parse("tag:nothing"), links(case))["tag"]
    assert (shown[0].value, shown[0].count) == ("nothing", 0)


def test_names_that_a_search_takes_for_one_are_counted_as_one(store: Store) -> None:
    for n, tags in enumerate((["x", "X"], ["X"], ['say "so"'])):
        cases.set_tags(store, logged(store, f"claim {n}").id, tags)
    index = ClaimIndex(store, TODAY)
    shown = facets(index, EVERYTHING, links(store))["tag"]
    assert [(facet.value, facet.count) for facet in shown] == [("x", 2), ("say so", 1)]
    assert [len(index.select(Query.parse(facet.term))) for facet in shown] == [2, 1]
