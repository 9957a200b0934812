"""Days to pixels and back, and the ticks that name them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.dates import civil, day_number, parse_iso
from tracker.timeline.scale import MAX_PX_PER_DAY, MIN_PX_PER_DAY, Scale, Tick, fit, ticks

days = st.floats(-1e6, 1e6)
pixels = st.floats(-3000, 3000)
zooms = st.floats(MIN_PX_PER_DAY, MAX_PX_PER_DAY)


@given(days, zooms, st.floats(0.01, 100), pixels)
def test_zooming_keeps_the_day_under_the_pointer(start: float, zoom: float, factor: float, x: float) -> None:
    scale = Scale(start, zoom)
    zoomed = scale.zoomed(factor, x)
    assert zoomed.x(scale.day(x)) == pytest.approx(x, abs=0.01)
    assert MIN_PX_PER_DAY <= zoomed.px_per_day <= MAX_PX_PER_DAY


@given(days, zooms, pixels, pixels)
def test_dragging_moves_everything_by_the_same_pixels(start: float, zoom: float, drag: float, x: float) -> None:
    scale = Scale(start, zoom)
    assert scale.panned(drag).x(scale.day(x)) == pytest.approx(x + drag, abs=0.01)


@given(days, st.floats(0, 1e5), st.floats(20, 4000))
def test_fitting_shows_the_first_and_the_last_day(first: float, length: float, width: float) -> None:
    scale = fit(first, first + length, width)
    assert scale.x(first) >= -0.5
    assert scale.x(first + length) <= width + 0.5


def test_fitting_one_day_does_not_divide_by_nothing() -> None:
    assert fit(5, 5, 0).px_per_day > 0


def shown(first: str | int, last: str | int, width: float = 800) -> list[Tick]:
    low, high = (day if isinstance(day, int) else parse_iso(day) for day in (first, last))
    return ticks(fit(low, high, width), width)


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
        assert day == pytest.approx(round(day), abs=0.02)
        if zoom < 1:
            assert civil(round(day))[2] == 1


def test_the_whole_of_history_has_ticks() -> None:
    assert labels(ticks(Scale(day_number(-9999, 1, 1), MIN_PX_PER_DAY), 1000))
