"""What is typed is found, in either script, and nothing that is typed is an error."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.newsroom import found, logged, new_case, person, read, said, supported
from tracker.commands import actors, cases, claims, sources
from tracker.domain.actor import Actor
from tracker.domain.event import Event
from tracker.store import Store, search
from tracker.store.integrity import check


def finds(store: Store, words: str) -> bool:
    return bool(search.find(store.db, "claim", words))


@pytest.mark.parametrize(
    "query", ["楊立昆", "杨立昆", "Yann LeCun", "yann", "LECUN", "lec", "立昆", "昆", "ＬｅＣｕｎ"]
)
def test_a_claim_is_found_by_every_name_of_its_claimant(store: Store, query: str) -> None:
    claim = logged(store, "The scores were fudged")
    said(store, claim, actor_id=person(store, "Yann LeCun", "楊立昆").id)
    assert finds(store, query)


@pytest.mark.parametrize(
    ("statement", "query"),
    [
        ("刷榜是公開的祕密", "榜"),
        ("刷榜是公開的祕密", "刷榜"),
        ("刷榜是公開的祕密", "公開的祕密"),
        ("刷榜是公開的祕密", "公开的秘密"),
        ("刷榜是公开的秘密", "刷榜是公開"),
        ("分數是ＧＰＴ４的", "GPT4"),
        ("分數是GPT4的", "ＧＰＴ４的"),
        ("A café in Zürich", "cafe zurich"),
        ("A cafe in Zurich", "CAFÉ"),
        ("Straße", "STRASSE"),
        ("benchmarks", "bench"),
        ("multi-agent systems don't", "multi-agent"),
        ("multi-agent systems don't", "don't"),
        ("Llama 4 的分數", "llama 分"),
        ("ガンダム", "カ"),
        ("서울에서", "서울"),
        ("Москва", "моск"),
        ("US$14.3 billion", "14.3"),
        ("he_said_so", "he_said"),
    ],
)
def test_folded_words_are_found(store: Store, statement: str, query: str) -> None:
    logged(store, statement)
    assert finds(store, query)


@pytest.mark.parametrize(
    ("statement", "query"),
    [("刷榜是公開的祕密", "榜刷"), ("刷榜是公開的祕密", "刷是"), ("benchmarks", "marks"), ("Llama 4", "Llama 5")],
)
def test_other_words_are_not(store: Store, statement: str, query: str) -> None:
    logged(store, statement)
    assert not finds(store, query)


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ('"fudged a little"', True),
        ('"fudged a li"', True),
        ('"little fudged"', False),
        ("little fudged", True),
        ('"動過手腳 by the team"', True),
        ('"by the team 動過手腳"', False),
        ('"LITTLE, 結果"', True),
        ('"little 結果確實"', True),
        ('"little 果確"', False),
        ('"team 模"', True),
    ],
)
def test_words_in_quotes_are_a_phrase(store: Store, query: str, hit: bool) -> None:
    logged(store, "Fudged a little: 結果確實被動過手腳 by the team 模型")
    assert bool(found(store, query)) is hit


def test_a_claim_is_found_by_quotes_evidence_tags_and_sources(store: Store) -> None:
    claim, source = logged(store, "Nothing of it here"), read(store, "Überblick über Alles")
    said(store, claim, source_id=source.id, quote="結果被動過手腳", described="former staff")
    supported(store, claim, source, shows="Replications disagree", note="kept aside")
    cases.set_tags(store, claim.id, ["money"])
    for words in ("手腳", "former", "replications", "aside", "money", "uberblick"):
        assert finds(store, words), words


def test_sources_people_and_events_are_found_alike(store: Store) -> None:
    source = read(store, "Overview", "早在2024年9月之前")
    actor = person(store, "田淵棟", "Yuandong Tian")
    with store.step("Add event"):
        event = store.put(Event(title="模型發布"))
    assert search.find(store.db, "source", "之前") == [source.id]
    assert search.find(store.db, "actor", "田渊栋") == search.find(store.db, "actor", "yuan") == [actor.id]
    assert search.find(store.db, "event", "发布") == [event.id]


def test_the_newest_stand_first(store: Store) -> None:
    ids = [logged(store, f"榜 number {n}").id for n in range(5)]
    assert search.find(store.db, "claim", "榜") == ids[::-1]


ALPHABET = [*"榜刷楊杨立昆模型發发布國国𬭎ab é4Ｇ'-。 ", "ガ", "が", "서", "울", "я"]


WORD = re.compile(r"\w+")
CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\U00020000-\U0003ffff]+")


def scan(statements: dict[int, str], query: str) -> set[int]:
    """The claims with every word of the folded query in their folded text: Chinese anywhere, others at word starts."""
    words = [word for word in WORD.findall(search.fold(query)) if word.strip("_")]
    runs = [run for word in words for run in CJK.findall(word)]
    starts = [part for word in words for part in CJK.split(word) if part]
    hits = set()
    for claim_id, statement in statements.items():
        text = WORD.findall(search.fold(statement))
        chinese = [run for word in text for run in CJK.findall(word)]
        other = [part for word in text for part in CJK.split(word)]
        if all(any(run in held for held in chinese) for run in runs) and all(
            any(held.startswith(start) for held in other) for start in starts
        ):
            hits.add(claim_id)
    return hits


def test_the_index_finds_exactly_what_a_scan_of_everything_finds(store: Store) -> None:
    chance = random.Random(4)
    statements = {}
    for _ in range(300):
        statement = "".join(chance.choices(ALPHABET, k=chance.randint(1, 30))).strip() or "x"
        statements[logged(store, statement).id] = statement
    tried = 0
    for _ in range(600):
        query = "".join(chance.choices(ALPHABET, k=chance.randint(1, 4)))
        if search.match_expression(query):
            tried += 1
            assert set(search.find(store.db, "claim", query)) == scan(statements, query), query
    assert tried > 400


HOSTILE = [
    "park.", "don't", "multi-agent", '"', '""', "AND", "OR", "NOT", "NEAR(", "NEAR(a b, 5)", "-x", "(", ")", "{s}:",
    "col : x", "body:x", "*", "", " ", "\0", 'a"b', '"a" OR "b"', "^a", "a*", "x + y", "%", "_", "\\", "' OR 1=1 --",
    '"; DROP TABLE claim', "verdict:", "verdict:(", "number:" + "9" * 5000, "origins:>" + "9" * 5000, "said:<",
    "said:..", "about:2025..", "check:nothing", "has:nothing", "-", "--", "- -", "C-" + "1" * 5000, "\ud800", "🙂",
    "a " * 10_000, "榜" * 10_000, "x" * 1_000_000, "()", "(-)", "tag:()", 'by:"', "²", "number:²", "origins:١",
]  # fmt: skip


@pytest.mark.parametrize("query", HOSTILE, ids=range(len(HOSTILE)))
def test_no_query_is_an_error(query: str) -> None:
    store = new_case()
    logged(store)
    assert isinstance(found(store, query), list)
    for kind in ("claim", "source", "actor", "event"):
        assert isinstance(search.find(store.db, kind, query), list)
        assert isinstance(search.find(store.db, kind, query, phrase=True), list)
    store.close()


@given(st.text(max_size=40))
@example('-"')
def test_nothing_that_can_be_typed_is_an_error(case_with_a_claim: Store, query: str) -> None:
    found(case_with_a_claim, query)


@pytest.fixture(scope="module")
def case_with_a_claim() -> Iterator[Store]:
    store = new_case()
    logged(store)
    yield store
    store.close()


@pytest.mark.parametrize("query", ["", "  ", "-", "…", '"', "、", "()"])
def test_a_query_of_signs_alone_hides_nothing(store: Store, query: str) -> None:
    logged(store)
    assert len(found(store, query)) == 1


def test_the_index_follows_every_edit_and_its_undo(store: Store) -> None:
    claim = logged(store, "alpha")
    actor, source = person(store, "Bravo"), read(store, "Charlie")
    attribution = said(store, claim, actor_id=actor.id, source_id=source.id)

    def known() -> list[str]:
        words = ("alpha", "delta", "bravo", "echo", "charlie", "foxtrot", "golf", "hotel")
        return [word for word in words if finds(store, word)]

    assert known() == ["alpha", "bravo", "charlie"]
    claims.edit_claim(store, replace(claim, statement="delta"))
    assert known() == ["delta", "bravo", "charlie"]
    actors.edit_actor(store, store.get(Actor, actor.id), names=["Echo"])
    assert known() == ["delta", "bravo", "echo", "charlie"]
    sources.edit_source(store, replace(source, title="Foxtrot"))
    assert known() == ["delta", "bravo", "echo", "foxtrot"]
    cases.set_tags(store, claim.id, ["golf"])
    claims.edit_attribution(store, replace(attribution, actor_id=None, described="hotel"))
    assert known() == ["delta", "foxtrot", "golf", "hotel"]
    for _ in range(5):
        store.undo()
    assert known() == ["alpha", "bravo", "charlie"]
    while store.next_redo:
        store.redo()
    assert known() == ["delta", "foxtrot", "golf", "hotel"]
    claims.remove_claim(store, claim.id)
    assert known() == []
    store.undo()
    assert known() == ["delta", "foxtrot", "golf", "hotel"]
    assert check(store) == []


def test_a_phrase_ends_where_a_field_does(store: Store) -> None:
    logged(store, "It ran over budget", note="audit says otherwise")
    assert found(store, '"over budget"')
    assert not found(store, '"over budget audit"')


@pytest.mark.parametrize(
    ("text", "query"), [("Łódź", "lodz"), ("Ørsted", "orsted"), ("Đà Nẵng", "da nang"), ("Æsir", "aesir")]
)
def test_letters_with_strokes_are_found_without(store: Store, text: str, query: str) -> None:
    logged(store, f"The mayor of {text}")
    assert finds(store, query)


@pytest.mark.parametrize(
    ("query", "number"),
    [("tag:(NOT budget)", "2"), ("tag:(budget AND audit)", "1"), ("kind:(number -factual)", "2"),
     ("tag:(budget OR audit)", "1"), ('tag:"a b c"', "2"), ("verdict：unverified tag：budget", "1")],
)  # fmt: skip
def test_operators_in_the_brackets_of_a_field_are_asked_of_the_field(store: Store, query: str, number: str) -> None:
    first, second = logged(store, "1"), logged(store, "2", kinds=("number",))
    cases.set_tags(store, first.id, ["budget", "audit"])
    cases.set_tags(store, second.id, ['a "b" c'])
    assert found(store, query) == [number]
