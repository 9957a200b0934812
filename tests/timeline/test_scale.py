"""Days to pixels and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.timeline.scale import MAX_PX_PER_DAY, MIN_PX_PER_DAY, Scale, fit

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
