"""A Scene: everything a timeline shows at one moment, in pixels, computed before anything is painted.

The widget, the SVG and the dossier draw the same scene.
"""

from dataclasses import dataclass
from typing import NamedTuple

from tracker.timeline.density import Counts
from tracker.timeline.item import APPROXIMATE, HOLLOW, OPEN_HIGH, OPEN_LOW, THROUGH, TINTS, Item
from tracker.timeline.scale import Scale
from tracker.timeline.ticks import Tick

AGAINST = ("contradicts", "corrects")  # relations drawn in the colour of disagreement
FADE = 60.0  # pixels in which an open end loses most of its colour
TAIL = 0.18  # what is left of it from there to the edge


@dataclass(frozen=True, slots=True)
class Metrics:
    """Sizes in pixels. `gutter` is the width for lane names at the left, `header` the height for the ticks; `row` and `bar` where there is
    room, `tight_row` and `tight_bar` where there are many rows;
    `inset` is the margin before the names.
    """

    gutter: float = 142.0
    header: float = 46.0
    row: float = 38.0
    bar: float = 24.0
    tight_row: float = 25.0
    tight_bar: float = 15.0
    pad: float = 12.0
    heading: float = 26.0
    longest_label: float = 230.0
    inset: float = 0.0


PAGE = Metrics()
STRIP = Metrics(
    gutter=116.0, header=24.0, row=24.0, bar=13.0, tight_row=20.0, tight_bar=11.0, pad=6.0, heading=20.0,
    longest_label=170.0,
)  # fmt: skip
PRINT = Metrics(
    gutter=84.0, header=22.0, row=22.0, bar=11.0, tight_row=18.0, tight_bar=9.0, pad=6.0, heading=18.0,
    longest_label=120.0,
)  # fmt: skip
PAPER = Metrics(  # an exported picture
    gutter=150.0, header=30.0, row=26.0, bar=14.0, tight_row=20.0, tight_bar=11.0, pad=8.0, heading=22.0,
    longest_label=300.0, inset=8.0,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Band:
    """A lane, or (with `heading`) the heading over a group of lanes. `roles` are (x, width, title, fades)."""

    lane: int
    key: str
    name: str
    note: str
    y: float
    height: float
    count: int
    heading: bool = False
    collapsed: bool = False
    roles: tuple[tuple[float, float, str, bool], ...] = ()


class Box(NamedTuple):
    """One item. It fades over `fade_left` and `fade_right` pixels inside x…x+width; `dot` marks a single day."""

    item: Item
    x: float
    y: float
    width: float
    height: float
    fade_left: float = 0.0
    fade_right: float = 0.0
    dot: bool = False
    label: str = ""
    label_x: float = 0.0
    label_width: float = 0.0
    dim: bool = False

    @property
    def middle(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    @property
    def hollow(self) -> bool:
        return bool(self.item.flags & HOLLOW)

    @property
    def through(self) -> bool:
        """Whether it lasted all its days (drawn with caps), rather than being one day among them."""
        return bool(self.item.flags & THROUGH) and not self.dot

    @property
    def inside(self) -> bool:
        """Whether the label is drawn on the colour itself."""
        solid = not self.hollow and not self.item.flags & (OPEN_LOW | OPEN_HIGH)
        return solid and bool(self.label) and self.x < self.label_x < self.x + self.width

    def stops(self) -> list[tuple[float, float]]:
        """(place 0…1, opacity) along the box, from left to right."""
        flags, width = self.item.flags, max(self.width, 1.0)
        if not flags & (APPROXIMATE | OPEN_LOW | OPEN_HIGH):
            return []
        edge = min(FADE / width, 0.5)
        left = min(self.fade_left / width, 0.5) if flags & APPROXIMATE else 0.0
        right = min(self.fade_right / width, 0.5) if flags & APPROXIMATE else 0.0
        if flags & OPEN_HIGH:
            begin = [(0.0, 0.0), (min(left, edge / 2), 1.0)] if left else [(0.0, 1.0)]
            return [*begin, (edge, TAIL), (1.0, 0.0)]
        if flags & OPEN_LOW:
            finish = [(1.0 - min(right, edge / 2), 1.0), (1.0, 0.0)] if right else [(1.0, 1.0)]
            return [(0.0, 0.0), (1.0 - edge, TAIL), *finish]
        return [(0.0, 0.0), (left, 1.0), (1.0 - right, 1.0), (1.0, 0.0)] if left else []

    @property
    def fill(self) -> str:
        return TINTS[self.item.tint].fill

    @property
    def ink(self) -> str:
        return TINTS[self.item.tint].ink


def tip_of(width: float, height: float) -> tuple[float, float]:
    """(length of the tips, half the height) of an event's lozenge."""
    return min(6.0, width / 2), min(6.0 if width < 40.0 else 9.0, height / 2)


@dataclass(frozen=True, slots=True)
class Density:
    """Items too close together to be drawn one by one: how many per colour in columns `step` pixels wide.

    A column with `most` items is `height` high; heights grow with its square root. `first_day` and `days` are the days of
    the first column. Partly transparent, it fades out behind the items drawn one by one.
    """

    x: float
    y: float
    height: float
    step: float
    counts: Counts
    most: float
    lane: int
    first_day: float
    days: float
    opacity: float = 1.0


@dataclass(frozen=True, slots=True)
class Cluster:
    """A lane and the days (`last` exclusive) under a point where items are not drawn one by one."""

    lane: int
    first: float
    last: float


@dataclass(frozen=True, slots=True)
class Arc:
    """A relation as a cubic curve through four points."""

    points: tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
    label: str
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Stop:
    """One of the dates of a claim: about, said, published, captured, reviewed. Days; None where open."""

    name: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class Scene:
    """`trail` is (x, y, name) for each date of the selected claim; `pending` is True while labels are missing."""

    width: float
    height: float
    metrics: Metrics
    scale: Scale
    ticks: tuple[Tick, ...]
    bands: tuple[Band, ...]
    boxes: tuple[Box, ...]
    densities: tuple[Density, ...]
    arcs: tuple[Arc, ...]
    trail: tuple[tuple[float, float, str], ...]
    today_x: float | None
    pending: bool = False

    def hit(self, x: float, y: float) -> Item | None:
        """The item with its box or label at a point of the scene."""
        for box in reversed(self.boxes):
            inside_label = box.label and box.label_x <= x <= box.label_x + box.label_width
            if box.y - 4 <= y <= box.y + box.height + 4 and (box.x - 4 <= x <= box.x + box.width + 4 or inside_label):
                return box.item
        return None

    def cluster(self, x: float, y: float) -> Cluster | None:
        """The cluster at a point, where items are too close together to be drawn one by one."""
        for density in self.densities:
            if density.opacity < 1.0:
                continue
            column = int((x - density.x) // density.step)
            if density.y <= y <= density.y + density.height and 0 <= column < density.counts.shape[1]:
                first = density.first_day + column * density.days
                anything = density.counts[:, column].any()
                return Cluster(density.lane, first, first + density.days) if anything else None
        return None

    def band(self, y: float) -> Band | None:
        """The lane or heading at a height."""
        return next((band for band in self.bands if band.y <= y < band.y + band.height), None)

    def box_of(self, item_id: int | None) -> Box | None:
        return next((box for box in self.boxes if box.item.id == item_id), None)
