"""An end of a date dragged to another day: what it may have been meant to become."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import FuzzyDate, day_number, parse_iso, read_date
from tracker.domain.dates.moving import moved

ANCHOR = parse_iso("2026-01-12")


def to(words: str, end: str, day: str) -> list[str]:
    return [choice.edtf for choice in moved(read_date(words, ANCHOR), end, parse_iso(day))]


def test_some_day_within_stays_some_day_within() -> None:
    choices = moved(read_date("June 2025", ANCHOR), "high", parse_iso("2025-07-11"))
    assert [(c.edtf, c.throughout) for c in choices][:3] == [
        ("2025-06-01/2025-07-11", False), ("2025-06-01/2025-07-31", False), ("2025", False),
    ]  # fmt: skip
    assert ("2025-06-01/2025-07-11", True) in [(c.edtf, c.throughout) for c in choices]


def test_what_lasted_goes_on_lasting() -> None:
    first = moved(read_date("2025-07-03/2025-07-20", ANCHOR), "high", parse_iso("2025-08-01"))[0]
    assert (first.edtf, first.throughout) == ("2025-07-03/2025-08-01", True)


def test_an_open_end_stays_open() -> None:
    assert to("before June 2020", "high", "2020-05-20")[:3] == ["../2020-05-20", "../2020-05", "../2020"]
    assert to("since 2019", "low", "2019-03-04")[0] == "2019-03-04/.."
    assert not moved(read_date("since 2019", ANCHOR), "low", parse_iso("2019-03-04"))[0].throughout


def test_an_approximate_date_stays_approximate() -> None:
    choices = moved(read_date("circa 2025", ANCHOR), "high", parse_iso("2026-03-01"))
    assert choices[0].approximate
    assert not choices[0].throughout


def test_ends_that_cross_change_places() -> None:
    assert "2025-06-30/2025-08-01" in to("June 2025", "low", "2025-08-01")


def test_the_last_choice_is_exactly_that_day() -> None:
    assert to("June 2025", "high", "2025-07-11")[-1] == "2025-07-11"


@pytest.mark.parametrize("day", [4_000_000, -4_000_000, day_number(9999, 12, 31) + 1])
def test_no_choice_lies_beyond_the_years_that_can_be_written(day: int) -> None:
    choices = moved(read_date("June 2025", ANCHOR), "high", day)
    assert choices
    assert all(choice.dated for choice in choices)


words = st.sampled_from(
    ["2025-06", "2025-06-05", "circa 2013", "since 2019", "before 2020-06", "mid-July 2025", "2020s"]
)


@given(words, st.sampled_from(["low", "high"]), st.integers(-700_000, 3_600_000))
def test_every_choice_holds_the_day_it_was_dragged_to(words: str, end: str, day: int) -> None:
    date: FuzzyDate = read_date(words, ANCHOR)
    for choice in moved(date, end, day):
        assert choice.earliest is None or choice.earliest <= day
        assert choice.latest is None or choice.latest >= day
