"""The ticks that name time, from hours to millennia."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import civil, day_number, parse_iso
from tracker.timeline.scale import MAX_PX_PER_DAY, MIN_PX_PER_DAY, Scale, fit
from tracker.timeline.ticks import Tick, ticks

zooms = st.floats(MIN_PX_PER_DAY, MAX_PX_PER_DAY)


def shown(first: str | int, last: str | int, width: float = 800, language: str = "en") -> list[Tick]:
    low, high = (day if isinstance(day, int) else parse_iso(day) for day in (first, last))
    return ticks(fit(low, high, width), width, language)


def labels(found: list[Tick]) -> list[str]:
    return [f"{tick.over.strip()} {tick.label}".strip() for tick in found if tick.label or tick.over.strip()]


def test_a_month_is_named_by_its_days() -> None:
    assert labels(shown("2025-04-01", "2025-04-08"))[:3] == ["Apr 2025 1", "2", "3"]


def test_a_leap_day_has_its_tick() -> None:
    found = labels(shown("2024-02-26", "2024-03-03"))
    assert "29" in found
    assert "Mar 2024 1" in found
    assert "29" not in labels(shown("2023-02-26", "2023-03-03"))


def test_a_year_is_named_by_its_months() -> None:
    found = labels(shown("2025-01-01", "2025-12-31"))
    assert found[0] == "2025 Jan"
    assert found[-1] == "Dec"


def test_years_begin_the_larger_unit() -> None:
    found = labels(shown("2024-06-01", "2026-06-01"))
    assert "2025 Q1" in found
    assert "2026 Q1" in found


def test_there_is_no_year_nothing_between_1_bc_and_ad_1() -> None:
    found = labels(shown(day_number(-2, 1, 1), day_number(4, 1, 1)))
    assert found[found.index("2 BC") :][:5] == ["2 BC", "1 BC", "1", "2", "3"]


def test_the_months_around_ad_1() -> None:
    found = labels(shown(day_number(0, 11, 1), day_number(1, 2, 20)))
    assert "1 Jan" in found or "Jan 1 1" in found
    assert any(name.startswith("Dec") for name in found)


@given(st.integers(-700_000, 1_500_000), zooms, st.floats(50, 3000))
def test_ticks_stand_in_order_on_the_first_day_of_their_unit(first: int, zoom: float, width: float) -> None:
    scale = Scale(float(first), zoom)
    found = ticks(scale, width)
    assert all(0 <= tick.x <= width for tick in found)
    assert all(a.x <= b.x for a, b in pairwise(found))
    assert len(found) <= width / 30 + 4
    for tick in found[1:]:
        day = scale.day(tick.x)
        hours = day * 24
        assert hours == pytest.approx(round(hours), abs=0.02)
        if zoom < 40:
            assert day == pytest.approx(round(day), abs=0.02)
        if zoom < 1:
            assert civil(round(day))[2] == 1


def test_the_whole_of_history_has_ticks() -> None:
    assert labels(ticks(Scale(day_number(-9999, 1, 1), MIN_PX_PER_DAY), 1000))


def test_a_day_is_named_by_its_hours() -> None:
    found = labels(shown("2025-04-05", "2025-04-06", 1600))
    assert found[0] == "5 Apr 2025 00:00"
    assert found[1:4] == ["01:00", "02:00", "03:00"]
    assert found[24] == "6 Apr 2025 00:00"


@pytest.mark.parametrize("day", ["2025-03-30", "2025-10-26"])
def test_a_day_on_which_clocks_are_changed_has_24_hours_like_any_other(day: str) -> None:
    first = parse_iso(day)
    found = ticks(Scale(float(first), 1400.0), 1400.0)
    assert [round(tick.x) for tick in found][:3] == [0, 58, 117]
    assert len(found) == 25


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-01", "2025-12-31", ["2025年 1月", "2月", "3月"]),
        ("2024-06-01", "2026-06-01", ["2024年", "第四季", "2025年 第一季", "第二季"]),
        ("2025-04-01", "2025-04-08", ["2025年4月 1日", "2日", "3日"]),
        ("2025-04-05", "2025-04-06", ["2025年4月5日 00:00", "03:00", "06:00"]),
    ],
)
def test_ticks_read_well_in_chinese(first: str, last: str, expected: list[str]) -> None:
    assert labels(shown(first, last, language="zh"))[: len(expected)] == expected


def test_years_before_christ_in_chinese() -> None:
    found = labels(shown(day_number(-2, 1, 1), day_number(4, 1, 1), language="zh"))
    assert found[found.index("前2年") :][:3] == ["前2年", "前1年", "1年"]


def test_decades_and_centuries_have_their_ticks() -> None:
    assert {"1950", "2000"} <= set(labels(shown("1900-01-01", "2026-01-01")))
    assert {"1000", "2000"} <= set(labels(shown(day_number(-3000, 1, 1), day_number(2026, 1, 1))))
