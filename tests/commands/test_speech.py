"""Sentences worth logging are found by rule; measured on texts written for it, with each sentence marked + or -."""

from pathlib import Path

import pytest

from tests.newsroom import person, read
from tracker.commands import suggest
from tracker.commands.known_actors import known_actors
from tracker.commands.speech import speech_in
from tracker.store import Store

TEXTS = sorted((Path(__file__).parent.parent / "speech").glob("*.txt"))


def marked(path: Path) -> tuple[str, list[tuple[int, int, bool]]]:
    """A text, and (start, end, whether it is worth logging) of each of its lines."""
    text, spans = "", []
    for line in path.read_text("utf-8").splitlines():
        spans.append((len(text), len(text) + len(line) - 2, line.startswith("+")))
        text += line[2:] + "\n"
    return text, spans


def measured(paths: list[Path]) -> tuple[float, float]:
    """(precision, recall) over the lines of texts."""
    right = wrong = missed = 0
    for path in paths:
        text, spans = marked(path)
        found = speech_in(text)
        for start, end, wanted in spans:
            hit = any(speech.start < end and speech.end > start for speech in found)
            right, wrong, missed = right + (hit and wanted), wrong + (hit and not wanted), missed + (wanted and not hit)
    return right / (right + wrong), right / (right + missed)


@pytest.mark.parametrize("language", ["en", "zh"])
def test_most_that_is_worth_logging_is_found_and_little_else(language: str) -> None:
    precision, recall = measured([path for path in TEXTS if f".{language}." in path.name])
    assert precision >= 0.9, precision
    assert recall >= 0.9, recall


@pytest.mark.parametrize(
    ("text", "speaker", "why"),
    [
        ("Meta前首席科學家楊立昆(Yann LeCun)近日證實，結果被動過手腳。", "Yann LeCun", "reporting verb"),
        ("Peter Haas admitted that the curves were drawn by hand.", "Peter Haas", "reporting verb"),
        ("According to Clara Engel, the data are still there.", "Clara Engel", "attributed to someone"),
        ("前員工透露，紀錄被換過一次。", "前員工", "reporting verb"),
        ("據傳新的模型用了別家的資料。", "", "rumour"),
        ("The quay is expected to open in 2027.", "", "prediction"),
    ],
)
def test_who_speaks_and_why_it_was_found_is_said(text: str, speaker: str, why: str) -> None:
    found = speech_in(text, ("楊立昆", "Yann LeCun"))
    assert [(sentence.speaker, why in sentence.why) for sentence in found] == [(speaker, True)]


def test_a_pronoun_goes_back_to_who_spoke_before() -> None:
    found = speech_in("Peter Haas denied it. He said the data were lost. 林安否認此事。他表示沒有超支。", ("林安",))
    assert [sentence.speaker for sentence in found] == ["Peter Haas", "Peter Haas", "林安", "林安"]


@pytest.mark.parametrize(
    "text", ["Did he say so? Who said it?", "文｜海風日報", "short", "小說家住在山上，看得到海。", "x" * 5000]
)
def test_questions_bylines_and_odd_lengths_are_passed_over(text: str) -> None:
    assert speech_in(text) == []


def test_what_is_logged_already_is_not_suggested_again(store: Store) -> None:
    person(store, "林安")
    source = read(store, "Overview", "林安表示沒有超支。公司否認了這件事。")
    known = known_actors(store)
    assert len(suggest.sentences_to_log(known, source, [])) == 2
    assert [s.speaker for s in suggest.sentences_to_log(known, source, [(0, 8)])] == [""]
