"""What selected words suggest; a person takes it or changes it."""

import pytest

from tracker.commands import actors, sources, suggest
from tracker.commands.known_actors import known_actors
from tracker.domain.dates import read_date
from tracker.domain.source import Source
from tracker.store import Store, create_case


@pytest.fixture
def store() -> Store:
    return create_case(None, "Port", author="Reporter")


def suggested(store: Store, text: str) -> suggest.Suggestion:
    source = sources.add_source(
        store, Source(title="Article", text=text, publisher="海風日報", published=read_date("2026-03-02"))
    )
    return suggest.suggest(known_actors(store), source, 0, len(text))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市長林安（Lin An）表示沒有超支", "林安"),
        ("前首席科學家何敏華(Ho Min-hwa)證實", "何敏華"),
        ("發言人歐陽（Ouyang）說", "人歐陽"),
    ],
)
def test_a_name_before_a_bracket_is_the_claimant(store: Store, text: str, name: str) -> None:
    assert suggested(store, text).name == name


def test_a_known_actor_is_found_in_another_script(store: Store) -> None:
    actor = actors.add_actor(store, "林安", names=["Lin An"])
    found = suggested(store, "Lin An said the bridge was safe.")
    assert found.claimant == actor


def test_without_a_name_the_publisher_speaks(store: Store) -> None:
    assert suggested(store, "擴建沒有超支").who == "(海風日報)"


@pytest.mark.parametrize(
    ("text", "who"),
    [("前員工透露，付了兩次款", "(前員工)"), ("An unnamed witness said the bridge was unsafe.", ""), ("據悉合約沒有招標", ""),
     ("According to people familiar with the matter, it was sold.", "(people familiar with the matter)")],
)  # fmt: skip
def test_words_that_somebody_else_said_are_not_the_publishers(store: Store, text: str, who: str) -> None:
    assert suggested(store, text).who == who


def test_recently_tells_when_it_was_said_and_the_other_date_when_it_happened(store: Store) -> None:
    found = suggested(store, "市長近日表示，橋在2025年7月中旬關閉")
    assert found.said.words == "近日"
    assert found.about.edtf == "2025-07-11/2025-07-20"


def test_the_day_of_publication_is_not_taken_for_the_day_of_saying(store: Store) -> None:
    assert not suggested(store, "林安（Lin An）表示沒有超支").said.words
    assert not suggested(store, "The mayor said the bridge was safe.").said.dated


@pytest.mark.parametrize(
    ("text", "kind"),
    [("預計2026年春季完工", "prediction"), ("據傳另有一份備忘錄", "rumour"), ("公司否認延誤", "denial"), ("花了3億元", "number"),
     ("The bridge was closed", "factual")],
)  # fmt: skip
def test_marks_of_kinds_are_seen(store: Store, text: str, kind: str) -> None:
    assert kind in suggested(store, text).kinds
