"""Results show where they matched, with the words highlighted."""

import pytest

from tests.newsroom import found, logged, person, read, said, supported
from tracker.commands import cases
from tracker.domain.query import Query
from tracker.store import Store
from tracker.store.matching import (
    find_records,
    highlight_spans,
    patterns,
    snippet,
    term_groups,
    where_claims,
    where_records,
)


def lit_words(text: str, query: str) -> list[str]:
    return [text[start:end] for start, end in highlight_spans(text, patterns(Query.parse(query)))]


@pytest.mark.parametrize(
    ("text", "query", "words"),
    [
        ("The results were fudged", "fudg results", ["results", "fudg"]),
        ("楊立昆承認動過手腳", "杨立昆 手", ["楊立昆", "手"]),
        ("ＧＰＴ４ beats a café", "gpt cafe", ["ＧＰＴ", "café"]),
        ("The budget is no abudget", "budget", ["budget"]),
        ("Llama 4的分數", "llama 4 分", ["Llama", "4", "分"]),
        ("the port authority knew", '"port auth"', ["port auth"]),
        ("the port. Authority knew", '"port auth"', ["port. Auth"]),
        ("he_said_so", "said", ["said"]),
        ("one two three", "-two one", ["one"]),
        ("one two three", "one OR three", ["one", "three"]),
        ("Straße und Weg", "strasse", ["Straße"]),
        ("nothing here", "verdict:disputed", []),
        ("刷榜刷榜", "刷榜", ["刷榜刷榜"]),
    ],
)
def test_the_words_of_a_query_are_lit_where_they_stand(text: str, query: str, words: list[str]) -> None:
    assert lit_words(text, query) == words


def test_a_snippet_stands_around_the_first_word() -> None:
    text = "A long introduction that nobody needs to read at all. " * 3 + "Then the results were fudged.\nAnd more."
    match = snippet("source text", text, patterns(Query.parse("fudged")))
    assert match is not None
    assert match.text.startswith("…")
    assert "\n" not in match.text
    assert [match.text[a:b] for a, b in match.spans] == ["fudged"]
    assert snippet("source text", text, patterns(Query.parse("absent"))) is None


def test_a_claim_says_where_it_holds_what_its_statement_does_not(store: Store) -> None:
    source = read(store, "Overview of all", "Long text with a zebra in it.")
    claim = logged(store, "The scores were fudged", note="ask the auditor")
    said(store, claim, actor_id=person(store, "楊立昆", "Yann LeCun").id, source_id=source.id, quote="動過手腳")
    supported(store, claim, source, shows="Replications disagree")
    cases.set_tags(store, claim.id, ["money"])
    for query, where, word in (
        ("lecun", "claimant", "LeCun"), ("手腳 scores", "quote", "手腳"), ("replic", "evidence", "Replic"),
        ("auditor", "note", "auditor"), ("money", "tag", "money"), ("overview", "source", "Overview"),
        ("zebra", "source text", "zebra"),
    ):  # fmt: skip
        match = where_claims(store, [claim.id], term_groups(Query.parse(query)))[claim.id]
        assert match.where == where, query
        assert [match.text[a:b] for a, b in match.spans] == [word]
    assert where_claims(store, [claim.id], term_groups(Query.parse("scores fudged"))) == {}


def test_words_no_claim_holds_are_looked_for_in_the_texts_of_their_sources(store: Store) -> None:
    source = read(store, "Overview", "Long text with a zebra in it.")
    said(store, logged(store, "read there"), described="staff", source_id=source.id)
    logged(store, "read nowhere")
    assert found(store, "zebra") == ["read there"]
    assert found(store, "-zebra") == ["read nowhere"]
    logged(store, "a zebra itself")
    assert found(store, "zebra") == ["a zebra itself"]
    assert found(store, "text:zebra") == ["read there"]


def test_sources_people_and_events_say_where_too(store: Store) -> None:
    source = read(store, "Overview", "早在2024年9月之前就知道了")
    actor = person(store, "田淵棟", "Yuandong Tian")
    words = patterns(Query.parse("之前"))
    assert find_records(store, "source", Query.parse("之前 知道")) == [source.id]
    assert where_records(store, "source", [source.id], words)[source.id].where == "text"
    assert where_records(store, "actor", [actor.id], patterns(Query.parse("yuan")))[actor.id].text == "Yuandong Tian"
    assert find_records(store, "actor", Query.parse("verdict:disputed")) == []


def test_operators_hold_for_sources_people_and_events_too(store: Store) -> None:
    first, two = read(store, "Meta and LeCun", "x"), read(store, "Avocado", "y")
    both = [two.id, first.id]
    assert find_records(store, "source", Query.parse("lecun OR avocado")) == both
    assert find_records(store, "source", Query.parse("(lecun AND meta) OR avocado")) == both
    assert find_records(store, "source", Query.parse("meta NOT lecun")) == []
    assert find_records(store, "source", Query.parse("lecun verdict:disputed")) == [first.id]


def test_one_of_two_alternatives_in_the_statement_is_enough(store: Store) -> None:
    claim = logged(store, "LeCun left", note="about Avocado")
    assert where_claims(store, [claim.id], term_groups(Query.parse("lecun OR avocado"))) == {}
    assert where_claims(store, [claim.id], term_groups(Query.parse("lecun avocado")))[claim.id].where == "note"
