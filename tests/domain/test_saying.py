"""Dates written out in plain words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import FuzzyDate, parse_iso, read_date
from tracker.domain.dates.saying import say, say_with_words

PUBLISHED = parse_iso("2026-01-12")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("2025-04-05", "5 April 2025"),
        ("2025-04", "April 2025"),
        ("2025", "2025"),
        ("2025年7月中旬", "11–20 July 2025"),
        ("2025年年底", "December 2025, approximate"),
        ("spring 2026", "spring 2026"),
        ("winter 2024", "winter 2024"),
        ("2020s", "the 2020s"),
        ("since 2019", "from 2019"),
        ("2024年9月之前", "until August 2024"),
        ("Q3 2025", "July–September 2025"),
        ("2013/2025-12", "2013–2025"),
        ("circa 2013", "2013, approximate"),
        ("2013?", "2013, uncertain"),
        ("2013%", "2013, approximate, uncertain"),
        ("July 30 - August 2, 2025", "30 July – 2 August 2025"),
        ("近日", "until 12 January 2026, approximate"),
        ("nonsense", "undated"),
        ("3/4/2025", "undated"),
        ("", ""),
    ],
)
def test_a_date_in_plain_words(words: str, said: str) -> None:
    assert say(read_date(words, PUBLISHED)) == said


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("April 2025", "April 2025"),
        ("2025-04", "April 2025"),
        ("2025年4月", "April 2025 (“2025年4月”)"),
        ("去年", "2025 (“去年”, read against the source's date)"),
        ("nonsense", "undated (“nonsense”)"),
        ("", ""),
    ],
)
def test_the_words_as_written_stand_beside_it(words: str, said: str) -> None:
    assert say_with_words(read_date(words, PUBLISHED)) == said


@given(st.text(max_size=20) | st.from_regex(r"-?[0-9X]{4}(-[0-9X]{2}(-[0-9X]{2})?)?[?~%]?(/|/\.\.)?", fullmatch=True))
def test_any_date_can_be_said(words: str) -> None:
    date = read_date(words, PUBLISHED)
    assert isinstance(say(date), str)
    assert isinstance(say_with_words(date), str)
    assert bool(say(date)) == bool(date.edtf or date.words)


def test_nothing_is_said_of_no_date() -> None:
    assert say(FuzzyDate()) == say_with_words(FuzzyDate()) == ""
