"""Days to pixels and back."""

from dataclasses import dataclass

MIN_PX_PER_DAY = 1e-4
MAX_PX_PER_DAY = 3600.0


@dataclass(frozen=True, slots=True)
class Scale:
    """`start` is the day (with its fraction) at pixel 0."""

    start: float
    px_per_day: float

    def x(self, day: float) -> float:
        return (day - self.start) * self.px_per_day

    def day(self, x: float) -> float:
        return self.start + x / self.px_per_day

    def zoomed(self, factor: float, x: float) -> "Scale":
        """Zoom so that the day under pixel x stays there."""
        px_per_day = min(MAX_PX_PER_DAY, max(MIN_PX_PER_DAY, self.px_per_day * factor))
        return Scale(self.day(x) - x / px_per_day, px_per_day)

    def panned(self, pixels: float) -> "Scale":
        return Scale(self.start - pixels / self.px_per_day, self.px_per_day)


def fit(first: float, last: float, width: float) -> Scale:
    """The scale that shows first…last in `width` pixels."""
    days = max(1.0, last - first)
    px_per_day = min(MAX_PX_PER_DAY, max(MIN_PX_PER_DAY, max(width, 1.0) / days))
    return Scale((first + last) / 2 - width / px_per_day / 2, px_per_day)
